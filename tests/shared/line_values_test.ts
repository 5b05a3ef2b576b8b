import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { readLineValues } from "../../shared/line_values.ts";

const MAX_BYTES = 65_536;
const UTF8 = new TextEncoder();

/** Messages as programs write them, with and without what is to be escaped. */
const MESSAGE = fc.record({
  content: fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 300 }),
    fc.constantFrom('"', "\\", "a\tb", "a\n", '"}\n', "\x7f\u2028"),
  ),
  id: fc.option(fc.string({ unit: "binary-ascii" }), { nil: undefined }),
  blank: fc.constantFrom("", " "),
  end: fc.constantFrom("\n", "\r\n"),
}).map(({ content, id, blank, end }) => {
  const fields = [["request", "msg"], ["content", content]];
  if (id !== undefined) fields.push(["id", id]);
  const members = fields.map(([key, value]) =>
    `"${key}":${blank}${JSON.stringify(value)}`
  );
  return `{${members.join(`,${blank}`)}}${end}`;
});

/** Other values a line, and lines with none. */
const OTHER = fc.constantFrom(
  '{"request":"msg","content":"a","room":"tea"}\n',
  '{"content":"a","request":"msg"}\n',
  '{"request":"msg","content":null}\n',
  '{"request":"ping","content":""}\n',
  `{"request":"msg","content":"${"x".repeat(5000)}"}\n`,
  "[1, 2]\n",
  " \r\n",
  "\n",
);

Deno.test("readLineValues() finds what JSON.parse finds in every line, however messages are written", () => {
  const lines = fc.array(fc.oneof(MESSAGE, OTHER), { maxLength: 60 });
  fc.assert(
    fc.property(lines, fc.constantFrom("", "{"), (lines, rest) => {
      const bytes = UTF8.encode(lines.join(""));
      const chunk = UTF8.encode(lines.join("") + rest);
      const { frames, end, isStuck } = readLineValues(chunk, 0, MAX_BYTES);
      assertEquals([end, isStuck], [bytes.length, false]);
      const values = lines.filter((line) => line.trim() !== "")
        .map((line) => ({ kind: "value" as const, value: JSON.parse(line) }));
      assertEquals(frames, values);
    }),
    { numRuns: 500 },
  );
});

Deno.test("readLineValues() stops before the first line that is no value, wherever it is", () => {
  const good = `{"request":"msg","content":"${"ä".repeat(60)}"}\n`;
  const bad = [
    '{"request":"msg","content":"a"}}\n',
    '{"request":"msg","content":"a\tb"}\n',
    '{"request":"msg","content":"a"} {"request":"msg","content":"b"}\n',
    '{"request":"msg","content":"a\\"}\n',
    `{"request":"msg","content":"${"x".repeat(70_000)}"}\n`,
  ];
  for (const line of bad) {
    for (const before of [0, 1, 30, 31, 90]) {
      const start = UTF8.encode(good.repeat(before));
      const chunk = new Uint8Array([...start, ...UTF8.encode(line + good)]);
      const { frames, end, isStuck } = readLineValues(chunk, 0, MAX_BYTES);
      assertEquals([frames.length, end, isStuck], [before, start.length, true]);
    }
  }
  const broken = new Uint8Array([...UTF8.encode(good), 0xc3, 0x0a]);
  const { end, isStuck } = readLineValues(broken, 0, MAX_BYTES);
  assertEquals([end <= UTF8.encode(good).length, isStuck], [true, true]);
});
