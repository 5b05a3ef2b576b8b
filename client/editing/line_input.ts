/**
 * Keys in, finished lines out; in between the line being typed, with its
 * history, completion and questions.
 *
 * @module
 */

import { Completer } from "./completion.ts";
import { EditedLine } from "./edited_line.ts";
import { type Direction, SearchPrompt } from "./history_search.ts";
import { type Action, type InputAction, lookUp } from "./key_bindings.ts";
import type { Key, Paste } from "./keys.ts";
import { type Line, MAX_LINE } from "./line.ts";
import {
  change,
  edit,
  insert,
  isEditAction,
  type LineDraft,
  typeText,
} from "./line_editor.ts";
import type { Submission, SubmitHandler } from "./send_guard.ts";

/** Options for {@linkcode LineInput}. */
export interface LineInputOptions {
  /** Who takes the lines at first. */
  readonly handler: SubmitHandler;
  /** Lines that were entered before, oldest first. */
  readonly earlier: readonly string[];
  /** Hears of each line that may be remembered, after it was taken. */
  readonly onEntered: (line: string) => void;
  /** Asked first about each action; returns whether it was done. */
  readonly onAction: (action: Action, key: string) => boolean;
  /** A clock that only goes forward, in milliseconds. */
  readonly now: () => number;
}

/** What there is to draw. */
export interface InputPicture {
  readonly line: Line;
  /** Stands before the line instead of the usual; "" for the usual. */
  readonly prompt: string;
  /** A question, or what to do next; "" for nothing. */
  readonly hint: string;
}

/** Two Ctrl-C within this time leave, in milliseconds. */
export const SECOND_INTERRUPT_MS = 2000;

const LEAVE_HINT = "Ctrl-C again leaves the chat";

type InputAct = (input: LineInput) => void;

/** One line after another. */
export class LineInput {
  readonly #options: LineInputOptions;
  readonly #completer = new Completer();
  readonly #line: EditedLine;
  #search: SearchPrompt | undefined;
  /** What goes when the question about it is answered with yes. */
  #asked: Submission | undefined;
  #hint = "";
  /** Keys of a chord that is not complete, each with a blank behind it. */
  #chord = "";
  #interruptedAt = -Infinity;
  /** Who takes the lines. */
  handler: SubmitHandler;

  /** Begins with an empty line. */
  constructor(options: LineInputOptions) {
    this.#options = options;
    this.#line = new EditedLine(options.earlier);
    this.handler = options.handler;
  }

  /** What there is to draw now. */
  get picture(): InputPicture {
    const check = this.#asked?.check;
    const hint = check?.kind === "ask" ? check.question : this.#hint;
    if (!this.#search) return { line: this.#line.editor, prompt: "", hint };
    const { prompt, line = this.#line.editor } = this.#search;
    return { line, prompt, hint };
  }

  /** The line being typed. */
  get text(): string {
    return this.#line.editor.text;
  }

  /** Takes a key. */
  press(key: Key): void {
    if (key.kind !== "key") return this.#put(key);
    const keys = this.#chord + key.name;
    const found = lookUp(keys);
    this.#chord = found.kind === "more" ? `${keys} ` : "";
    if (found.kind !== "action") return;
    if (this.#options.onAction(found.action, key.name)) return;
    this.#do(found.action);
  }

  /** Puts another text in the place of the line; that can be taken back. */
  replace(text: string): void {
    this.#settle();
    this.#line.replace(text);
  }

  /** Gives a text back to be edited, unless something else is being typed. */
  giveBack(text: string): void {
    if (this.#line.editor.text === "") this.replace(text);
  }

  /** Goes on with another draft; returns the one that was being typed. */
  exchange(draft: LineDraft): LineDraft {
    this.#settle();
    return this.#line.exchange(draft);
  }

  /** Sends the line, asks first, or ends a search. */
  enter(): void {
    const submission = this.handler.read(this.#line.editor.text);
    const { check } = submission;
    if (check.kind === "refused") return this.handler.warn(check.why);
    if (check.kind === "ask") this.#asked = submission;
    else this.#submit(submission);
  }

  /** Clears the line; soon after that, leaves. */
  interrupt(): void {
    const now = this.#options.now();
    const isSecond = now - this.#interruptedAt <= SECOND_INTERRUPT_MS;
    if (isSecond) return this.handler.quit();
    this.#interruptedAt = now;
    this.#line.clear();
    this.#hint = LEAVE_HINT;
  }

  /** So much later the next Ctrl-C is a first one. */
  forgetInterrupt(): void {
    this.#interruptedAt = -Infinity;
    if (this.#hint === LEAVE_HINT) this.#hint = "";
  }

  /** Leaves on an empty line, else deletes as the key does everywhere. */
  deleteOrLeave(): void {
    if (this.#line.editor.text === "") this.handler.quit();
    else this.#line.editor = edit(this.#line.editor, "delete-char");
  }

  /** Completes the word before the cursor, or goes to another candidate. */
  complete(step: 1 | -1): void {
    const vocabulary = this.handler.vocabulary();
    this.#line.editor = this.#completer.complete(
      this.#line.editor,
      step,
      vocabulary,
    );
  }

  /** Shows an older line or a newer one. */
  step(direction: Direction): void {
    this.#line.step(direction);
  }

  /** Shows the oldest line, or the draft. */
  stepFar(direction: Direction): void {
    this.#line.stepFar(direction);
  }

  /** Begins to search, at the newest line. */
  search(): void {
    this.#search = new SearchPrompt(this.#line.earlier);
  }

  #do(given: Action): void {
    const action = WITH_ONE_ROOM.get(given) ?? given;
    const wasAsked = this.#asked !== undefined;
    if (!ACTS_ON_COMPLETION.has(action)) this.#completer.forget();
    if (action !== "interrupt") this.#interruptedAt = -Infinity;
    this.#hint = "";
    this.#asked = undefined;
    if (wasAsked && ANSWERS_NO.has(action)) return;
    if (this.#search && this.#doInSearch(this.#search, action)) return;
    if (isEditAction(action)) {
      this.#line.editor = edit(this.#line.editor, action);
    } else ACTS.get(action)?.(this);
  }

  /** Tells whether the search took the action; others take what was found. */
  #doInSearch(search: SearchPrompt, action: Action): boolean {
    if (search.act(action)) return true;
    this.#search = undefined;
    if (ANSWERS_NO.has(action) && action !== "accept-line") return true;
    if (search.line) this.#line.editor = change(this.#line.editor, search.line);
    return action === "accept-line";
  }

  /** Takes text that was typed or pasted. */
  #put(key: Exclude<Key, { kind: "key" }>): void {
    const { text } = key;
    const asked = this.#asked;
    const search = this.#search;
    this.#settle();
    if (asked && key.kind === "text") {
      if (/^y$/i.test(text)) return this.#submit(asked);
      if (/^n$/i.test(text)) return;
    }
    this.#search = search;
    if (search) search.type(text);
    else if (key.kind === "paste") this.#paste(key);
    else this.#type(text);
  }

  #type(text: string): void {
    const before = this.#line.editor;
    this.#line.editor = typeText(before, text);
    const isFull = before.text.length + text.length > MAX_LINE;
    if (isFull) this.#hint = `The line is full: ${MAX_LINE} characters`;
  }

  /** A paste goes in whole or not at all. */
  #paste({ text, left }: Paste): void {
    const room = MAX_LINE - this.#line.editor.text.length;
    if (left === 0 && text.length <= room) {
      this.#line.editor = insert(this.#line.editor, text);
      return;
    }
    const length = text.length + left;
    this.handler.warn(
      `Cannot paste ${length} characters: ${room} more fit in the line`,
    );
  }

  /** The message goes before any file hears of the line. */
  #submit(submission: Submission): void {
    const { line, isMemorable } = submission;
    this.#settle();
    this.#line.begin(isMemorable ? line : undefined);
    this.handler.submit(submission);
    if (isMemorable) this.#options.onEntered(line);
  }

  /** Forgets what was under way beside the line. */
  #settle(): void {
    this.#search = undefined;
    this.#completer.forget();
    this.#asked = undefined;
    this.#hint = "";
    this.#chord = "";
    this.#interruptedAt = -Infinity;
  }
}

const ACTS_ON_COMPLETION: ReadonlySet<Action> = new Set<Action>([
  "complete",
  "complete-back",
]);

/** What keys between rooms do where there is one room only. */
const WITH_ONE_ROOM: ReadonlyMap<Action, Action> = new Map<Action, Action>([
  ["previous-room", "backward-word"],
  ["next-room", "forward-word"],
]);

/** What takes a question, or a search, away. */
const ANSWERS_NO: ReadonlySet<Action> = new Set<Action>([
  "accept-line",
  "interrupt",
  "abort",
]);

const ACTS: ReadonlyMap<Action, InputAct> = new Map<InputAction, InputAct>([
  ["complete", (input) => input.complete(1)],
  ["complete-back", (input) => input.complete(-1)],
  ["delete-char-or-leave", (input) => input.deleteOrLeave()],
  ["accept-line", (input) => input.enter()],
  ["next-history", (input) => input.step(1)],
  ["end-of-history", (input) => input.stepFar(1)],
  ["previous-history", (input) => input.step(-1)],
  ["beginning-of-history", (input) => input.stepFar(-1)],
  ["interrupt", (input) => input.interrupt()],
  ["reverse-search-history", (input) => input.search()],
]);
