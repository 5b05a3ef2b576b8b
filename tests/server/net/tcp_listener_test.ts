import { assertEquals } from "@std/assert";
import { Logger } from "../../../server/logging/logger.ts";
import type { ByteStream } from "../../../server/net/byte_stream.ts";
import { TcpListener } from "../../../server/net/tcp_listener.ts";
import { HandTimers } from "../../support/hand_timers.ts";
import { within } from "../../support/within.ts";

Deno.test("TcpListener logs what its owner throws, closes that connection and accepts the next", async () => {
  const events: string[] = [];
  const write = (line: string) => void events.push(JSON.parse(line).event);
  const taken = Promise.withResolvers<ByteStream>();
  let count = 0;
  await using listener = new TcpListener({
    hostname: "127.0.0.1",
    port: 0,
    logger: new Logger({ format: "json", write }),
    onConnection: (connection) => {
      if (++count === 1) throw new TypeError("a bug");
      taken.resolve(connection);
    },
  });
  using first = await Deno.connect(listener.address);
  const reading = first.read(new Uint8Array(1));
  assertEquals(await within(reading, "the end"), null);
  using _second = await Deno.connect(listener.address);
  const near = await within(taken.promise, "the next connection");
  near.close();
  assertEquals(events, ["bug"]);
});

Deno.test("TcpListener that waits for free files is disposed at once", async () => {
  const events: string[] = [];
  const accept = () => Promise.reject(new Error("Too many (os error 24)"));
  const fake = { accept, close: () => {}, addr: {} };
  const listen = Deno.listen;
  using _never = new HandTimers(); // its pause never ends
  Object.assign(Deno, { listen: () => fake });
  try {
    const write = (line: string) => void events.push(line);
    const listener = new TcpListener({
      ...{ hostname: "127.0.0.1", port: 0, logger: new Logger({ write }) },
      onConnection: () => {},
    });
    await turns();
    assertEquals(events.length, 1);
    let isDone = false;
    void listener[Symbol.asyncDispose]().then(() => isDone = true);
    await turns();
    assertEquals(isDone, true);
  } finally {
    Object.assign(Deno, { listen });
  }
});

/** Lets everything happen that waits for no timer. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}
