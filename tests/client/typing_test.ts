import { assert, assertEquals } from "@std/assert";
import { assert as property, property as forAll, string } from "fast-check";
import { characterWidth, textWidth } from "../../client/cell_width.ts";
import { beginCompletion, completed, cycle } from "../../client/completion.ts";
import { type Key, KeyReader } from "../../client/keys.ts";
import {
  type Editor,
  EMPTY_EDITOR,
  enter,
  press,
} from "../../client/line_editor.ts";
import { People } from "../../client/people.ts";

const UTF8 = new TextEncoder();

Deno.test("KeyReader.push() yields the same keys wherever the bytes are cut", () => {
  const bytes = UTF8.encode(
    "é\x1b[A\x1bOB\x1b[3~\x1b[1;5C\x1bb\x1b[99;99X\x1b[200~a\x1b[A\nb\x1b[201~\r\x7f世",
  );
  const whole = texts(new KeyReader().push(bytes));

  assertEquals(whole, [
    "é",
    "<up>",
    "<down>",
    "<delete>",
    "<word_right>",
    "<word_left>",
    "a\x1b[A\nb",
    "<enter>",
    "<backspace>",
    "世",
  ]);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const reader = new KeyReader();
    const parts = [
      ...reader.push(bytes.slice(0, cut)),
      ...reader.push(bytes.slice(cut)),
    ];
    assertEquals(texts(parts).join(""), whole.join(""), `cut at ${cut}`);
  }
});

Deno.test("KeyReader.push() gives a paste that looks like its own end whole", () => {
  const reader = new KeyReader();
  const keys = ["\x1b[200~a\x1b[20", "0~b\x1b[201~c"].flatMap((part) =>
    reader.push(UTF8.encode(part))
  );

  assertEquals(texts(keys).join(""), "a\x1b[200~bc");
  assertEquals(keys.at(-1), { kind: "text", text: "c" });
});

Deno.test("press() edits where the cursor stands", () => {
  const cases: readonly [string, string][] = [
    ["abc<left>x", "abx|c"],
    ["abc<home>x", "x|abc"],
    ["abc<home><right><delete>", "a|c"],
    ["abc<backspace>", "ab|"],
    ["a👨‍👩‍👧<backspace>", "a|"],
    ["ae\u0301<left>", "a|e\u0301"],
    ["one two <kill_word>", "one |"],
    ["one two<word_left><kill_rest>", "one |"],
    ["one two<word_left><clear_line>", "|two"],
    ["one two<kill_word><home><yank> ", "two |one "],
    ["one two<home><word_right>x", "onex| two"],
    ["one two<home><kill_word_right>", "| two"],
    ["<backspace><delete><left><right><up><down>", "|"],
    ["a\tb", "a    b|"],
  ];
  for (const [typed, expected] of cases) {
    assertEquals(shown(type(typed)), expected, typed);
  }
});

Deno.test("press() goes through what was entered and back to the draft", () => {
  const editor = ["one", "two", "two", " "].reduce(
    (before, line) => enter(press(before, { kind: "text", text: line })),
    EMPTY_EDITOR,
  );

  assertEquals(shown(type("dra<up>", editor)), "two|");
  assertEquals(shown(type("dra<up><up><up>", editor)), "one|");
  assertEquals(shown(type("dra<up><up><down><down>", editor)), "dra|");
});

Deno.test("press() keeps line breaks of a paste and no other controls", () => {
  const editor = press(EMPTY_EDITOR, {
    kind: "paste",
    text: "a\r\nb\rc\x1b[2J\x00\x9b\ud800",
  });

  assertEquals(editor.text, "a\nb\nc[2J\ufffd");
});

Deno.test("press() keeps the cursor between whole characters, whatever is typed", () => {
  property(
    forAll(string({ unit: "grapheme" }), string({ unit: "binary" }), (a, b) => {
      let editor = press(EMPTY_EDITOR, { kind: "text", text: a });
      editor = press(press(editor, { kind: "left" }), { kind: "left" });
      editor = press(editor, { kind: "text", text: b });
      assert(editor.text.slice(0, editor.cursor).isWellFormed());
      assert(editor.text.isWellFormed());
    }),
  );
});

Deno.test("beginCompletion() proposes who spoke last first, with a colon only at the start", () => {
  const people = new People("ada");
  people.here(["bea", "Ada", "bob"]);
  people.spoke("ben");
  people.spoke("bob");
  people.left(["bea"]);

  assertEquals(people.list(), ["bob", "ben"]);
  assertEquals(complete("b", people.list()), ["bob: |", "ben: |", "bob: |"]);
  assertEquals(complete("hi B", people.list()), [
    "hi bob |",
    "hi ben |",
    "hi bob |",
  ]);
});

Deno.test("beginCompletion() completes commands at the start only", () => {
  assertEquals(complete("/he", []), ["/help |", "/help |", "/help |"]);
  assertEquals(beginCompletion(line("say /he"), []), undefined);
  assertEquals(beginCompletion(line(""), ["bob"]), undefined);
  assertEquals(beginCompletion(line("x"), ["bob"]), undefined);
});

Deno.test("completed() leaves what stands behind the cursor", () => {
  const completion = beginCompletion({ text: "hi b you", cursor: 4 }, ["bob"]);
  assert(completion);

  assertEquals(completed(completion), { text: "hi bob you", cursor: 6 });
});

Deno.test("textWidth() counts cells and not characters", () => {
  const cases: readonly [string, number][] = [
    ["abc", 3],
    ["世界", 4],
    ["ｆｕｌｌ", 8],
    ["e\u0301", 1],
    ["👨‍👩‍👧", 2],
    ["🇳🇴", 2],
    ["❤️", 2],
    ["❤", 1],
    ["한국", 4],
    ["", 0],
  ];
  for (const [text, width] of cases) assertEquals(textWidth(text), width, text);
  assertEquals(characterWidth("\u0301"), 0);
});

/** Types text; `<name>` is a key. */
function type(typed: string, editor: Editor = EMPTY_EDITOR): Editor {
  return typed.split(/(<\w+>)/).filter((part) => part !== "").reduce(
    (before, part) => press(before, keyOf(part)),
    editor,
  );
}

function keyOf(part: string): Key {
  const [, kind] = /^<(\w+)>$/.exec(part) ?? [];
  if (kind === undefined) return { kind: "text", text: part };
  return { kind } as Key; // the tests write only names of keys
}

function shown({ text, cursor }: { text: string; cursor: number }): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

function line(text: string) {
  return { text, cursor: text.length };
}

function complete(text: string, people: readonly string[]): string[] {
  const first = beginCompletion(line(text), people);
  assert(first);
  const second = cycle(first, 1);
  const back = cycle(second, -1);
  return [first, second, back].map((each) => shown(completed(each)));
}

function texts(keys: readonly Key[]): string[] {
  return keys.map((key) => "text" in key ? key.text : `<${key.kind}>`);
}
