/** Names in any script: who may have one, and what all others see of it. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { formatAddress } from "../../shared/address.ts";
import { DurableServer } from "../support/durable_server.ts";
import { ktn, objectsIn } from "../support/ktn.ts";
import { startServer } from "../support/live_server.ts";

const YULIA = "\u042e\u043b\u0438\u044f";
const ACE = "\u0430\u0441\u0435"; // Cyrillic

Deno.test("a login with version 3 may have a name in another script, others may not", async () => {
  await using server = await startServer();
  for (const [version, code] of [[2, "bad_name"], [3, "welcome"]] as const) {
    using peer = await server.connect();
    const login = { request: "login", content: YULIA, version };
    const answer = await peer.ask(login);
    assertEquals(answer.code, code);
    if (code === "welcome") {
      assertEquals([answer.user, answer.version], [YULIA, 3]);
    }
  }
  using peer = await server.connect();
  const bare = { request: "login", content: YULIA };
  assertEquals((await peer.ask(bare)).code, "bad_name");
});

Deno.test("nobody gets a name that looks like that of somebody who is here, whoever came first", async () => {
  await using server = await startServer();
  using ace = await server.join("ace");
  using other = await server.connect();
  const login = { request: "login", content: ACE, version: 3 };
  const refused = await other.ask(login);
  assertEquals(refused.code, "name_taken");
  assertStringIncludes(String(refused.content), 'looks like "ace"');
  await ace.ask({ request: "logout" });
  await ace.rest();
  assertEquals((await other.ask(login)).code, "welcome");
  using again = await server.connect();
  const latin = { request: "login", content: "ace" };
  assertEquals((await again.ask(latin)).code, "name_taken");
});

Deno.test("a client of 2015 sees such a name in messages and names, escaped as all it gets", async () => {
  await using server = await startServer();
  using old = await server.joinBare("old");
  using yulia = await server.join(YULIA, { version: 3 });
  await yulia.ask({ request: "msg", content: "hello", id: "1" });
  const message = await old.receive();
  assertEquals(message.answer.sender, YULIA);
  assertStringIncludes(message.text, String.raw`"\u042e\u043b\u0438\u044f"`);
  const names = await old.ask({ request: "names" });
  assertEquals(names.content, `old, ${YULIA}`);
});

Deno.test("ktn send, tail, search and names take such a name, however its marks are typed", async () => {
  await using server = await startServer();
  const address = formatAddress(server.address);
  const name = "Zoe\u0308"; // e and its dots apart, as macOS types it
  const sent = await ktn([
    "send",
    address,
    "hello",
    "--name",
    name,
    "--id",
    "1",
  ]);
  assertEquals(sent, { code: 0, out: "", err: "" });
  const again = await ktn([
    "send",
    address,
    "hello",
    "--name",
    "ZO\u00cb",
    "--id",
    "1",
  ]);
  assertEquals(again.code, 0);
  assertMatch(
    (await ktn(["tail", address])).out,
    /^\S+ \S+ Zo\u00eb: hello\n$/,
  );
  const { out } = await ktn(["search", address, "hello", "--json"]);
  assertEquals(objectsIn(out).map(({ sender }) => sender), ["Zo\u00eb"]);
  using yulia = await server.join(YULIA, { version: 3 });
  assertEquals((await ktn(["names", address])).out, `${YULIA}\n`);
  yulia.close();

  const mixed = await ktn(["send", address, "x", "--name", `${YULIA}x`]);
  assertEquals(mixed.code, 4);
  assertMatch(mixed.err, /^! Cannot use this name: it mixes scripts/);
});

Deno.test("what somebody with such a name said is stored once over restarts, exported and imported", async () => {
  await using server = await DurableServer.start();
  const call = ["send", formatAddress(server.address), "hello"];
  const send = [...call, "--name", YULIA, "--id", "1"];
  assertEquals((await ktn(send)).code, 0);
  await server.killAndRestart();
  assertEquals((await ktn(send)).code, 0);
  await server.end("SIGTERM");
  const { out } = await ktn(["export", "--json", "--data", server.folder]);
  const [said] = objectsIn(out).filter(({ content }) => content === "hello");
  const others = { ...said, id: "2", sender: "\u674e\u96f7" };
  const mixed = { ...others, id: "3", sender: `${YULIA}x` };
  await using cleanUp = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir();
  cleanUp.defer(() => Deno.remove(folder, { recursive: true }));
  const importInto = ["import", "--data", folder];
  const both = `${out}${JSON.stringify(others)}\n`;
  assertStringIncludes(
    (await ktn(importInto, both)).err,
    "2 messages are new, 0 were there already\n",
  );
  const refused = await ktn(importInto, `${JSON.stringify(mixed)}\n`);
  assertEquals(refused.code, 1);
  assertStringIncludes(refused.err, "mixes scripts");
});
