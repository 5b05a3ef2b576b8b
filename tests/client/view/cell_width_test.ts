import { assert, assertEquals } from "@std/assert";
import { assert as check, property, string } from "fast-check";
import {
  characterWidth,
  graphemes,
  limitCombiningMarks,
  textWidth,
} from "../../../client/view/cell_width.ts";

Deno.test("textWidth() counts cells and not characters", () => {
  const cases: readonly (readonly [string, number])[] = [
    ["abc", 3],
    ["äöü", 3],
    ["e\u0301", 1],
    ["世界", 4],
    ["ｗｉｄｅ", 8],
    ["👍", 2],
    ["👍🏽", 2],
    ["👩‍👩‍👧", 2],
    ["🇫🇮", 2],
    ["☺", 1],
    ["☺\ufe0f", 2],
    ["한국", 4],
    ["", 0],
  ];
  for (const [text, width] of cases) assertEquals(textWidth(text), width, text);
});

Deno.test("graphemes() keeps what people see as one character together", () => {
  assertEquals(graphemes("ab"), ["a", "b"]);
  assertEquals(graphemes("e\u0301👩‍👩‍👧🇫🇮"), ["e\u0301", "👩‍👩‍👧", "🇫🇮"]);
});

Deno.test("limitCombiningMarks() cuts towers of marks and chains of joiners, and nothing people write", () => {
  const tower = "a" + "\u0301".repeat(500);
  const chain = "👩" + "\u200d👩".repeat(500);

  assertEquals(limitCombiningMarks(tower), "a" + "\u0301".repeat(6));
  assert(limitCombiningMarks(chain).length <= 32, "a chain is bounded");
  const fine = "שָׁלוֹם नमस्ते ཨོཾ་ 👨🏽‍👩🏽‍👧🏽‍👦🏽 e\u0301 Việt";
  assertEquals(limitCombiningMarks(fine), fine);
});

Deno.test("limitCombiningMarks() leaves no character wider or longer than two cells and sixteen code points", () => {
  check(property(string({ unit: "binary" }), (text) => {
    for (const character of graphemes(limitCombiningMarks(text))) {
      assert(characterWidth(character) <= 2);
      assert([...character].length <= 16, JSON.stringify(character));
    }
  }));
});
