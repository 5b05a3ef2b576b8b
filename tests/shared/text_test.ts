import { assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import {
  byteLength,
  checkCharacters,
  checkMessage,
  checkText,
  escapeUnsafe,
  escapeUnsafeJson,
  escapeUnsafeLines,
  isBlank,
} from "../../shared/text.ts";
import { codeOf } from "../support/refused.ts";

/** What people write, and what a terminal is shown. */
const SHOWN: readonly (readonly [text: string, shown: string])[] = [
  ["", ""],
  ["plain text, with [brackets] and \\", "plain text, with [brackets] and \\"],
  ["på norsk, 日本語, עברית", "på norsk, 日本語, עברית"],
  ["\x1b[2J\x1b[31mred", "\\x1b[2J\\x1b[31mred"],
  ["\x1b]0;title\x07", "\\x1b]0;title\\x07"],
  ["\x1b]52;c;aGk=\x1b\\", "\\x1b]52;c;aGk=\\x1b\\"],
  ["\u009b31m\u009d0;t\u009c", "\\x9b31m\\x9d0;t\\x9c"],
  ["a\r\nb\tc\0d\x7f", "a\\x0d\\nb\\tc\\x00d\\x7f"],
  ["\b\b\b", "\\x08\\x08\\x08"],
  ["gpj.\u202eexe", "gpj.\\u202eexe"],
  ["\u2066x\u2069\u200f\u061c", "\\u2066x\\u2069\\u200f\\u061c"],
  ["a\u200bb\ufeffc\u00add", "a\\u200bb\\ufeffc\\xadd"],
  ["\u2028\u2029\u2060", "\\u2028\\u2029\\u2060"],
  ["\u{e0041}\u{e007f}", "\\u{e0041}\\u{e007f}"],
  ["\ud800x\udfff", "\\ud800x\\udfff"],
  // Joiners hold emoji and scripts together.
  ["👩\u200d🚀 می\u200cخواهم", "👩\u200d🚀 می\u200cخواهم"],
];

for (const [text, shown] of SHOWN) {
  Deno.test(`escapeUnsafe() shows ${JSON.stringify(text)} as it is safe`, () => {
    assertEquals(escapeUnsafe(text), shown);
  });
}

Deno.test("escapeUnsafe() leaves nothing a terminal would act on, whatever the text", () => {
  const unsafe =
    // deno-lint-ignore no-control-regex -- none of these may be left
    /[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.integer({ min: 0, max: 0xffff }))
      .map((units) => String.fromCharCode(...units)),
    fc.array(fc.integer({ min: 0, max: 0x9f }))
      .map((units) => String.fromCharCode(...units)),
  );
  fc.assert(
    fc.property(text, (text) => {
      const shown = escapeUnsafe(text);
      assertEquals([unsafe.test(shown), shown.isWellFormed()], [false, true]);
      assertEquals(escapeUnsafe(shown), shown);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("escapeUnsafeJson() says the same, with nothing a terminal would act on", () => {
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.string({ unit: "binary" }),
      (value, text) => {
        const json = JSON.stringify([value, text, SHOWN]);
        const shown = escapeUnsafeJson(json);
        assertEquals(escapeUnsafe(shown), shown);
        assertEquals(JSON.parse(shown), JSON.parse(json));
      },
    ),
  );
});

Deno.test("escapeUnsafeLines() keeps line breaks of all kinds, and tabs as spaces", () => {
  assertEquals(escapeUnsafeLines("a\nb\r\nc\rd\n\n\te\x1b"), [
    "a",
    "b",
    "c",
    "d",
    "",
    "    e\\x1b",
  ]);
});

Deno.test("checkText() takes one to 4,096 bytes", () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ["", "bad_request"],
    [" ", undefined],
    ["x".repeat(4096), undefined],
    ["x".repeat(4097), "too_long"],
    ["å".repeat(2048), undefined],
    ["å".repeat(2048) + "x", "too_long"],
    ["日".repeat(1365), undefined],
    ["日".repeat(1366), "too_long"],
    ["🎉".repeat(1024), undefined],
    ["🎉".repeat(1024) + "x", "too_long"],
  ];
  for (const [text, code] of cases) {
    assertEquals(codeOf(() => checkText(text)), code, `${text.length} units`);
  }
});

Deno.test("checkMessage() refuses a text in which there is nothing to see, and checkText() does not", () => {
  const blank = [" ", "\n \t", "\u00a0\u3000", "\u200b", "\ufe0f", "\u3164"];
  for (const text of [...blank, "\u2800", blank.join("")]) {
    assertEquals(isBlank(text), true, JSON.stringify(text));
    assertEquals(codeOf(() => checkMessage(text)), "bad_request");
    assertEquals(codeOf(() => checkText(text)), undefined);
  }
  for (const text of [" x ", ".", "👩\u200d🚀", "\x01", "\u0301"]) {
    assertEquals(codeOf(() => checkMessage(text)), undefined);
  }
  assertEquals(codeOf(() => checkMessage("")), "bad_request");
  assertEquals(codeOf(() => checkMessage("x".repeat(4097))), "too_long");
});

Deno.test("checkText() refuses exactly what is longer than 4,096 bytes", () => {
  const unit = fc.constantFrom("x", "å", "日", "🎉");
  const text = fc.tuple(unit, unit, fc.integer({ min: 400, max: 1400 }))
    .map(([one, two, count]) => (one + two).repeat(count));
  fc.assert(
    fc.property(text, (text) => {
      const isLong = byteLength(text) > 4096;
      const expected = isLong ? "too_long" : undefined;
      assertEquals(codeOf(() => checkText(text)), expected);
    }),
  );
});

Deno.test("checkCharacters() refuses NUL and half characters with bad_text", () => {
  for (const text of ["\0", "a\0b", "\ud800", "a\udc00b", "\udc00\ud800"]) {
    assertEquals(codeOf(() => checkCharacters(text)), "bad_text");
    assertEquals(codeOf(() => checkText(text)), "bad_text");
  }
  for (const text of ["", "\x01\x1b\x7f\x9b", "🎉", "\ufffd\uffff"]) {
    assertEquals(codeOf(() => checkCharacters(text)), undefined);
  }
});

Deno.test("byteLength() counts bytes of UTF-8", () => {
  assertEquals(["", "x", "å", "日", "🎉"].map(byteLength), [0, 1, 2, 3, 4]);
  assertMatch(String(byteLength("x".repeat(70_000))), /^70000$/);
});
