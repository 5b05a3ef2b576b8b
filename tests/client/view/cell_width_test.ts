import { assert, assertEquals } from "@std/assert";
import { assert as check, property, string } from "fast-check";
import { FakeTerminal } from "../../support/fake_terminal.ts";
import {
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

Deno.test("textWidth() counts no less than a terminal takes, in any script", () => {
  const cases: readonly (readonly [string, number])[] = [
    ["नमस्ते", 4], // a conjunct is two letters
    ["हिन्दी", 5], // with two vowels beside them
    ["தமிழ்", 4],
    ["ภาษาไทยทำ", 9],
    ["ﾊﾟﾋﾞ", 4],
    ["ខ្មែរ", 4],
    ["မြန်မာ", 5],
    ["\u1112\u1161\u11ab", 2],
    ["1\ufe0f\u20e3", 2],
  ];
  for (const [text, width] of cases) {
    const terminal = new FakeTerminal({ columns: 40, rows: 1 });
    terminal.write(text);
    const taken = terminal.cursorColumn;
    assert(textWidth(text) >= taken, `${text}: ${taken}`);
    assertEquals(textWidth(text), width, text);
  }
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

Deno.test("limitCombiningMarks() leaves no character longer than sixteen code points", () => {
  check(property(string({ unit: "binary" }), (text) => {
    for (const character of graphemes(limitCombiningMarks(text))) {
      assert([...character].length <= 16, JSON.stringify(character));
    }
  }));
});
