import { assert, assertEquals } from "@std/assert";
import {
  array,
  assert as property,
  constantFrom,
  oneof,
  property as forAll,
  string,
} from "fast-check";
import { MAX_KILLS } from "../../../client/editing/kill_ring.ts";
import { MAX_LINE } from "../../../client/editing/line.ts";
import {
  edit,
  type EditAction,
  type Editor,
  EMPTY_EDITOR,
  insert,
  isEditAction,
  typeText,
} from "../../../client/editing/line_editor.ts";
import { MAX_UNDO } from "../../../client/editing/undo.ts";

const ACTIONS: readonly EditAction[] = [
  ..."backward-char backward-delete-char backward-kill-word backward-word"
    .split(" "),
  ..."beginning-of-line delete-char end-of-line forward-char forward-word"
    .split(" "),
  ..."insert-line-break kill-line kill-word redo transpose-chars undo".split(
    " ",
  ),
  ..."unix-line-discard unix-word-rubout yank yank-pop".split(" "),
].filter(isEditAction);

Deno.test("edit() goes to where the keys of readline go", () => {
  check([
    ["abc{backward-char}x", "abx|c"],
    ["abc{beginning-of-line}x{end-of-line}y", "xabcy|"],
    ["ab{beginning-of-line}{forward-char}x", "ax|b"],
    ["one, two-three{backward-word}", "one, two-|three"],
    ["one, two-three{backward-word}{backward-word}", "one, |two-three"],
    ["one, two{beginning-of-line}{forward-word}", "one|, two"],
    ["one, two{beginning-of-line}{forward-word}{forward-word}", "one, two|"],
    ["det är så{backward-word}{backward-word}", "det |är så"],
    ["ae\u0301{backward-char}", "a|e\u0301"],
    ["{backward-char}{forward-char}{backward-word}{forward-word}", "|"],
  ]);
});

Deno.test("edit() deletes whole characters as people see them", () => {
  check([
    ["abc{backward-delete-char}", "ab|"],
    ["abc{beginning-of-line}{delete-char}", "|bc"],
    ["a👨‍👩‍👧{backward-delete-char}", "a|"],
    ["🇳🇴a{beginning-of-line}{delete-char}", "|a"],
    ["{backward-delete-char}{delete-char}", "|"],
  ]);
});

Deno.test("edit() cuts and puts back", () => {
  check([
    ["one two {unix-word-rubout}", "one |"],
    ["a/b c-d{unix-word-rubout}", "a/b |"],
    ["a/b c-d{backward-kill-word}", "a/b c-|"],
    ["one two{backward-word}{kill-line}", "one |"],
    ["one two{backward-word}{unix-line-discard}", "|two"],
    ["one two{beginning-of-line}{kill-word}", "| two"],
    ["one two{unix-word-rubout}{beginning-of-line}{yank} ", "two |one "],
    ["{yank}{yank-pop}", "|"],
  ]);
});

Deno.test("edit() joins cuts in a row, each on the side it was on", () => {
  check([
    [
      "one two three{unix-word-rubout}{unix-word-rubout}{yank}",
      "one two three|",
    ],
    [
      "one two{beginning-of-line}{kill-word}{kill-word}{end-of-line}{yank}",
      "one two|",
    ],
    ["a b c{backward-word}{unix-word-rubout}{kill-line}{yank}", "a b c|"],
    // What comes between makes two.
    ["one two{unix-word-rubout}x{unix-word-rubout}{yank}", "one x|"],
    ["one two{unix-word-rubout}{end-of-line}{unix-word-rubout}{yank}", "one |"],
  ]);
});

Deno.test("edit() puts back what was cut before that, around the end", () => {
  const cuts =
    "a{unix-word-rubout}{end-of-line}b{unix-word-rubout}{end-of-line}c{unix-word-rubout}";
  check([
    [`${cuts}{yank}`, "c|"],
    [`${cuts}{yank}{yank-pop}`, "b|"],
    [`${cuts}{yank}{yank-pop}{yank-pop}`, "a|"],
    [`${cuts}{yank}{yank-pop}{yank-pop}{yank-pop}`, "c|"],
    [`${cuts}<{yank}{yank-pop}>`, "<b>|"],
    [`${cuts}{yank}{yank-pop}{end-of-line}{yank}`, "bc|"],
    [`${cuts}x{yank-pop}`, "x|"],
  ]);
});

Deno.test("edit() swaps two characters as Ctrl-T does", () => {
  check([
    ["teh{transpose-chars}", "the|"],
    ["teh{beginning-of-line}{forward-char}{transpose-chars}", "et|h"],
    ["ab{beginning-of-line}{transpose-chars}", "|ab"],
    ["a{transpose-chars}", "a|"],
    ["x👍🏽{transpose-chars}", "👍🏽x|"],
    ["{transpose-chars}", "|"],
  ]);
});

Deno.test("edit() takes back word by word what was typed, and all else change by change", () => {
  check([
    ["one two{undo}", "one|"],
    ["one two{undo}{undo}", "|"],
    ["one two{undo}{undo}{undo}", "|"],
    ["one two{undo}{undo}{redo}", "one|"],
    ["one two{undo}{undo}{redo}{redo}{redo}", "one two|"],
    ["one two{unix-line-discard}{undo}", "one two|"],
    ["one two{backward-delete-char}{backward-delete-char}{undo}", "one tw|"],
    ["one{backward-char}{backward-char}x{undo}", "o|ne"],
    ["one{undo}two{redo}", "two|"],
    ["ab{transpose-chars}{undo}", "ab|"],
    ["a{unix-word-rubout}{yank}{undo}", "|"],
  ]);
});

Deno.test("edit() keeps no more cuts and changes than their bounds", () => {
  let editor = EMPTY_EDITOR;
  for (let count = 0; count < MAX_UNDO + 50; count++) {
    editor = edit(typeText(editor, `w${count} `), "unix-word-rubout");
    editor = edit(editor, "end-of-line");
  }

  assertEquals(editor.ring.kills.length, MAX_KILLS);
  assertEquals(editor.ring.kills.at(-1), `w${MAX_UNDO + 49} `);
  assertEquals(editor.undo.past.length, MAX_UNDO);
});

Deno.test("insert() takes a text whole or not at all, and keeps line breaks", () => {
  const nearlyFull = insert(EMPTY_EDITOR, "x".repeat(MAX_LINE - 1));

  assertEquals(insert(nearlyFull, "yz"), { ...nearlyFull, last: undefined });
  assertEquals(insert(nearlyFull, "y").text.length, MAX_LINE);
  assertEquals(
    insert(EMPTY_EDITOR, "a\r\nb\rc\td\x1b[2J\x00\x9b\ud800").text,
    "a\nb\nc    d[2J\ufffd",
  );
});

Deno.test("the cursor stays between whole characters, and the line in its bound, whatever is done", () => {
  const typed = oneof(
    string({ unit: "grapheme" }),
    string({ unit: "binary" }),
    constantFrom(...ACTIONS.map((action) => `{${action}}`)),
  );
  property(forAll(array(typed, { maxLength: 60 }), (parts) => {
    const { text, cursor } = apply(parts);
    assert(text.isWellFormed());
    assert(text.length <= MAX_LINE);
    assert(cursor >= 0 && cursor <= text.length);
    assert(text.slice(0, cursor).isWellFormed());
  }));
});

Deno.test("every change can be taken back to the empty line, and made again", () => {
  const typed = oneof(
    string({ unit: "grapheme" }),
    constantFrom(
      ...ACTIONS.filter((action) => !/undo|redo/.test(action))
        .map((action) => `{${action}}`),
    ),
  );
  property(forAll(array(typed, { maxLength: 60 }), (parts) => {
    const done = apply(parts);
    const steps = done.undo.past.length;
    const repeat = (editor: Editor, action: EditAction) =>
      Array.from({ length: steps }).reduce<Editor>(
        (before) => edit(before, action),
        editor,
      );
    const empty = repeat(done, "undo");
    assertEquals(empty.text, "");
    assertEquals(repeat(empty, "redo").text, done.text);
  }));
});

function check(cases: readonly [typed: string, expected: string][]): void {
  for (const [typed, expected] of cases) {
    const parts = typed.split(/(\{[a-z-]+\})/).filter((part) => part !== "");
    const { text, cursor } = apply(parts);
    const shown = `${text.slice(0, cursor)}|${text.slice(cursor)}`;
    assertEquals(shown, expected, typed);
  }
}

/** Types text character by character; `{name}` is an action. */
function apply(parts: readonly string[]): Editor {
  return parts.reduce((editor, part) => {
    const name = part.slice(1, -1);
    if (part.startsWith("{") && isEditAction(name)) return edit(editor, name);
    return [...part].reduce(
      (each, character) => typeText(each, character),
      editor,
    );
  }, EMPTY_EDITOR);
}
