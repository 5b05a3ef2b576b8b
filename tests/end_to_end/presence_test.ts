import { assert, assertEquals } from "@std/assert";
import type { Answer } from "../support/answer.ts";
import { startServer } from "../support/live_server.ts";

const V2 = { version: 2 };
const isPresence = ({ code }: Answer) => code === "presence";

Deno.test("presence tells programs of version 2 who came and who left", async () => {
  await using server = await startServer();
  using ada = await server.join("Ada", V2);
  const own = await ada.until(isPresence);
  assertEquals([own.joined, own.left, own.room], [["Ada"], [], "lobby"]);

  using bob = await server.join("bob");
  const came = await ada.until(isPresence);
  assertEquals([came.response, came.sender], ["info", "server"]);
  assertEquals([came.joined, came.left, came.count], [["bob"], [], 2]);
  assertEquals(came.content, "bob joined");

  await bob.ask({ request: "logout" });
  const left = await ada.until(isPresence);
  assertEquals([left.joined, left.left, left.count], [[], ["bob"], 1]);
});

Deno.test("presence is not told to old clients", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  using bob = await server.join("bob", V2);
  await bob.until(isPresence);
  assertEquals((await ada.ask({ request: "ping" })).code, "pong");
});

Deno.test("presence gathers those who come together, and forgets who came and went", async () => {
  await using server = await startServer();
  using ada = await server.join("ada", V2);
  await ada.until(isPresence);
  await using stack = new AsyncDisposableStack();
  const names = ["a", "b", "c", "d", "e"];
  const peers = await Promise.all(
    names.map(async () => stack.use(await server.connect())),
  );
  const come = peers.map((peer, index) =>
    peer.send({ request: "login", content: names[index] })
  );
  await Promise.all(come);
  const told = new Set<string>();
  while (told.size < names.length) {
    const { joined = [] } = await ada.until(isPresence);
    for (const name of joined) {
      assert(!told.has(name), `${name} was told twice`);
      told.add(name);
    }
  }
});

Deno.test("presence in a room above 200 people is only a count", async () => {
  await using server = await startServer();
  await using stack = new AsyncDisposableStack();
  const ada = stack.use(await server.join("ada", V2));
  await ada.until(isPresence);
  const people = Array.from({ length: 200 }, (_, index) => `p${index}`);
  await Promise.all(people.map(async (name) => {
    stack.use(await server.join(name));
  }));
  const told = await ada.until((answer) => (answer.count ?? 0) > 200);
  assertEquals([told.joined, told.left, told.count], [
    undefined,
    undefined,
    201,
  ]);
});
