import { assertEquals } from "@std/assert";
import { bytesOf, codecOf, type Protocol } from "./codec.ts";
import { blankText, eachStamp, findStamp, writeDigits } from "./stamp.ts";

const TEXT = blankText(20);
const KTN_HEAD = '{"timestamp":"2026-11-22T13:00:00.000Z","sender":';

/** What a server sends: a line of its own, and two messages. */
const STREAMS: Readonly<Record<Protocol, readonly [string, string, string]>> = {
  ktn: [
    `${KTN_HEAD}"server","response":"info","content":"ok","seq":7}\n`,
    `${KTN_HEAD}"u000001","response":"message","content":"${TEXT}","seq":9,"room":"lobby"}\n`,
    `${KTN_HEAD}"u000002","response":"message","content":"${TEXT}","seq":10,"room":"lobby"}\n`,
  ],
  irc: [
    "PING :bench.local\r\n",
    `:u000001!~u000001@127.0.0.1 PRIVMSG #b :${TEXT}\r\n`,
    `:u000002!u@h PRIVMSG #b :${TEXT}\r\n`,
  ],
  nats: [
    "PING\r\n",
    `MSG room 1 20\r\n${TEXT}\r\n`,
    `MSG room 1 20\r\n${TEXT}\r\n`,
  ],
  jetstream: [
    'MSG A.00000001 1 25\r\n{"stream":"ROOM","seq":1}\r\n',
    `MSG room 2 $JS.ACK.ROOM.x.1.1.1.17.0 20\r\n${TEXT}\r\n`,
    `PING\r\nMSG room 2 $JS.ACK.ROOM.x.1.2.2.18.0 20\r\n${TEXT}\r\n`,
  ],
  mqtt: [
    "\xd0\0",
    `\x30\x1b\0\x04room\0${TEXT}`,
    `\x30\x1b\0\x04room\0${TEXT}`,
  ],
  raw: [".\n", `${TEXT}\n`, `${TEXT}\n`],
};

for (const [protocol, parts] of Object.entries(STREAMS)) {
  Deno.test(`counter of ${protocol} counts the same wherever the bytes are cut`, () => {
    const [other, one, two] = parts;
    const bytes = bytesOf(one + other + two + two);

    for (let cut = 0; cut <= bytes.length; cut++) {
      // The keys of STREAMS are protocols.
      const counter = codecOf(protocol as Protocol).counter(TEXT.length);
      counter.take(bytes, cut);
      counter.take(bytes.subarray(cut), bytes.length - cut);
      assertEquals([counter.messages, counter.others], [3, 1], `cut at ${cut}`);
    }
  });
}

Deno.test("message() of MQTT counts as a message of MQTT", () => {
  const { message, counter } = codecOf("mqtt");
  const bytes = bytesOf(message("x".repeat(4096)));
  const counts = counter(4096);

  counts.take(bytes, bytes.length);

  assertEquals(counts.messages, 1);
});

Deno.test("counter of JetStream does not count what the stream refused", () => {
  const counter = codecOf("jetstream").counter(0);
  const bytes = bytesOf('MSG A.00000001 1 17\r\n{"error":{"a":1}}\r\n');

  counter.take(bytes, bytes.length);

  assertEquals([counter.messages, counter.others], [0, 0]);
});

Deno.test("eachStamp() finds the times that were written, not half ones", () => {
  const message = bytesOf(codecOf("ktn").message(blankText(40)));
  writeDigits(message, findStamp(message), 123_456_789.4);
  const bytes = new Uint8Array([...message, ...message]);
  const found: number[] = [];

  eachStamp(bytes, bytes.length, (time) => found.push(time));
  eachStamp(bytes, message.length + 35, (time) => found.push(time));

  assertEquals(found, [123_456_789, 123_456_789, 123_456_789]);
});

Deno.test("hear() of IRC answers a PING, joins, and is in after the names", () => {
  const { hear } = codecOf("irc");

  assertEquals(hear("PING :abc\r\n", {}, "u"), { say: "PONG :abc\r\n" });
  assertEquals(hear(":s 376 u :End\r\n", {}, "u"), { say: "JOIN #b\r\n" });
  assertEquals(hear(":s 422 u :No\r\n", { staysOutside: true }, "u"), {
    isReady: true,
  });
  assertEquals(hear(":s 366 u #b :End\r\n", {}, "u"), { isReady: true });
});
