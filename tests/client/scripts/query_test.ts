/** `ktn search` and `ktn names` as processes, and what a visit survives. */

import { assertEquals, assertMatch } from "@std/assert";
import { type Address, formatAddress } from "../../../shared/address.ts";
import { ktn, objectsIn, startKtn } from "../../support/ktn.ts";
import { startServer } from "../../support/live_server.ts";
import {
  history,
  info,
  message,
  type Peer,
  playServer,
  refusal,
  type Sent,
  welcome,
} from "../../support/scripted_server.ts";

const NOWHERE = "127.0.0.1:1";

Deno.test("ktn search writes what has all the words, oldest first", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  for (
    const [n, text] of ["build failed", "lunch", "the build is fine\n"]
      .entries()
  ) {
    await ada.ask({ request: "msg", content: text, id: `${n}` });
  }
  const text = await run("search", server, "BUILD");
  const json = await run("search", server, "build", "fine", "--json");

  assertEquals([text.code, text.err], [0, ""]);
  assertMatch(
    text.out,
    /^\S+ \S+ ada: build failed\n\S+ \S+ ada: the build is fine\\n\n$/,
  );
  assertEquals(
    objectsIn(json.out).map(({ type, seq, content }) => ({
      type,
      seq,
      content,
    })),
    [{ type: "message", seq: 3, content: "the build is fine\n" }],
  );
});

Deno.test("ktn search finds nothing without failing", async () => {
  await using server = await startServer();

  assertEquals(await run("search", server, "nowhere"), {
    code: 0,
    out: "",
    err: "",
  });
});

Deno.test("ktn search tells where to go on when there is more", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  for (let n = 1; n <= 5; n++) {
    await ada.ask({ request: "msg", content: `word ${n}`, id: `${n}` });
  }
  const { out, err } = await run(
    "search",
    server,
    "word",
    "--limit",
    "2",
    "--json",
  );
  const rest = await run(
    ...["search", server, "word", "--before", "4", "--json"] as const,
  );

  assertEquals(
    objectsIn(out).map(({ type, seq, before }) => [type, seq ?? before]),
    [
      ["message", 4],
      ["message", 5],
      ["more", 4],
    ],
  );
  assertEquals(err, "* More: --before 4\n");
  assertEquals(objectsIn(rest.out).map(({ seq }) => seq), [1, 2, 3]);
});

Deno.test("ktn search asks for pages until it has as many as are wanted", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  // A page has at most 64,000 bytes.
  const filler = "x".repeat(4000);
  for (let n = 1; n <= 40; n++) {
    await ada.ask({ request: "msg", content: `word ${filler}`, id: `${n}` });
  }
  const { out, err } = await run("search", server, "word", "--json");

  assertEquals(
    objectsIn(out).map(({ seq }) => seq),
    [...Array(40).keys()].map((n) => n + 1),
  );
  assertEquals(err, "");
});

Deno.test("ktn search goes on over pages that are empty, as a server answers before the end", async () => {
  const asked: unknown[] = [];
  const pages = [
    history([], { more: true, first: 700 }),
    history([message("bob", "word", 650)], { more: true, first: 400 }),
    history([], { more: true, first: 90, indexing: true }),
    history([message("ada", "word too", 7)], { more: false, first: 1 }),
  ];
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    for (const page of pages) {
      await answerTo(peer, "search", (id, { before, limit }) => {
        asked.push([before, limit]);
        return { ...page, id };
      });
    }
    await leave(peer);
  });
  const { out, err } = await run("search", server, "word", "--json");
  assertEquals(objectsIn(out).map(({ seq }) => seq), [7, 650]);
  assertEquals(asked, [[undefined, 100], [700, 100], [400, 99], [90, 99]]);
  assertEquals(err, "");
});

Deno.test("ktn names writes who is there, but not who asks", async () => {
  await using server = await startServer();
  assertEquals(await run("names", server), { code: 0, out: "", err: "" });
  using _ada = await server.join("ada");
  using _bob = await server.join("bob");
  const json = await run("names", server, "--json");

  assertEquals((await run("names", server)).out, "ada\nbob\n");
  assertEquals(
    objectsIn(json.out).map(({ type, names }) => ({ type, names })),
    [
      { type: "names", names: ["ada", "bob"] },
    ],
  );
});

Deno.test("ktn names shows a name that moves no terminal", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    const names = ["a\x1b[2J", "b\u200dc"];
    await answerTo(peer, "names", (id) => info("", { names, id }));
    await leave(peer);
  });

  assertEquals((await run("names", server)).out, "a\\x1b[2J\nb\\u200dc\n");
});

Deno.test("a visit asks again after a cut", async () => {
  const found = history([message("bob", "word", 1)], { more: false });
  await using server = playServer(
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome());
      await answerTo(peer, "search", () => undefined);
    },
    async (peer) => {
      await peer.expect("login");
      await peer.say(welcome());
      await answerTo(peer, "search", (id) => ({ ...found, id }));
      await leave(peer);
    },
  );
  const { code, out } = await run("search", server, "word");

  assertEquals(code, 0);
  assertMatch(out, / bob: word\n$/);
});

Deno.test("ktn search exits with 1 when the server refuses to search", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    await answerTo(peer, "search", (id) => refusal("Cannot \x07", { id }));
    await leave(peer);
  });

  assertEquals(await run("search", server, "word"), {
    code: 1,
    out: "",
    err: "! Cannot \\x07\n",
  });
});

Deno.test("ktn search and ktn names exit with 2, 3, 5, 124 and 130 like every command", async () => {
  const wrong: readonly (readonly string[])[] = [
    ["search"],
    ["search", NOWHERE],
    ["search", NOWHERE, "x", "--limit", "0"],
    ["search", NOWHERE, "x", "--before", "x"],
    ["names", NOWHERE, "x"],
  ];
  for (const args of wrong) {
    assertEquals((await ktn(args)).code, 2, args.join(" "));
  }
  assertEquals((await ktn(["names", NOWHERE])).code, 3);
  assertEquals((await ktn(["names", NOWHERE, "--timeout", "200ms"])).code, 124);
  await using old = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(info("Login successful"));
    while (await peer.next()) await peer.say(info("no idea, sorry"));
  });
  const { code, err } = await run("names", old);
  assertEquals(
    [code, err],
    [5, '! The server did not answer "names"\n'],
  );
  const asked = Promise.withResolvers<void>();
  await using silent = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    await answerTo(peer, "names", () => undefined);
    asked.resolve();
    await peer.drain();
  });
  await using running = startKtn("names", formatAddress(silent.address));
  await asked.promise;
  running.signal("SIGINT");
  assertEquals(await running.code(), 130);
});

async function run(
  command: "search" | "names",
  { address }: { readonly address: Address },
  ...args: readonly string[]
) {
  return await ktn([command, formatAddress(address), ...args]);
}

/** Takes requests until one of this kind, and answers that. */
async function answerTo(
  peer: Peer,
  request: string,
  answer: (id: unknown, sent: Sent) => Sent | undefined,
): Promise<void> {
  for (let sent = await peer.next(); sent; sent = await peer.next()) {
    if (sent.request !== request) continue;
    const payload = answer(sent.id, sent);
    if (payload) await peer.say(payload);
    return;
  }
}

async function leave(peer: Peer): Promise<void> {
  await peer.expect("logout");
  await peer.say(info("Goodbye"));
}
