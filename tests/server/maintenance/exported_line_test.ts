import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  fromJson,
  toJson,
  toText,
} from "../../../server/maintenance/exported_line.ts";
import { entryOf } from "../../support/entries.ts";

const ENTRY = {
  ...entryOf(7, { text: 'say "hi"\n\x1b[2J' }),
  id: "m-1",
};

const TOPIC = { code: "topic", fields: { topic: "Kräuter" } } as const;

const TALK = "@00ff00ff00ff00ff";
const TO = { ...ENTRY, conversation: TALK, target: { to: "bob" } };

Deno.test("fromJson() reads what toJson() wrote", () => {
  assertEquals(fromJson(toJson(ENTRY)), ENTRY);
});

Deno.test("fromJson() reads in which room, by whom, and what changed", () => {
  const tea = { conversation: "7#tea", target: { room: "tea" } };
  for (
    const entry of [
      { ...ENTRY, ...tea, by: 17 },
      { ...ENTRY, by: 17, account: true as const },
      { ...ENTRY, ...tea, by: 17, text: "", change: TOPIC },
    ]
  ) assertEquals(fromJson(toJson(entry)), entry);
  const topic = toText({ ...ENTRY, ...tea, text: "", change: TOPIC });
  assertStringIncludes(topic, 'tea ada: topic {"topic":"Kräuter"}');
});

Deno.test("fromJson() reads what was exported before rooms had numbers", () => {
  const { conversation: _, by: __, ...said } = ENTRY;
  const line = JSON.parse(toJson(ENTRY));
  assertEquals("conversation" in line || "by" in line, false);
  assertEquals(fromJson(JSON.stringify({ ...line, room: "tea" })), {
    ...said,
    by: 0,
    conversation: "tea",
    target: { room: "tea" },
  });
  const to = { ...line, room: undefined, to: "Bob" };
  assertEquals(fromJson(JSON.stringify(to)).conversation, "@ada bob");
});

Deno.test("fromJson() reads what was said to one person", () => {
  const entry = { ...TO, target: { to: "Bob" } };
  assertEquals(fromJson(toJson(entry)), entry);
  assertStringIncludes(toText(entry), "Z @Bob ada: ");
});

Deno.test("toText() is one line in which nothing moves a terminal, whichever part has it", () => {
  assertEquals(
    toText(ENTRY),
    '2026-11-22T13:00:00.000Z lobby ada: say "hi"\\n\\x1b[2J',
  );
  const evil = "a\n\x1b[2J";
  const entries = [
    { ...ENTRY, author: evil },
    { ...ENTRY, text: evil },
    { ...ENTRY, target: { room: evil } },
    { ...ENTRY, target: { to: evil } },
  ];
  for (const entry of entries) {
    assertStringIncludes(toText(entry), "a\\n\\x1b[2J");
    // deno-lint-ignore no-control-regex -- that none is there is the point
    assertEquals(/[\x00-\x1f]/.test(toText(entry)), false);
  }
});

Deno.test("fromJson() refuses every line that is no exported message", () => {
  const { id: _, ...withoutId } = ENTRY;
  const lines = [
    "",
    "junk",
    "null",
    "[]",
    "{}",
    JSON.stringify(withoutId),
    toJson(ENTRY).replace("2026-11-22T13:00:00.000Z", "yesterday"),
    toJson(ENTRY).replace('"seq":7', '"seq":"7"'),
    toJson(ENTRY).replace('"room"', '"hall"'),
    toJson(ENTRY).replace('"room"', '"to":"bob","room"'),
  ];
  for (const line of lines) assertThrows(() => fromJson(line), SyntaxError);
});

Deno.test("fromJson() refuses what could not have been said, and says why", () => {
  const author = (name: string) => ({ ...ENTRY, author: name });
  const text = (content: string) => ({ ...ENTRY, text: content });
  const target = (name: string) => [
    { ...ENTRY, conversation: name, target: { room: name } },
    { ...TO, target: { to: name } },
  ];
  const cases: readonly (readonly [typeof ENTRY | typeof TO, string])[] = [
    [text(""), "empty"],
    [text("a\0b"), "NUL"],
    [text("a\ud800b"), "half a character"],
    [text("x".repeat(4097)), "4097 bytes"],
    [text("é".repeat(10_000_000)), "20000000 bytes"],
    [author(""), "empty name"],
    [author("server"), "reserved"],
    [author("a\x1b[2J"), "only letters"],
    [author("a".repeat(1000)), "1000 characters"],
    ...["", "server", "a\x1b[2J", "a".repeat(1000)].flatMap(target)
      .map((entry) => [entry, "name"] as const),
    [{ ...ENTRY, id: "" }, "id"],
    [{ ...ENTRY, id: "a b" }, "id"],
    [{ ...ENTRY, id: "a".repeat(65) }, "id"],
    [{ ...ENTRY, seq: 1.5 }, "message"],
    [{ ...ENTRY, by: -1 }, "message"],
    [{ ...ENTRY, by: 1.5 }, "message"],
    [{ ...ENTRY, conversation: TALK }, "conversation"],
    [{ ...TO, conversation: "bob" }, "conversation"],
    [{ ...ENTRY, conversation: "7#tea" }, "conversation"],
    [{ ...ENTRY, change: TOPIC }, "change"],
  ];
  for (const [entry, why] of cases) {
    const read = () => fromJson(toJson(entry));
    assertStringIncludes(assertThrows(read, SyntaxError).message, why);
  }
  assertEquals(fromJson(toJson(text("x".repeat(4096)))).text.length, 4096);
});
