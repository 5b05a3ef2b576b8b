/**
 * The line being typed: (editor, action) -> editor.
 *
 * @module
 */

import {
  EMPTY_RING,
  joinKill,
  kill,
  type KillRing,
  newestFirst,
  turned,
  yanked,
} from "./kill_ring.ts";
import {
  blankWordBefore,
  characterAfter,
  characterBefore,
  cleaned,
  EMPTY_LINE,
  insertAt,
  type Line,
  removeBetween,
  transposed,
  wordAfter,
  wordBefore,
} from "./line.ts";
import {
  changed,
  NO_UNDO,
  type Step,
  stepBack,
  stepForward,
  type UndoList,
} from "./undo.ts";

/** A line and how it came to be: what one room keeps while another is shown. */
export interface LineDraft extends Line {
  readonly undo: UndoList;
}

/** A draft with what lies beyond it. */
export interface Editor extends LineDraft {
  readonly ring: KillRing;
  /** What the last action was, as far as the next one cares. */
  readonly last: "typing" | "kill" | "yank" | undefined;
}

/** What can be done to a line. */
export type EditAction =
  | "backward-delete-char"
  | "delete-char"
  | "backward-char"
  | "end-of-line"
  | "forward-char"
  | "beginning-of-line"
  | "backward-word"
  | "forward-word"
  | "unix-word-rubout"
  | "kill-line"
  | "unix-line-discard"
  | "backward-kill-word"
  | "kill-word"
  | "insert-line-break"
  | "redo"
  | "transpose-chars"
  | "undo"
  | "yank"
  | "yank-pop";

/** A line without anything, and nothing before it. */
export const EMPTY_DRAFT: LineDraft = { ...EMPTY_LINE, undo: NO_UNDO };

/** An editor with an empty line. */
export const EMPTY_EDITOR: Editor = {
  ...EMPTY_DRAFT,
  ring: EMPTY_RING,
  last: undefined,
};

type Edit = (editor: Editor) => Editor;

const EDITS: Readonly<Record<EditAction, Edit>> = {
  "backward-delete-char": (editor) => remove(editor, characterBefore(editor)),
  "delete-char": (editor) => remove(editor, characterAfter(editor)),
  "backward-char": (editor) => go(editor, characterBefore(editor)),
  "end-of-line": (editor) => go(editor, editor.text.length),
  "forward-char": (editor) => go(editor, characterAfter(editor)),
  "beginning-of-line": (editor) => go(editor, 0),
  "backward-word": (editor) => go(editor, wordBefore(editor)),
  "forward-word": (editor) => go(editor, wordAfter(editor)),
  "unix-word-rubout": (editor) => cut(editor, blankWordBefore(editor)),
  "kill-line": (editor) => cut(editor, editor.text.length),
  "unix-line-discard": (editor) => cut(editor, 0),
  "backward-kill-word": (editor) => cut(editor, wordBefore(editor)),
  "kill-word": (editor) => cut(editor, wordAfter(editor)),
  "insert-line-break": (editor) => insert(editor, "\n"),
  redo: (editor) => follow(editor, stepForward(editor.undo, editor)),
  "transpose-chars": (editor) => change(editor, transposed(editor)),
  undo: (editor) => follow(editor, stepBack(editor.undo, editor)),
  yank,
  "yank-pop": yankOlder,
};

/** Whether an action is one that edits. */
export function isEditAction(action: string): action is EditAction {
  return Object.hasOwn(EDITS, action);
}

/** Returns the editor after an action. */
export function edit(editor: Editor, action: EditAction): Editor {
  return EDITS[action](editor);
}

/** Returns the editor with typed text in it; the same if it does not fit. */
export function typeText(editor: Editor, text: string): Editor {
  const line = insertAt(editor, cleaned(text));
  if (!line) return editor;
  // Typing is taken back word by word.
  const isSameWord = editor.last === "typing" && !/^\s/.test(text);
  const undo = isSameWord ? editor.undo : changed(editor.undo, editor);
  return { ...editor, ...line, undo, last: "typing" };
}

/** Returns the editor with text put in at once; the same if it does not fit. */
export function insert(editor: Editor, text: string): Editor {
  return change(editor, insertAt(editor, cleaned(text)) ?? editor);
}

/** Returns the editor with another line, which can be taken back. */
export function change(editor: Editor, line: Line): Editor {
  const { text, cursor } = line;
  if (text === editor.text) return go(editor, cursor);
  const undo = changed(editor.undo, editor);
  return { ...editor, text, cursor, undo, last: undefined };
}

/** Returns the editor at work on another draft. */
export function takeUp(editor: Editor, draft: LineDraft): Editor {
  const { text, cursor, undo } = draft;
  return { ...editor, text, cursor, undo, last: undefined };
}

function go(editor: Editor, cursor: number): Editor {
  return { ...editor, cursor, last: undefined };
}

/** Takes out what lies between the cursor and a place. */
function remove(editor: Editor, place: number): Editor {
  const { cursor } = editor;
  const [from, to] = [Math.min(cursor, place), Math.max(cursor, place)];
  return change(editor, removeBetween(editor, from, to));
}

/** The same, but it can be put back; cuts in a row make one. */
function cut(editor: Editor, place: number): Editor {
  const { cursor, text, ring, last } = editor;
  if (place === cursor) return editor;
  const isBehind = place > cursor;
  const taken = isBehind
    ? text.slice(cursor, place)
    : text.slice(place, cursor);
  return {
    ...remove(editor, place),
    ring: last === "kill"
      ? joinKill(ring, taken, isBehind ? "after" : "before")
      : kill(ring, taken),
    last: "kill",
  };
}

function yank(editor: Editor): Editor {
  const ring = newestFirst(editor.ring);
  const line = insertAt(editor, yanked(ring));
  return line ? { ...change(editor, line), ring, last: "yank" } : editor;
}

/** Puts an older text in the place of the one just put back. */
function yankOlder(editor: Editor): Editor {
  const { cursor, last } = editor;
  if (last !== "yank") return editor;
  const from = cursor - yanked(editor.ring).length;
  const ring = turned(editor.ring);
  const without = removeBetween(editor, from, cursor);
  const line = insertAt(without, yanked(ring));
  if (!line) return editor;
  return { ...change(editor, line), ring, last: "yank" };
}

function follow(editor: Editor, step: Step | undefined): Editor {
  if (!step) return editor;
  return { ...editor, ...step.line, undo: step.undo, last: undefined };
}
