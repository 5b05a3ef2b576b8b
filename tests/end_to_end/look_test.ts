import { assert, assertEquals } from "@std/assert";
import { REQUESTS } from "../../server/requests/mod.ts";
import { startServer } from "../support/live_server.ts";

Deno.test("names lists everybody in the order in which they came", async () => {
  await using server = await startServer();
  using ada = await server.join("Ada");
  using _bob = await server.join("bob");
  const { content, names, room, id } = await ada.ask({
    request: "names",
    id: "n",
  });
  assertEquals(content, "Ada, bob");
  assertEquals(names, ["Ada", "bob"]);
  assertEquals([room, id], ["lobby", "n"]);
});

Deno.test("names of the lobby can be asked for by its name, of others not", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  const lobby = await ada.ask({ request: "names", room: "lobby" });
  assertEquals(lobby.names, ["ada"]);
  const other = await ada.ask({ request: "names", room: "attic" });
  assertEquals(other.code, "unknown_room");
});

Deno.test("old clients may leave content out, empty, null or full of nothing", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  for (const content of [undefined, null, "", "whatever", [], 7]) {
    const { names } = await ada.ask({ request: "names", content });
    assertEquals(names, ["ada"], JSON.stringify(content));
    const help = await ada.ask({ request: "help", content });
    assertEquals(help.response, "info");
  }
});

/** The requests that a program of this version may use. */
function requestsOf(version: number): readonly string[] {
  return [...REQUESTS].filter(([, spec]) => (spec.version ?? 1) <= version)
    .map(([name]) => name);
}

function namesIn(help: unknown): readonly unknown[] {
  return String(help).split("\n").map((line) => line.split(" ")[0]);
}

Deno.test("help has a line for each request that the program may use, before and after login", async () => {
  await using server = await startServer();
  using peer = await server.connect();
  const before = await peer.ask({ request: "help" });
  assertEquals(namesIn(before.content), requestsOf(1));
  assertEquals(before.response, "info");
  using modern = await server.join("bob", { version: 3 });
  await modern.send({ request: "help", id: "h" });
  const all = await modern.until(({ id }) => id === "h");
  assertEquals(namesIn(all.content), requestsOf(3));
  await peer.ask({ request: "login", content: "ada" });
  const after = await peer.ask({ request: "help" });
  assertEquals(after.content, before.content);
});

Deno.test("ping is answered by pong, before and after login", async () => {
  await using server = await startServer();
  using peer = await server.connect();
  for (let round = 0; round < 2; round++) {
    const pong = await peer.ask({ request: "ping", id: "p" });
    assertEquals([pong.response, pong.code, pong.id], ["info", "pong", "p"]);
    if (round === 0) await peer.ask({ request: "login", content: "ada" });
  }
});

Deno.test("each request that needs a login is refused before it", async () => {
  await using server = await startServer();
  using peer = await server.connect();
  const needing = [...REQUESTS].filter(([, spec]) => spec.needs === "login");
  assertEquals(needing.length, REQUESTS.size - 3);
  for (const [request] of needing) {
    const answer = await peer.ask({ request, content: "x", id: request });
    assertEquals([answer.code, answer.id], ["login_required", request]);
  }
  const login = await peer.ask({ request: "login", content: "ada" });
  assert(login.code === "welcome");
});
