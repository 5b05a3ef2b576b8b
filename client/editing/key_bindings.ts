/**
 * The table of keys: what each does, from which dispatch and help are read.
 *
 * @module
 */

import type { EditAction } from "./line_editor.ts";

/** What is done to the input as a whole. */
export type InputAction =
  | "complete"
  | "complete-back"
  | "delete-char-or-leave"
  | "accept-line"
  | "next-history"
  | "end-of-history"
  | "beginning-of-history"
  | "previous-history"
  | "interrupt"
  | "forward-search-history"
  | "reverse-search-history"
  | "abort";

/** What concerns what is shown above the line. */
export type ViewAction =
  | "focus-in"
  | "focus-out"
  | "go-to-unread"
  | "page-down"
  | "page-up"
  | "redraw"
  | "scroll-down"
  | "scroll-up"
  | "go-to-newest"
  | "go-to-oldest";

/** What concerns the chat or the terminal as a whole. */
export type SessionAction =
  | "edit-in-editor"
  | "go-to-news"
  | "go-to-room"
  | "next-room"
  | "previous-room"
  | "reconnect"
  | "suspend";

/** What a key can do. */
export type Action = EditAction | InputAction | SessionAction | ViewAction;

/** What help says about keys. */
export interface KeyHelp {
  /** Names of keys; "Ctrl-X Ctrl-E" is one key after the other. */
  readonly keys: readonly string[];
  /** One line, no full stop. */
  readonly summary: string;
  /** The keys as people read them, where a list would be long. */
  readonly label?: string;
}

/** A row of the table. */
export interface KeyBinding extends KeyHelp {
  readonly action: Action;
}

/** Every key, those most used first. */
export const KEY_BINDINGS: readonly KeyBinding[] = [
  row("accept-line", "Send the line", "Enter", "Ctrl-J"),
  row("insert-line-break", "Begin a new line in the same message", "Alt-Enter"),
  row(
    "complete",
    "Complete a name, a room or a command; again for the next",
    "Tab",
  ),
  row("complete-back", "Go back to the completion before", "Shift-Tab"),
  row("previous-history", "Show the line entered before", "Up", "Ctrl-P"),
  row(
    "next-history",
    "Show the line entered after, at last the draft",
    "Down",
    "Ctrl-N",
  ),
  row("beginning-of-history", "Show the oldest line", "Alt-<"),
  row("end-of-history", "Return to the draft", "Alt->"),
  row(
    "reverse-search-history",
    "Search the lines entered before; again for an older one",
    "Ctrl-R",
  ),
  row("forward-search-history", "In a search, go to a newer line", "Ctrl-S"),
  row(
    "abort",
    "Leave a search, or a question, with the line as it was",
    "Escape",
    "Ctrl-G",
  ),
  row("beginning-of-line", "Go to the start of the line", "Home", "Ctrl-A"),
  row("end-of-line", "Go to the end of the line", "End", "Ctrl-E"),
  row("backward-char", "Go back one character", "Left", "Ctrl-B"),
  row("forward-char", "Go forward one character", "Right", "Ctrl-F"),
  row("backward-word", "Go back one word", "Ctrl-Left", "Alt-B"),
  row("forward-word", "Go forward one word", "Ctrl-Right", "Alt-F"),
  row(
    "backward-delete-char",
    "Delete the character before the cursor",
    "Backspace",
    "Ctrl-H",
  ),
  row("delete-char", "Delete the character at the cursor", "Delete"),
  row(
    "delete-char-or-leave",
    "The same; on an empty line leave the chat",
    "Ctrl-D",
  ),
  row("unix-word-rubout", "Cut back to white space", "Ctrl-W"),
  row(
    "backward-kill-word",
    "Cut the word before the cursor",
    "Alt-Backspace",
    "Alt-Ctrl-H",
  ),
  row(
    "kill-word",
    "Cut the word after the cursor",
    "Alt-D",
    "Ctrl-Delete",
    "Alt-Delete",
  ),
  row("unix-line-discard", "Cut to the start of the line", "Ctrl-U"),
  row("kill-line", "Cut to the end of the line", "Ctrl-K"),
  row("yank", "Put back what was cut last", "Ctrl-Y"),
  row("yank-pop", "After that, put back what was cut before it", "Alt-Y"),
  row("transpose-chars", "Swap the two characters around the cursor", "Ctrl-T"),
  row("undo", "Undo", "Ctrl-_"),
  row("redo", "Redo what was undone", "Alt-_"),
  row(
    "edit-in-editor",
    "Edit the line in $VISUAL or $EDITOR",
    "Alt-E",
    "Ctrl-X Ctrl-E",
  ),
  {
    ...row("go-to-room", "Go to the room with that number", ...digits()),
    label: "Alt-1 to Alt-9",
  },
  row(
    "previous-room",
    "Go to the room before; back one word if there is one room",
    "Alt-Left",
  ),
  row(
    "next-room",
    "Go to the next room; forward one word if there is one room",
    "Alt-Right",
  ),
  row(
    "go-to-news",
    "Go to the next room with something new, first where it is for you",
    "Alt-A",
  ),
  row("reconnect", "Connect again at once, without waiting", "Alt-R"),
  row("page-up", "Show what was said before", "PageUp"),
  row("page-down", "Show what was said after", "PageDown"),
  row(
    "go-to-oldest",
    "Go to the beginning of all that was said",
    "Ctrl-Home",
    "Alt-Home",
  ),
  row("go-to-newest", "Return to the newest", "Ctrl-End", "Alt-End"),
  row("go-to-unread", "Go to the first that is new", "Alt-U"),
  row("redraw", "Draw everything again", "Ctrl-L"),
  row("suspend", "Suspend; the shell's fg brings it back", "Ctrl-Z"),
  row("interrupt", "Clear the line; again within 2 s leave the chat", "Ctrl-C"),
];

/** What terminals report as if it were a key; nothing for people to press. */
const REPORTS: readonly KeyBinding[] = [
  row("focus-in", "The window was chosen", "FocusIn"),
  row("focus-out", "Another window was chosen", "FocusOut"),
  row("scroll-down", "The wheel was moved down", "WheelDown"),
  row("scroll-up", "The wheel was moved up", "WheelUp"),
];

/** What a key leads to: something to do, or to wait for the next key. */
export type Lookup =
  | { readonly kind: "action"; readonly action: Action }
  | { readonly kind: "more" }
  | { readonly kind: "nothing" };

const ACTIONS: ReadonlyMap<string, Action> = new Map(
  [...KEY_BINDINGS, ...REPORTS].flatMap(({ keys, action }) =>
    keys.map((key) => [key, action])
  ),
);

/**
 * Looks a key up.
 *
 * @param keys the name of a key; or of several, one after the other, with a
 * blank between them.
 */
export function lookUp(keys: string): Lookup {
  const action = ACTIONS.get(keys);
  if (action !== undefined) return { kind: "action", action };
  const isBeginning = ACTIONS.keys().some((key) => key.startsWith(`${keys} `));
  return { kind: isBeginning ? "more" : "nothing" };
}

/** Returns a binding's keys as people read them. */
export function describeKeys({ keys, label }: KeyHelp): string {
  return label ?? keys.join(", ");
}

function row(
  action: Action,
  summary: string,
  ...keys: readonly string[]
): KeyBinding {
  return { keys, action, summary };
}

function digits(): readonly string[] {
  return Array.from({ length: 9 }, (_, index) => `Alt-${index + 1}`);
}
