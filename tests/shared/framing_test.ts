import { assertEquals } from "@std/assert";
import { Framer, MAX_VALUE_BYTES } from "../../shared/framing.ts";
import { bytesOf, cutAt, framesOf } from "../support/frames.ts";

/** What the bytes are, what they are made into; `lines` or `bare` at the end. */
const STREAMS: readonly (readonly [
  bytes: string | Uint8Array,
  frames: string,
])[] = [
  // Values, however they stand.
  ["", "bare"],
  ['{"a":"}"} {"b":"é"}\n{"c":{}}', '{"a":"}"} {"b":"é"} {"c":{}} lines'],
  ['{"a":1}{"b":2}[3]"4"', '{"a":1} {"b":2} [3] "4" bare'],
  ["1 2\t3\r\n4", "1 2 3 4 lines"],
  ["null true\nfalse", "null true false lines"],
  ["-1.5e3{}7[]", "-1500 {} 7 [] bare"],
  [' {\n "a" : [ 1 ,\r\n\t2 ] }', '{"a":[1,2]} bare'],
  ['{"a":"\\"}{\\\\"}"b"', '{"a":"\\"}{\\\\"} "b" bare'],
  ['"\\u00e5\\ud83c\\udf89"', '"å🎉" bare'],
  ['{"å":"🎉","𝄞":["日本"]}\n', '{"å":"🎉","𝄞":["日本"]} lines'],
  ['{"a":1,"a":2}', '{"a":2} bare'],
  ['{"a":"\u2028\u0085\u007f"}', '{"a":"\u2028\u0085\u007f"} bare'],
  // Lines or bare.
  ["\n", "lines"],
  ["{}\n", "{} lines"],
  ["{}\r\n", "{} lines"],
  ["{}\r", "{} bare"],
  ["{\n}", "{} bare"],
  ["{}\n\n\n{}", "{} {} lines"],
  // Faults, and where the reader goes on: after a newline, in lines.
  ['\nx {"a":1}\n{"b":2}', 'bad_json {"b":2} lines'],
  ['\n{,"a":{"b":1}} {}\n{}', "bad_json {} lines"],
  ['{}\n{"a"{}} {"b":1}\n2', "{} bad_json 2 lines"],
  ["{}\n]]]]\n{}", "{} bad_json {} lines"],
  ['{}\n"a\nb" {}\n{}', "{} bad_json bad_json {} lines"],
  // Bare, at the next brace as well.
  ['x {"a":1}', 'bad_json {"a":1} bare'],
  ["x\n{}", "bad_json {} lines"],
  ["x", "bad_json bare"],
  ['{"a"{"b":1}', 'bad_json {"b":1} bare'],
  ['"a\u0001b" [1] {"c":2}', 'bad_json {"c":2} bare'],
  ["nul {}", "bad_json {} bare"],
  ["01 2 {}", "bad_json {} bare"],
  ["{]{}", "bad_json {} bare"],
  ["}{}", "bad_json {} bare"],
  ["[}{}", "bad_json {} bare"],
  ["{{}", "bad_json {} bare"],
  ["[[]{}]", "bad_json {} bad_json bare"],
  ['["a""b"]{}', "bad_json {} bare"],
  ["[1,]{}", "bad_json {} bare"],
  ["\u0000{}", "bad_json {} bare"],
  ["\ufeff{}", "bad_json {} bare"],
  ["'a' {}", "bad_json {} bare"],
  // Nested too deep; brackets in strings do not count.
  ["[".repeat(64) + "]".repeat(64), `${"[".repeat(64)}${"]".repeat(64)} bare`],
  ["[".repeat(65) + "]".repeat(65) + "{}", "bad_json {} bare"],
  [`{}\n${"[".repeat(65)}${"]".repeat(65)}\n{}`, "{} bad_json {} lines"],
  [`{}\n${'{"a":'.repeat(65)}1${"}".repeat(65)}\n2`, "{} bad_json 2 lines"],
  [`{}\n[${"[],".repeat(99)}1]\n`, `{} [${"[],".repeat(99)}1] lines`],
  [`{}\n"${"[".repeat(200)}"\n`, `{} "${"[".repeat(200)}" lines`],
  [
    `{}\n["${'\\"['.repeat(99)}\\\\"]\n`,
    `{} ["${'\\"['.repeat(99)}\\\\"] lines`,
  ],
  // Ill-formed UTF-8.
  [Uint8Array.of(0x22, 0xff, 0x22, 0x7b, 0x7d), "bad_text {} bare"],
  [Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22), "bad_text bare"],
  [Uint8Array.of(0x22, 0xc0, 0xaf, 0x22), "bad_text bare"],
  [Uint8Array.of(0xff, 0xfe, 0x7b, 0x7d), "bad_json {} bare"],
  // The end.
  ["12", "12 bare"],
  ["{} 1", "{} 1 bare"],
  ["tru", "bad_json bare"],
  ['{"a":', "bad_json bare"],
  ['"a', "bad_json bare"],
  ["[", "bad_json bare"],
  ['"\\', "bad_json bare"],
  ["P", "bad_json bare"],
  ["POST", "bad_json bare"],
  // HTTP at the door, and what only looks like it.
  ["GET / HTTP/1.1\r\n\r\n{}", "http bare"],
  ["POST / HTTP/1.1\r\n\r\n{}", "http bare"],
  ["OPTIONS * HTTP/1.1\r\n{}", "http bare"],
  ["CONNECT a:1 HTTP/1.1\r\n{}", "http bare"],
  ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n{}", "http bare"],
  ["\nHEAD / HTTP/1.1\n{}", "http lines"],
  ["GETS / {}", "bad_json {} bare"],
  ["get / {}", "bad_json {} bare"],
  ["GET\n{}", "bad_json {} lines"],
  ["GET{}", "bad_json {} bare"],
  ["G {}", "bad_json {} bare"],
  ["PROPFIND / {}", "bad_json {} bare"],
  ["{} GET / HTTP/1.1\n{}", "{} bad_json {} lines"],
  ["x\nGET / HTTP/1.1\n{}", "bad_json bad_json {} lines"],
];

for (const [data, expected] of STREAMS) {
  Deno.test(`Framer makes ${expected} of ${JSON.stringify(data)} at every cut`, () => {
    const bytes = bytesOf(data);
    assertEquals(framesOf([bytes]).join(" "), expected);
    for (let first = 0; first <= bytes.length; first++) {
      for (let second = first; second <= bytes.length; second++) {
        const pieces = cutAt(bytes, [first, second]);
        const frames = framesOf(pieces).join(" ");
        assertEquals(frames, expected, `cut at ${first} and ${second}`);
      }
    }
    const single = [...bytes].map((byte) => Uint8Array.of(byte));
    assertEquals(framesOf(single).join(" "), expected, "byte by byte");
  });
}

/** With at most eight bytes a value. */
const BOUNDED: readonly (readonly [bytes: string, frames: string])[] = [
  ['"123456" {}', '"123456" {} bare'],
  ['"1234567" {}', "fatal too_long bare"],
  ['"ååå" {}', '"ååå" {} bare'],
  ['"åååå" {}', "fatal too_long bare"],
  ["[1,2,34] {}", "[1,2,34] {} bare"],
  ["[1,2,345] {}", "fatal too_long bare"],
  ["{      } {}", "{} {} bare"],
  ["{       } {}", "fatal too_long bare"],
  ["12345678 {}", "12345678 {} bare"],
  ["123456789 {}", "fatal too_long bare"],
  ["12345678", "12345678 bare"],
  ["123456789", "fatal too_long bare"],
  ["nullnull {}", "bad_json {} bare"],
  ["nullnulln {}", "fatal too_long bare"],
  ["[[[[[[[[[", "fatal too_long bare"],
  ['"\\"\\"\\"\\"', "fatal too_long bare"],
  // What is skipped has the same bound, each time anew.
  ["xxxxxxxx{}", "bad_json {} bare"],
  ["xxxxxxxxx{}", "bad_json fatal too_long bare"],
  ["\nxxxxxxxx\n{}", "bad_json {} lines"],
  ["\nxxxxxxxxx\n{}", "bad_json fatal too_long lines"],
  ["x{}x{}x{}x{}x{}", "bad_json {} ".repeat(5) + "bare"],
  // White space between values has no bound.
  ["{}" + " ".repeat(20) + "{}", "{} {} bare"],
  ["\n".repeat(20) + "{}", "{} lines"],
  // A value and its newline: the newline does not count.
  ['"123456"\n', '"123456" lines'],
];

for (const [data, expected] of BOUNDED) {
  Deno.test(`Framer bound to 8 bytes makes ${expected} of ${JSON.stringify(data)} at every cut`, () => {
    const bytes = bytesOf(data);
    for (let first = 0; first <= bytes.length; first++) {
      for (let second = first; second <= bytes.length; second++) {
        const pieces = cutAt(bytes, [first, second]);
        const frames = framesOf(pieces, { maxBytes: 8 }).join(" ");
        assertEquals(frames, expected, `cut at ${first} and ${second}`);
      }
    }
  });
}

Deno.test("Framer takes 65,536 bytes and refuses one more, in every kind of value", () => {
  assertEquals(MAX_VALUE_BYTES, 65_536);
  const kinds: readonly (readonly [string, (n: number) => string])[] = [
    ["string", (n) => `"${"x".repeat(n - 2)}"`],
    ["list", (n) => `[1${",1".repeat((n - 4) / 2)}${n % 2 ? "  " : " "}]`],
    ["number", (n) => "1".repeat(n)],
  ];
  for (const [kind, make] of kinds) {
    const [value = "", over = ""] = [65_536, 65_537].map(make);
    assertEquals([value.length, over.length], [65_536, 65_537], kind);
    const pieces = (text: string) => text.match(/[^]{1,9999}/g) ?? [];
    for (const cut of [(text: string) => [text], pieces]) {
      const [first, ...rest] = framesOf(cut(value + " {}"));
      assertEquals([first === "bad_json", rest], [false, ["{}", "bare"]], kind);
      assertEquals(
        framesOf(cut(over + " {}")),
        ["fatal too_long", "bare"],
        kind,
      );
    }
  }
  const skipped = "x".repeat(65_536);
  assertEquals(framesOf([skipped, "{}"]), ["bad_json", "{}", "bare"]);
  const more = ["bad_json", "fatal too_long", "bare"];
  assertEquals(framesOf([skipped, "x{}"]), more);
});

Deno.test("Framer.push() finds an endless value while it comes, not at its end", () => {
  const framer = new Framer();
  const chunk = bytesOf('"' + "x".repeat(65_535));
  assertEquals(framer.push(chunk), []);
  assertEquals(framer.push(bytesOf("x")).map(({ kind }) => kind), ["fatal"]);
  assertEquals(framer.push(bytesOf("{}")), []);
  assertEquals(framer.end(), []);
});

Deno.test("Framer.inValue and Framer.begun tell a value under way from the next", () => {
  const framer = new Framer();
  const states = ["{", '"a":', "1} ", "[", "] [", "]", "7", "\n"].map(
    (text) => {
      framer.push(bytesOf(text));
      return [framer.inValue, framer.begun];
    },
  );
  assertEquals(states, [
    [true, 1],
    [true, 1],
    [false, 1],
    [true, 2],
    [true, 3],
    [false, 3],
    [true, 4],
    [false, 4],
  ]);
});

Deno.test("Framer.lines is on already when a value and its newline come together", () => {
  const framer = new Framer();
  framer.push(bytesOf("{}"));
  assertEquals(framer.lines, false);
  framer.push(bytesOf("{}\n"));
  assertEquals(framer.lines, true);
  framer.push(bytesOf("{}"));
  assertEquals(framer.lines, true);
});

Deno.test("Framer refuses 30,000 levels once, with the bound in words", () => {
  const deep = "[".repeat(30_000) + "]".repeat(30_000);
  for (const bytes of [deep, `\n${deep}\n`].map(bytesOf)) {
    const frames = new Framer().push(bytes);
    const told = frames.map((frame) =>
      frame.kind === "fault" ? frame.error.message : frame.kind
    );
    assertEquals(told, ["Cannot read a value nested above 64 levels"]);
  }
});

Deno.test("Framer.heldBytes tells what is there of a value that is not complete", () => {
  const framer = new Framer();
  const held = ['{"a":', "1", "}\n", "{}\n["].map((piece) => {
    framer.push(bytesOf(piece));
    return framer.heldBytes;
  });
  assertEquals(held, [5, 6, 0, 1]);
});
