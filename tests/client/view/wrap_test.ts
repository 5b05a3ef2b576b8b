import { assert, assertEquals } from "@std/assert";
import { assert as check, integer, property, string } from "fast-check";
import { NameFinder } from "../../../client/chat/mentions.ts";
import { textWidth } from "../../../client/view/cell_width.ts";
import { UNICODE } from "../../../client/view/charset.ts";
import {
  type Paragraph,
  type Span,
  span,
  textOf,
} from "../../../client/view/span.ts";
import { markText } from "../../../client/view/text_marker.ts";
import { wrap } from "../../../client/view/wrap.ts";

const MARKED = {
  me: new NameFinder("ada"),
  isKnown: (name: string) => name === "bob",
};

Deno.test("wrap() breaks at words and sets further rows in under the text", () => {
  assertEquals(rows("13:05 bob: ", "one two three four five", 22), [
    "13:05 bob: one two",
    "           three four",
    "           five",
  ]);
});

Deno.test("wrap() sets the lines of a text in alike", () => {
  assertEquals(rows("13:05 bob: ", "one\n  two\n\nthree four", 22), [
    "13:05 bob: one",
    "             two",
    "",
    "           three four",
  ]);
});

Deno.test("wrap() gives the text half of a narrow window", () => {
  assertEquals(rows("13:05 bob: ", "one two three", 10), [
    "13:05 bob:",
    "     one",
    "     two",
    "     three",
  ]);
});

Deno.test("wrap() counts cells, and breaks where a wide character would be cut", () => {
  assertEquals(rows("", "世界世界世", 5), ["世界", "世界", "世"]);
  assertEquals(rows("", "ab世界 cd", 5), ["ab世", "界 cd"]);
  assertEquals(rows("", "👩‍👩‍👧👩‍👩‍👧 e\u0301e\u0301", 4), ["👩‍👩‍👧👩‍👩‍👧", "e\u0301e\u0301"]);
});

Deno.test("wrap() divides a word only when it is longer than a row", () => {
  assertEquals(rows("", "ab abcdefgh", 6), ["ab abc", "defgh"]);
  assertEquals(rows("", "ab abcdef", 6), ["ab", "abcdef"]);
});

Deno.test("wrap() keeps an address whole by beginning a row for it", () => {
  const address = "https://example.org/some/path";

  assertEquals(rows("", `look at ${address}, please`, 30), [
    "look at",
    `${address},`,
    "please",
  ]);
});

Deno.test("wrap() begins a row for an address that has to be divided, and keeps its parts one", () => {
  const address = "https://example.org/" + "x".repeat(30);
  const cut = wrap(paragraph("13:05 bob: ", `see ${address} now`), 40);
  const links = cut.flat().filter(({ style }) => style === "link");

  assertEquals(cut.map((row) => textOf(row).trimEnd()), [
    "13:05 bob: see",
    "           https://example.org/xxxxxxxxx",
    "           xxxxxxxxxxxxxxxxxxxxx now",
  ]);
  assertEquals(links.map(({ href }) => href), [address, address]);
});

Deno.test("wrap() never breaks between a name and the comma behind it", () => {
  assertEquals(rows("", "hello there bob, hi", 15), [
    "hello there",
    "bob, hi",
  ]);
});

Deno.test("wrap() stays within the window and loses nothing but blanks, whatever the text", () => {
  check(property(
    string({ unit: "grapheme" }),
    string({ unit: "grapheme", maxLength: 20 }),
    integer({ min: 2, max: 40 }),
    (text, name, columns) => {
      const head = `${UNICODE.safeName(name)}: `;
      const safe = UNICODE.safe(text);
      const cut = wrap(paragraph(head, safe), columns);
      for (const row of cut) assert(textWidth(textOf(row)) <= columns);
      const joined = cut.map(textOf).join("");
      assertEquals(withoutBlanks(joined), withoutBlanks(head + safe));
    },
  ));
});

Deno.test("wrap() takes a window of one cell", () => {
  assertEquals(rows("a: ", "世b", 1), ["a", ":", "世", "b"]);
});

function paragraph(head: string, text: string): Paragraph {
  const lines = text.split("\n").map((line): readonly Span[] =>
    markText(line, MARKED)
  );
  const spans = head === "" ? [] : [span(head)];
  return { head: spans, lines, indent: textWidth(head) };
}

function rows(head: string, text: string, columns: number): readonly string[] {
  return wrap(paragraph(head, text), columns)
    .map((row) => textOf(row).trimEnd());
}

function withoutBlanks(text: string): string {
  return text.replaceAll(" ", "");
}
