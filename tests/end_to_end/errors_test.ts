import { assertEquals } from "@std/assert";
import { startServer } from "../support/live_server.ts";

/** What is sent as one line after a login, and the code of the answer. */
const REFUSED: readonly (readonly [line: string, code: string])[] = [
  ['{"request":"dance"}', "unknown_request"],
  ['{"request":"join","content":"attic"}', "bad_request"],
  ['{"request":""}', "unknown_request"],
  ['{"request":"constructor"}', "unknown_request"],
  ['{"request":"__proto__"}', "unknown_request"],
  ['{"request":"MSG","content":"x"}', "unknown_request"],
  ["7", "bad_request"],
  ["null", "bad_request"],
  ['"logout"', "bad_request"],
  ["[]", "bad_request"],
  ['[{"request":"logout"}]', "bad_request"],
  ["{}", "bad_request"],
  ['{"content":"x"}', "bad_request"],
  ['{"request":7}', "bad_request"],
  ['{"request":["msg"],"content":"x"}', "bad_request"],
  ['{"request":"msg"}', "bad_request"],
  ['{"request":"msg","content":null}', "bad_request"],
  ['{"request":"msg","content":""}', "bad_request"],
  ['{"request":"msg","content":"  "}', "bad_request"],
  ['{"request":"msg","content":"\\t\\n\\u3000"}', "bad_request"],
  ['{"request":"msg","content":7}', "bad_request"],
  ['{"request":"msg","content":{"text":"x"}}', "bad_request"],
  ['{"request":"msg","content":"x","room":7}', "bad_request"],
  ['{"request":"msg","content":"x","room":"attic"}', "unknown_room"],
  ['{"request":"msg","content":"x","room":"__proto__"}', "unknown_room"],
  ['{"request":"msg","content":"x","to":"bob"}', "bad_request"],
  ['{"request":"msg","content":"a\\u0000b"}', "bad_text"],
  ['{"request":"msg","content":"\\ud800"}', "bad_text"],
  ['{"request":"msg","content":"\\udc00\\ud800"}', "bad_text"],
  ['{"request":"msg","content":"x","id":""}', "bad_id"],
  ['{"request":"msg","content":"x","id":7}', "bad_id"],
  ['{"request":"msg","content":"x","id":"a b"}', "bad_id"],
  [`{"request":"msg","content":"x","id":"${"i".repeat(65)}"}`, "bad_id"],
  ['{"request":"ping","id":"å"}', "bad_id"],
  ['{"request":"history","limit":0}', "bad_request"],
  ['{"request":"history","limit":-1}', "bad_request"],
  ['{"request":"history","limit":1.5}', "bad_request"],
  ['{"request":"history","limit":1e999}', "bad_request"],
  ['{"request":"history","before":"7"}', "bad_request"],
  ['{"request":"history","after":9007199254740993}', "bad_request"],
  ['{"request":"history","room":"attic"}', "unknown_room"],
  ['{"request":"search"}', "bad_request"],
  ['{"request":"search","content":"x","room":"attic"}', "unknown_room"],
  ['{"request":"search","content":"x","from":7}', "bad_request"],
  ['{"request":"names","room":{}}', "bad_request"],
  ["{", "bad_json"],
  ["{]", "bad_json"],
  ["hello", "bad_json"],
  ["{'request':'ping'}", "bad_json"],
  ['{"request":"ping",}', "bad_json"],
  ["01", "bad_json"],
  [`{"request":"msg","content":"${"x".repeat(4097)}"}`, "too_long"],
  [`{"request":"msg","content":"${"å".repeat(2049)}"}`, "too_long"],
];

Deno.test("what cannot be done is answered by error and a code, and the connection stays", async () => {
  await using server = await startServer();
  using bob = await server.join("bob");
  using ada = await server.join("ada");
  for (const [line, code] of REFUSED) {
    // An unfinished value goes on in the next line: the blank ends it.
    await ada.write(line === "{" ? "{ {\n" : line + "\n");
    const answer = await ada.next();
    assertEquals([answer.response, answer.code], ["error", code], line);
    assertEquals(typeof answer.content, "string");
  }
  await ada.send({ request: "msg", content: "x".repeat(4096) });
  assertEquals((await bob.next()).seq, 1);
});

Deno.test("a refusal carries the id of its request", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  const bad = { request: "msg", content: 7, id: "q" };
  assertEquals((await ada.ask(bad)).id, "q");
  assertEquals((await ada.ask({ request: "dance", id: "r" })).id, "r");
  assertEquals((await ada.ask({ request: "ping", id: "s s" })).id, undefined);
});

Deno.test("ill-formed UTF-8 is bad_text, and nothing of it is stored", async () => {
  await using server = await startServer();
  using bob = await server.join("bob");
  using ada = await server.join("ada");
  const head = new TextEncoder().encode('{"request":"msg","content":"');
  const tail = new TextEncoder().encode('"}\n');
  const bad = [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xe2, 0x82]];
  for (const bytes of bad) {
    await ada.write(new Uint8Array([...head, ...bytes, ...tail]));
    assertEquals((await ada.next()).code, "bad_text", String(bytes));
  }
  await ada.send({ request: "msg", content: "fine" });
  assertEquals((await bob.next()).seq, 1);
});

Deno.test("duplicate keys count by their last", async () => {
  await using server = await startServer();
  using ada = await server.join("ada");
  await ada.write('{"request":"logout","request":"ping"}\n');
  assertEquals((await ada.next()).code, "pong");
});
