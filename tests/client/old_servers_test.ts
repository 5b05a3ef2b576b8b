/** The client with servers of the course, which differ in everything. */

import { assertEquals } from "@std/assert";
import { startPlainClient } from "../support/plain_client.ts";
import {
  history,
  info,
  message,
  type Peer,
  playServer,
  welcome,
} from "../support/scripted_server.ts";

const PAST = [message("bob", "one"), message("cyd", "two")];
const SHOWN = ["13:00 bob: one", "13:00 cyd: two"];

const HISTORY_FORMS: readonly [string, unknown, readonly string[]][] = [
  ["a list of objects", PAST, SHOWN],
  [
    "a list of JSON texts",
    PAST.map((each) => JSON.stringify(each)),
    SHOWN,
  ],
  ["one JSON text of a list", JSON.stringify(PAST), SHOWN],
  ["plain text", "bob: one\ncyd: two", ["--:-- bob: one", "--:-- cyd: two"]],
];

for (const [form, content, shown] of HISTORY_FORMS) {
  Deno.test(`PlainChat shows the history of an old server as ${form}`, async () => {
    await using server = playServer(async (peer) => {
      await peer.expect("login");
      await peer.say(info("Login successful"), history(content));
      await leave(peer);
    });
    const { code, out } = await startPlainClient(server.address, { input: [] })
      .finished;

    assertEquals(out, shown);
    assertEquals(code, 0);
  });
}

Deno.test("PlainChat takes history before the info as the answer to its login", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(history(PAST), info("Login successful"));
    await leave(peer);
  });
  const { code, out } = await startPlainClient(server.address, { input: [] })
    .finished;

  assertEquals({ code, out }, { code: 0, out: SHOWN });
});

Deno.test("PlainChat talks to an old server that greets first and answers in its own words", async () => {
  await using server = playServer(async (peer) => {
    await peer.say(info("Welcome, stranger"));
    await peer.expect("login");
    await peer.say({ ...info("ok, you are in"), response: "login" });
    assertEquals(await peer.expect("msg"), { request: "msg", content: "hi" });
    await leave(peer);
  });
  const { code, err } = await startPlainClient(server.address, {
    input: ["hi"],
  }).finished;

  assertEquals(err, ["* Welcome, stranger", "* ok, you are in"]);
  assertEquals(code, 0);
  await server.played;
});

Deno.test("PlainChat finds a server that does not answer logins by asking for names", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.expect("names");
    await peer.say(info("ada"));
    await peer.expect("msg");
    await leave(peer);
  });
  const { code } = await startPlainClient(server.address, {
    input: ["hi"],
    timeouts: { loginMs: 10 },
  }).finished;

  assertEquals(code, 0);
  await server.played;
});

Deno.test("PlainChat is refused by an old server without a code after its greeting", async () => {
  await using server = playServer(async (peer) => {
    await peer.say(info("Hello"));
    await peer.expect("login");
    await peer.say({ ...info("Username is taken"), response: "error" });
    await peer.drain();
  });
  const { code, err } = await startPlainClient(server.address, { input: [] })
    .finished;

  assertEquals(err, ["* Hello", "! Username is taken"]);
  assertEquals(code, 4);
});

Deno.test("PlainChat shows messages whose time is a number and whose sender is null, missing or a name", async () => {
  const payload = { response: "message", timestamp: 1795352400 };
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(
      info("Login successful"),
      { ...payload, sender: null, content: "one" },
      { ...payload, content: "two" },
      { ...payload, name: "bob", content: "three" },
      { ...payload, timestamp: 1795352400000, sender: "bob", content: "four" },
      { ...payload, timestamp: "half past", sender: "bob", content: "five" },
    );
    await leave(peer);
  });
  const { out } = await startPlainClient(server.address, { input: [] })
    .finished;

  assertEquals(out, [
    "13:00 one",
    "13:00 two",
    "13:00 bob: three",
    "13:00 bob: four",
    "half past bob: five",
  ]);
});

Deno.test("PlainChat does not show its own words when an old server echoes them", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(info("Login successful"));
    const { content } = await peer.expect("msg");
    await peer.say(message("Ada", String(content)), message("bob", "hi"));
    await leave(peer);
  });
  const { out } = await startPlainClient(server.address, {
    input: ["hi"],
    timeouts: { greetingMs: 60_000 }, // so "Login successful" must do
  }).finished;

  assertEquals(out, ["13:00 bob: hi"]);
});

Deno.test("PlainChat says of what it wrote before a cut that it may be lost when an old server is there after it", async () => {
  const heard: unknown[] = [];
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome());
      heard.push((await peer.expect("msg")).content);
    },
    async (peer) => {
      await peer.expect("login");
      await peer.say(info("Login successful"));
      await leave(peer);
    },
  );
  const { code, err } = await startPlainClient(server.address, {
    input: ["one"],
  }).finished;

  await server.played;
  assertEquals({ code, heard }, { code: 6, heard: ["one"] });
  assertEquals(err.slice(-2), [
    "! Not confirmed, so perhaps not sent: 1",
    "! one",
  ]);
});

Deno.test("PlainChat shows an old server's history only once when it comes back", async () => {
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(info("Login successful"), history(PAST));
    },
    async (peer) => {
      await peer.expect("login");
      const more = message("bob", "three");
      await peer.say(info("Login successful"), history([...PAST, more]));
      await leave(peer);
    },
  );
  const client = startPlainClient(server.address);
  await client.seen(/three/);
  client.end();
  const { code, out } = await client.finished;

  assertEquals({ code, out }, { code: 0, out: [...SHOWN, "13:00 bob: three"] });
});

Deno.test("PlainChat never says a thing twice to an old server that cut the connection", async () => {
  const heard: unknown[] = [];
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(info("Login successful"));
      heard.push((await peer.expect("msg")).content);
    },
    async (peer) => {
      await peer.expect("login");
      await peer.say(info("Login successful"), message("bob", "back"));
      heard.push((await peer.expect("msg")).content);
      await leave(peer);
    },
  );
  const client = startPlainClient(server.address);
  client.type("one");
  await client.seen(/back/);
  client.type("two");
  client.end();

  assertEquals((await client.finished).code, 6); // nobody knows about "one"
  assertEquals(heard, ["one", "two"]);
});

Deno.test("PlainChat gives an old server one payload a packet", async () => {
  const reads: string[] = [];
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const client = startPlainClient(listener.addr as Deno.NetAddr, { // it is TCP
    input: ["one", "two", "three"],
  });
  {
    using conn = await listener.accept();
    listener.close();
    const buffer = new Uint8Array(4096);
    for (let answer = info("Login successful");; answer = info("ok")) {
      const count = await conn.read(buffer).catch(() => null);
      if (count === null) break;
      reads.push(new TextDecoder().decode(buffer.subarray(0, count)));
      if (reads.length !== 1) continue;
      await conn.write(new TextEncoder().encode(JSON.stringify(answer)));
    }
  }

  assertEquals((await client.finished).code, 0);
  assertEquals(
    reads.map((read) => JSON.parse(read).request),
    ["login", "msg", "msg", "msg", "logout"],
  );
});

/** Answers the logout, and does not close after it. */
async function leave(peer: Peer): Promise<void> {
  await peer.expect("logout");
  await peer.say(info("Goodbye"));
  await peer.drain();
}

Deno.test("PlainChat ends with 0 when who types leaves with /quit", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    await leave(peer);
  });
  const client = startPlainClient(server.address, { isTyped: true });
  client.type("/quit");

  assertEquals((await client.finished).code, 0);
  client.end();
});
