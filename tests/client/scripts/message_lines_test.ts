import { assertEquals } from "@std/assert";
import { jsonLine, payloadsOf } from "../../../client/scripts/json_line.ts";
import { jsonLines, textLines } from "../../../client/scripts/message_lines.ts";
import type { HistoryEvent } from "../../../shared/event.ts";
import { readEvent } from "../../../shared/read_event.ts";
import { history, message } from "../../support/scripted_server.ts";

Deno.test("textLines() makes one line of a message, whatever is in it", () => {
  const nasty = "a\nb\r\n\x1b[2J\u202e\u009b1m\u2028\u200bz";
  const payload = message("eve\x07", nasty, 1);
  const lines = textLines({ timeZone: "UTC" })(messageOf(payload), payload);

  assertEquals(lines, [
    "2026-11-22 13:00:00 eve\\x07: a\\nb\\x0d\\n\\x1b[2J\\u202e\\x9b1m\\u2028\\u200bz",
  ]);
});

Deno.test("textLines() shows the time of a place", () => {
  const payload = message("ada", "hi", 1);
  const lines = textLines({ timeZone: "Asia/Tokyo" })(
    messageOf(payload),
    payload,
  );

  assertEquals(lines, ["2026-11-22 22:00:00 ada: hi"]);
});

Deno.test("textLines() says where something was said but in the lobby, and what was changed", () => {
  const entries = [
    message("ada", "a", 1),
    { ...message("ada", "b", 2), room: "tea" },
    { ...message("ada", "c", 3), room: undefined, to: "Bob", talk: "t" },
    {
      ...message("server", "ada changed the topic to: d\n", 4),
      ...{ response: "info", code: "topic", room: "tea", topic: "d" },
    },
  ];
  const page = history(entries, { more: false });
  const event = readEvent(page);
  if (event.kind !== "history") throw new TypeError("No page");
  const where = textLines({ timeZone: "UTC", tellsWhere: true });
  assertEquals(where(event, page).map((line) => line.slice(20)), [
    "ada: a",
    "#tea ada: b",
    "@Bob ada: c",
    "#tea * ada changed the topic to: d\\n",
  ]);
  const plain = textLines({ timeZone: "UTC" });
  assertEquals(plain(event, page).map((line) => line.slice(20)), [
    ...["ada: a", "ada: b", "ada: c"],
    "* ada changed the topic to: d\\n",
  ]);
  assertEquals(
    jsonLines(event, page).map((line) => JSON.parse(line)).map((
      { type, seq, room, to, topic },
    ) => [type, seq, room ?? to, topic]),
    [
      ["message", 1, "lobby", undefined],
      ["message", 2, "tea", undefined],
      ["message", 3, "Bob", undefined],
      ["topic", 4, "tea", "d"],
    ],
  );
});

Deno.test("jsonLine() begins with the type, whatever the payload calls so", () => {
  assertEquals(
    jsonLine("message", { a: 1, type: "welcome" }),
    '{"type":"message","a":1}',
  );
  assertEquals(jsonLine("info", "bare"), '{"type":"info","content":"bare"}');
  assertEquals(
    jsonLine("message", { content: "\x1b[2J\u202e\u2028" }),
    '{"type":"message","content":"\\u001b[2J\\u202e\\u2028"}',
  );
});

Deno.test("jsonLines() gives each message of a page with all its fields", () => {
  const payload = history([
    { ...message("ada", "one", 1), later: true },
    message("bob", "two", 2),
  ]);
  const lines = jsonLines(pageOf(payload), payload);

  assertEquals(lines.map((line) => JSON.parse(line)), [
    { type: "message", ...message("ada", "one", 1), later: true },
    { type: "message", ...message("bob", "two", 2) },
  ]);
});

Deno.test("payloadsOf() leaves out what is no news, and reads old servers' forms", () => {
  const payload = history([message("ada", "one", 1), message("bob", "two", 2)]);
  const page = pageOf(payload);
  const news: HistoryEvent = { ...page, messages: page.messages.slice(1) };
  assertEquals(payloadsOf(news.messages, payload), [message("bob", "two", 2)]);

  const old = history(JSON.stringify([{ sender: "ada", content: "old" }]));
  const [first] = payloadsOf(pageOf(old).messages, old);
  assertEquals([first?.sender, first?.content], ["ada", "old"]);
});

function messageOf(payload: unknown) {
  const event = readEvent(payload);
  if (event.kind !== "message") throw new TypeError("Not a message");
  return event;
}

function pageOf(payload: unknown): HistoryEvent {
  const event = readEvent(payload);
  if (event.kind !== "history") throw new TypeError("Not a page");
  return event;
}
