import { assertEquals, assertThrows } from "@std/assert";
import { fromJson, toJson, toText } from "../../server/exported_line.ts";

const ENTRY = {
  seq: 7,
  time: Date.UTC(2026, 10, 22, 13),
  room: "lobby",
  author: "ada",
  text: 'say "hi"\n\x1b[2J',
  id: "m-1",
};

Deno.test("fromJson() reads what toJson() wrote", () => {
  assertEquals(fromJson(toJson(ENTRY)), ENTRY);
});

Deno.test("toText() is one line in which nothing moves a terminal", () => {
  assertEquals(
    toText(ENTRY),
    '2026-11-22T13:00:00.000Z lobby ada: say "hi"\\n\\x1b[2J',
  );
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
  ];
  for (const line of lines) assertThrows(() => fromJson(line), SyntaxError);
});
