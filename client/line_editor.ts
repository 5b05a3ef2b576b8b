/**
 * The line being typed: (editor, key) -> editor. Draws nothing and knows
 * nothing of terminals.
 *
 * @module
 */

import { graphemes } from "./cell_width.ts";
import type { Key, KeyName } from "./keys.ts";

/** Text with a cursor, which stands between two characters as people see them. */
export interface Line {
  readonly text: string;
  /** Index of a UTF-16 unit. */
  readonly cursor: number;
}

/** A line, and what was typed before it. */
export interface Editor extends Line {
  /** What was cut last. */
  readonly cut: string;
  /** Lines entered, oldest first. */
  readonly entered: readonly string[];
  /** Which of them is shown; its length for the line being typed. */
  readonly shown: number;
  /** The line being typed while an old one is shown. */
  readonly draft: string;
}

/** Longest line that can be typed, in UTF-16 units. */
const MAX_LENGTH = 16_384;
/** How many entered lines are remembered. */
const MAX_ENTERED = 500;

/** An empty line with nothing before it. */
export const EMPTY_EDITOR: Editor = {
  text: "",
  cursor: 0,
  cut: "",
  entered: [],
  shown: 0,
  draft: "",
};

type Edit = (editor: Editor) => Editor;

const EDITS: ReadonlyMap<Key["kind"], Edit> = new Map<KeyName, Edit>([
  ["backspace", (editor) => remove(editor, before(editor), editor.cursor)],
  ["clear_line", (editor) => cut(editor, 0, editor.cursor)],
  ["delete", (editor) => remove(editor, editor.cursor, after(editor))],
  ["down", (editor) => show(editor, editor.shown + 1)],
  ["end", (editor) => ({ ...editor, cursor: editor.text.length })],
  ["home", (editor) => ({ ...editor, cursor: 0 })],
  ["kill_rest", (editor) => cut(editor, editor.cursor, editor.text.length)],
  ["kill_word", (editor) => cut(editor, wordBefore(editor), editor.cursor)],
  ["kill_word_right", (e) => cut(e, e.cursor, wordAfter(e))],
  ["left", (editor) => ({ ...editor, cursor: before(editor) })],
  ["right", (editor) => ({ ...editor, cursor: after(editor) })],
  ["up", (editor) => show(editor, editor.shown - 1)],
  ["word_left", (editor) => ({ ...editor, cursor: wordBefore(editor) })],
  ["word_right", (editor) => ({ ...editor, cursor: wordAfter(editor) })],
  ["yank", (editor) => insert(editor, editor.cut)],
]);

/** Returns the editor after `key`; keys that edit nothing change nothing. */
export function press(editor: Editor, key: Key): Editor {
  if ("text" in key) return insert(editor, cleaned(key.text));
  const edit = EDITS.get(key.kind);
  return edit ? edit(editor) : editor;
}

/** Returns the editor with another line, the cursor at its end or at `cursor`. */
export function replaceLine(
  editor: Editor,
  text: string,
  cursor = text.length,
): Editor {
  return { ...editor, text, cursor };
}

/** Returns an empty line; what was typed can be had again with Up. */
export function enter(editor: Editor): Editor {
  const { text, entered } = editor;
  const isNews = text.trim() !== "" && text !== entered.at(-1);
  const lines = isNews ? [...entered, text].slice(-MAX_ENTERED) : entered;
  return {
    ...EMPTY_EDITOR,
    cut: editor.cut,
    entered: lines,
    shown: lines.length,
  };
}

function insert(editor: Editor, text: string): Editor {
  const room = MAX_LENGTH - editor.text.length;
  if (text.length > room) return editor;
  const head = editor.text.slice(0, editor.cursor) + text;
  return {
    ...editor,
    text: head + editor.text.slice(editor.cursor),
    cursor: head.length,
  };
}

function remove(editor: Editor, from: number, to: number): Editor {
  const text = editor.text.slice(0, from) + editor.text.slice(to);
  return { ...editor, text, cursor: from };
}

function cut(editor: Editor, from: number, to: number): Editor {
  if (from === to) return editor;
  return { ...remove(editor, from, to), cut: editor.text.slice(from, to) };
}

function show(editor: Editor, index: number): Editor {
  const { entered, shown, text } = editor;
  if (index < 0 || index > entered.length || index === shown) return editor;
  const draft = shown === entered.length ? text : editor.draft;
  const line = entered[index] ?? draft;
  return { ...editor, text: line, cursor: line.length, shown: index, draft };
}

function before({ text, cursor }: Line): number {
  return cursor - (graphemes(text.slice(0, cursor)).at(-1)?.length ?? 0);
}

function after({ text, cursor }: Line): number {
  return cursor + (graphemes(text.slice(cursor))[0]?.length ?? 0);
}

function wordBefore({ text, cursor }: Line): number {
  return text.slice(0, cursor).replace(/\S+\s*$|\s+$/, "").length;
}

function wordAfter({ text, cursor }: Line): number {
  const [word = ""] = /^\s*\S*/.exec(text.slice(cursor)) ?? [];
  return cursor + word.length;
}

/** Line breaks may be pasted; other controls have no place in a text. */
function cleaned(text: string): string {
  return text.replace(/\r\n?/g, "\n").replaceAll("\t", "    ")
    // deno-lint-ignore no-control-regex -- taking them out is its job
    .replace(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, "").toWellFormed();
}
