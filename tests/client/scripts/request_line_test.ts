import { assertEquals } from "@std/assert";
import {
  readCallLine,
  readRequest,
} from "../../../client/scripts/request_line.ts";
import { PendingRequests } from "../../../client/scripts/pending_requests.ts";
import { codeOf } from "../../support/refused.ts";

Deno.test("readRequest() reads what a program may ask, and keeps its id", () => {
  const lines = [
    '{"request":"msg","content":"hi","id":"a.1"}',
    '{"request":"message","content":"hi","room":"lobby"}',
    '{"request":"names","content":""}',
    '{"request":"history","before":7,"limit":2000,"id":"b"}',
    '{"request":"search","content":"two words","from":"ada"}',
    '{"request":"ping"}',
    '{"request":"msg","content":"hi","room":"#tea"}',
    '{"request":"msg","content":"hi","to":"Bob","talk":"t"}',
    '{"request":"join","content":"#tea","make":true}',
  ];

  assertEquals(lines.map((line) => readRequest(readCallLine(line))), [
    { request: "msg", content: "hi", id: "a.1" },
    { request: "msg", content: "hi", room: "lobby" },
    { request: "names" },
    { request: "history", before: 7, limit: 1000, id: "b" },
    { request: "search", content: "two words", from: "ada" },
    { request: "ping" },
    { request: "msg", content: "hi", room: "tea" },
    { request: "msg", content: "hi", to: "Bob", talk: "t" },
    { request: "join", content: "tea", make: true },
  ]);
});

Deno.test("readRequest() refuses with the code that a server would", () => {
  const refusals: readonly [string, string][] = [
    ["hello", "bad_json"],
    ["[1]", "bad_request"],
    ['{"request":7}', "bad_request"],
    ['{"request":"msg"}', "bad_request"],
    ['{"request":"msg","content":"hi","id":"a b"}', "bad_id"],
    ['{"request":"msg","content":"hi","with":"bob"}', "bad_request"],
    ['{"request":"msg","content":"hi","to":"bob","room":"a"}', "bad_request"],
    ['{"request":"msg","content":"\\u0000"}', "bad_text"],
    [`{"request":"msg","content":"${"x".repeat(4097)}"}`, "too_long"],
    ['{"request":"history","limit":-1}', "bad_request"],
    ['{"request":"constructor"}', "unknown_request"],
    ['{"request":"login","content":"eve"}', "already_logged_in"],
  ];
  for (const [line, code] of refusals) {
    assertEquals(codeOf(() => readRequest(readCallLine(line))), code, line);
  }
});

Deno.test("PendingRequests.none() waits until everything is answered or lost, but not for ever", async () => {
  const questions = new PendingRequests();
  await questions.none(60_000);
  questions.ask("a");
  questions.ask("b");
  let isOver = false;
  const none = questions.none(60_000).then(() => isOver = true);
  questions.answer("a");
  await Promise.resolve();
  assertEquals(isOver, false);
  assertEquals(questions.lose(), ["b"]);
  await none;

  questions.ask("c");
  await questions.none(1);
  assertEquals(questions.lose(), ["c"]);
});
