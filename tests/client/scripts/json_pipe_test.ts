/** `ktn connect --json` as a process: requests in, objects out. */

import { assertEquals, assertMatch } from "@std/assert";
import { type Address, formatAddress } from "../../../shared/address.ts";
import { DurableServer } from "../../support/durable_server.ts";
import { objectsIn, startKtn } from "../../support/ktn.ts";
import { startServer } from "../../support/live_server.ts";
import type { Running } from "../../support/running.ts";
import {
  history,
  info,
  message,
  type Peer,
  playLostAck,
  playServer,
  refusal,
  type Sent,
  welcome,
} from "../../support/scripted_server.ts";

const KILLS = 3;
/** Lines said between two kills. */
const LINES = 200;

Deno.test("ktn connect --json answers each request with an object that has its id", async () => {
  await using server = await startServer();
  const { code, out, err } = await pipe(server, [
    { request: "msg", content: "hello", id: "m.1" },
    { request: "names", id: "n" },
    { request: "search", content: "hello", id: "s" },
    { request: "history", limit: 1, id: "h" },
    { request: "ping", id: "p" },
  ]);
  const answers = objectsIn(out).filter(({ id }) => id !== undefined);

  assertEquals([code, err], [0, ""]);
  assertEquals(
    new Map(answers.map(({ id, type }) => [id, type])),
    new Map([
      ["m.1", "ack"],
      ["n", "names"],
      ["s", "history"],
      ["h", "history"],
      ["p", "pong"],
    ]),
  );
  assertEquals(answers.length, 5);
});

Deno.test("ktn connect --json begins with where it stands, and keeps the token to itself", async () => {
  await using server = await startServer();
  const { out } = await pipe(server, []);
  const [state, first] = objectsIn(out);
  const { timestamp: _, ...fields } = state ?? {};

  assertEquals(fields, {
    type: "state",
    state: "online",
    again: false,
    same_log: true,
  });
  assertEquals([first?.type, first?.user], ["welcome", "ada"]);
  assertEquals(out.includes("token"), false);
});

Deno.test("ktn connect --json names what is wrong with a line, and stays", async () => {
  await using server = await startServer();
  const lines = [
    "hello",
    "",
    '{"request":"msg","content":"","id":"empty"}',
    '{"request":"login","content":"eve"}',
    `{"request":"msg","content":"${"x".repeat(4097)}","id":"long"}`,
    "y".repeat(70_000),
    '{"request":"msg","content":"fine","id":"fine"}',
  ];
  const { code, out } = await pipe(server, lines);
  const errors = objectsIn(out).filter(({ type }) => type === "error");

  assertEquals(errors.map(({ line, code, id }) => [line, code, id]), [
    [1, "bad_json", undefined],
    [3, "bad_request", "empty"],
    [4, "already_logged_in", undefined],
    [5, "too_long", "long"],
    [6, "bad_text", undefined],
  ]);
  assertEquals(objectsIn(out).filter(({ type }) => type === "ack").length, 1);
  assertEquals(code, 1);
});

Deno.test("ktn connect --json gives the history once, and what was missed as it would have come", async () => {
  const topic = { ...info("tea"), code: "topic", topic: "tea", seq: 4 };
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(
        welcome({ seq: 1, log: "a" }),
        history([message("bob", "before", 1)], { more: false }),
        message("bob", "live", 2),
      );
    },
    async (peer) => {
      assertEquals((await peer.expect("login")).since, 2);
      await peer.say(
        welcome({ seq: 4, log: "a" }),
        history([
          message("bob", "live", 2),
          message("bob", "missed", 3),
          topic,
        ]),
        message("bob", "later", 5),
      );
      await leave(peer);
    },
  );
  await using running = start(server);
  await running.output((out) => out.includes("later"));
  const objects = objectsIn((await running.ended()).out);
  const said = objects.filter(({ content }) =>
    JSON.stringify(content ?? "").includes("bob") || typeof content === "string"
  ).filter(({ type }) =>
    type === "message" || type === "history" || type === "topic"
  );

  assertEquals(said.map(({ type, content }) => [type, content]), [
    ["history", [message("bob", "before", 1)]],
    ["message", "live"],
    ["message", "missed"],
    ["topic", "tea"],
    ["message", "later"],
  ]);
  assertEquals(
    objects.filter(({ type }) => type === "state").map((
      { state, again },
    ) => [state, again]),
    [["online", false], ["waiting", undefined], ["online", true]],
  );
});

Deno.test("ktn connect --json refuses a message of nothing but white space", async () => {
  await using server = await startServer();
  const blank = { request: "msg", content: " \n", id: "m.1" };
  const { code, out } = await pipe(server, [blank]);

  const { type: _, ...error } =
    objectsIn(out).find(({ type }) => type === "error") ?? {};
  assertEquals([code, error], [1, {
    code: "bad_request",
    content: "Cannot send a message of nothing but white space",
    line: 1,
    id: "m.1",
  }]);
});

Deno.test("ktn connect --json sends what was not acknowledged again, with its id", async () => {
  const heard: Sent[] = [];
  await using server = playLostAck(heard);
  const hello = { request: "msg", content: "hello", id: "m.1" };
  const { code, out } = await pipe(server, [hello, hello]);

  assertEquals(heard, [hello, hello]);
  assertEquals(objectsIn(out).filter(({ type }) => type === "ack").length, 1);
  assertEquals(code, 0);
});

Deno.test("ktn connect --json says which question has no answer any more after a cut", async () => {
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome());
      for (let sent = await peer.next(); sent?.request !== "names";) {
        sent = await peer.next();
      }
    },
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome());
      await leave(peer);
    },
  );
  await using running = start(server);
  await running.write('{"request":"names","id":"n"}\n');
  await running.output((out) => out.includes('"again":true'));
  const { code, out } = await running.ended();
  const [lost] = objectsIn(out).filter(({ id }) => id === "n");

  assertEquals([lost?.type, lost?.code], ["error", "unavailable"]);
  assertEquals(code, 0);
});

Deno.test("ktn connect --json exits with 6 and lists what was not acknowledged", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    await peer.drain();
  });
  const precious = { request: "msg", content: "precious", id: "m.1" };
  const { code, out, err } = await pipe(
    server,
    [precious],
    "--timeout",
    "300ms",
  );

  assertEquals(objectsIn(out).at(-1), {
    type: "unsent",
    id: "m.1",
    content: "precious",
  });
  assertMatch(err, /perhaps not sent: 1\n! precious\n$/);
  assertEquals(code, 6);
});

Deno.test("ktn connect --json exits with 1 when a message is refused, and with 0 after a logout", async () => {
  await using refusing = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    const { id } = await peer.expect("msg");
    await peer.say(refusal("No", { id, code: "muted" }));
    await leave(peer);
  });
  const hello = { request: "msg", content: "hello", id: "m.1" };
  const refused = await pipe(refusing, [hello]);
  assertEquals(refused.code, 1);
  assertEquals(
    objectsIn(refused.out).filter(({ id }) => id === "m.1").map(({ code }) =>
      code
    ),
    ["muted"],
  );

  await using server = await startServer();
  await using running = start(server);
  await running.write('{"request":"logout"}\n');
  assertEquals(await running.code(), 0);
});

Deno.test("ktn connect --json exits with 4 and says so to programs and to people", async () => {
  await using server = await startServer();
  using _ada = await server.join("ada");
  const { code, out, err } = await pipe(server, []);

  assertEquals(code, 4);
  assertEquals(objectsIn(out).map(({ type, code }) => [type, code]), [[
    "error",
    "name_taken",
  ]]);
  assertEquals(err, '! Cannot use "ada": it is taken\n');
});

Deno.test("ktn connect --json as a bot answers every message once while the server is killed again and again", async () => {
  await using server = await DurableServer.start();
  await using bot = start(server, "--timeout", "60s");
  await bot.output((out) => out.includes('"welcome"'));
  let answered = 0;
  for (let round = 1; round <= KILLS; round++) {
    await using bob = startKtn(
      ...["send", formatAddress(server.address), "--name", "bob"],
    );
    const texts = range(LINES).map((n) => `ask ${round}.${n}\n`);
    await bob.write(texts.slice(0, LINES / 2).join(""));
    await bot.output((out) => asksIn(out).length > answered);
    await server.killAndRestart();
    const rest = bob.ended(texts.slice(LINES / 2).join(""));
    const out = await bot.output((out) => asksIn(out).length === round * LINES);
    for (const { seq } of asksIn(out).slice(answered)) {
      const reply = { request: "msg", content: `re ${seq}`, id: `re.${seq}` };
      await bot.write(`${JSON.stringify(reply)}\n`);
      answered++;
    }
    assertEquals((await rest).code, 0);
  }
  const { code, out } = await bot.ended();
  const texts = (await server.history()).map(({ content }) => content);
  const replies = texts.filter((text) => text.startsWith("re "));

  assertEquals(code, 0);
  assertEquals(texts.length, 2 * KILLS * LINES);
  assertEquals(replies, asksIn(out).map(({ seq }) => `re ${seq}`));
});

function asksIn(out: string): readonly Record<string, unknown>[] {
  return objectsIn(out.slice(0, out.lastIndexOf("\n") + 1)).filter((
    { type, content },
  ) => type === "message" && String(content).startsWith("ask "));
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, n) => n);
}

interface Place {
  readonly address: Address;
}

function start({ address }: Place, ...more: readonly string[]): Running {
  const flags = ["--json", "--name", "ada", ...more];
  return startKtn("connect", formatAddress(address), ...flags);
}

async function pipe(
  server: Place,
  lines: readonly unknown[],
  ...more: readonly string[]
) {
  await using running = start(server, ...more);
  const texts = lines.map((line) =>
    typeof line === "string" ? line : JSON.stringify(line)
  );
  return await running.ended(texts.map((text) => `${text}\n`).join(""));
}

async function leave(peer: Peer): Promise<void> {
  for (let sent = await peer.next(); sent; sent = await peer.next()) {
    if (sent.request !== "logout") continue;
    return await peer.say(info("Goodbye"));
  }
}
