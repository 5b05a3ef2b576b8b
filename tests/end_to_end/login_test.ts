import { assert, assertEquals, assertMatch } from "@std/assert";
import { startServer } from "../support/live_server.ts";

Deno.test("login welcomes with everything a program wants to know", async () => {
  await using server = await startServer({
    rate: { burst: 50, perSecond: 4 },
    historyLength: 7,
  });
  using ada = await server.connect();
  const answer = await ada.ask({ request: "login", content: "Ada", id: "l1" });

  assertEquals(answer.response, "info");
  assertMatch(String(answer.content), /Login successful/);
  assertEquals(answer.sender, "server");
  assertEquals(new Date(answer.timestamp).toISOString(), answer.timestamp);
  assertEquals([answer.code, answer.id], ["welcome", "l1"]);
  assertEquals([answer.version, answer.user, answer.seq], [2, "Ada", 0]);
  assertMatch(String(answer.server), /^ktn\/\d+\.\d+\.\d+$/);
  assertMatch(String(answer.token), /^[0-9a-f]{32}$/);
  assertEquals(answer.rooms, ["lobby"]);
  assertEquals(answer.limits, {
    value: 65_536,
    text: 4096,
    name: 32,
    id: 64,
    room: 64,
    login_ms: 60_000,
    value_ms: 10_000,
    burst: 50,
    per_second: 4,
    byte_burst: 204_800,
    bytes_per_second: 16_384,
    outbox: 262_144,
    history: 7,
  });
});

Deno.test("login says null for limits that are off", async () => {
  await using server = await startServer({ rate: null });
  using ada = await server.connect();
  const { limits } = await ada.ask({ request: "login", content: "ada" });
  assertEquals([limits?.burst, limits?.per_second], [null, null]);
  assertEquals([limits?.byte_burst, limits?.bytes_per_second], [null, null]);
});

Deno.test("login takes the fields null and strange ones it does not know", async () => {
  await using server = await startServer();
  using ada = await server.connect();
  const login = {
    request: "login",
    content: "ada",
    token: null,
    version: null,
    since: null,
    history: null,
    id: null,
    colour: { hair: "black" },
  };
  assertEquals((await ada.ask(login)).code, "welcome");
});

Deno.test("login refuses a name that is taken, in any case, and lets another in", async () => {
  await using server = await startServer();
  using _ada = await server.join("Ada");
  using other = await server.connect();
  for (const content of ["Ada", "ADA", "ada"]) {
    const { response, code } = await other.ask({ request: "login", content });
    assertEquals([response, code], ["error", "name_taken"], content);
  }
  const answer = await other.ask({ request: "login", content: "Ada2" });
  assertEquals(answer.code, "welcome");
});

Deno.test("login refuses a second one and keeps the first name", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  const again = await ada.ask({ request: "login", content: "bob" });
  assertEquals(again.code, "already_logged_in");
  assertEquals((await ada.askNames()).names, ["ada"]);
});

Deno.test("login refuses every illegal name with bad_name and the connection stays", async () => {
  await using server = await startServer();
  using peer = await server.connect();
  const names = [
    "",
    " b",
    "a! b",
    "å",
    "a\n",
    "a".repeat(33),
    "server",
    "Everyone",
  ];
  for (const content of names) {
    const { code } = await peer.ask({ request: "login", content });
    assertEquals(code, "bad_name", JSON.stringify(content));
  }
  const longest = await peer.ask({ request: "login", content: "a".repeat(32) });
  assertEquals(longest.code, "welcome");
});

Deno.test("logout answers, closes, and frees the name at once", async () => {
  await using server = await startServer();
  using ada = await server.join("ada", { version: 2 });
  using next = await server.connect();

  const last = await ada.ask({ request: "logout", id: "bye" });
  assertEquals([last.response, last.id], ["info", "bye"]);
  const login = { request: "login", content: "ada" };
  assertEquals((await next.ask(login)).code, "welcome");
  assertEquals(await ada.rest(), []);
});

Deno.test("logout does nothing of what was asked after it", async () => {
  await using server = await startServer();
  using bob = await server.join("bob");
  using ada = await server.join("ada");
  await ada.send(
    { request: "msg", content: "before" },
    { request: "logout" },
    { request: "msg", content: "after" },
    { request: "names" },
  );
  assertEquals((await ada.rest()).length, 1);
  assertEquals((await bob.next()).content, "before");
  assertEquals((await bob.askNames()).names, ["bob"]);
});

Deno.test("login lets exactly one of a hundred have a name that all want at once", async () => {
  await using server = await startServer();
  await using stack = new AsyncDisposableStack();
  const peers = await Promise.all(
    Array.from({ length: 100 }, async () => stack.use(await server.connect())),
  );
  const answers = await Promise.all(
    peers.map((peer, index) =>
      peer.ask({ request: "login", content: index % 2 ? "Ada" : "aDA" })
    ),
  );
  const codes = answers.map(({ code }) => code);
  assertEquals(codes.filter((code) => code === "welcome").length, 1);
  assertEquals(codes.filter((code) => code === "name_taken").length, 99);

  const winner = peers[codes.indexOf("welcome")];
  await winner?.ask({ request: "logout" });
  await winner?.rest();
  const losers = peers.filter((peer) => peer !== winner);
  const again = await Promise.all(
    losers.map((peer) => peer.ask({ request: "login", content: "ADA" })),
  );
  assertEquals(again.filter(({ code }) => code === "welcome").length, 1);
});

Deno.test("an old client's name is free as soon as its connection ends", async () => {
  await using server = await startServer();
  using watcher = await server.join("watcher", { version: 2 });
  using ada = await server.join("ada");
  const isAbout = (name: string) =>
    watcher.until(({ left, joined }) =>
      [...left ?? [], ...joined ?? []].includes(name)
    );
  assertEquals((await isAbout("ada")).joined?.includes("ada"), true);
  ada.close();
  assertEquals((await isAbout("ada")).left, ["ada"]);
  using again = await server.connect();
  const answer = await again.ask({ request: "login", content: "ada" });
  assert(answer.code === "welcome");
});
