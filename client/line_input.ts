/**
 * Keys in, finished lines out; in between the line in the view, with its
 * completion. Knows nothing of what becomes of a line.
 *
 * @module
 */

import type { ChatView } from "./chat_view.ts";
import {
  beginCompletion,
  completed,
  type Completion,
  cycle,
} from "./completion.ts";
import type { Key, KeyName } from "./keys.ts";
import { EMPTY_EDITOR, enter, press, replaceLine } from "./line_editor.ts";

/** Who takes what is typed. */
export interface LineTaker {
  /** Enter was pressed. */
  take(line: string): void;
  /** Ctrl-D or Ctrl-C was pressed on an empty line. */
  quit(): void;
  /** Names that Tab may complete, the most likely first. */
  names(): readonly string[];
}

type Act = (input: LineInput) => void;

/** One line after another. */
export class LineInput {
  readonly #view: ChatView;
  #completion: Completion | undefined;
  /** Who takes what is typed now. */
  taker: LineTaker;

  /** Edits the line of the view for its first taker. */
  constructor(view: ChatView, taker: LineTaker) {
    this.#view = view;
    this.taker = taker;
  }

  /** Takes a key. */
  press(key: Key): void {
    const act = ACTS.get(key.kind);
    if (act) act(this);
    else this.#edit(key);
    this.#view.drawSoon();
  }

  /** Gives a text back to be edited, unless something else is being typed. */
  giveBack(text: string): void {
    if (this.#view.editor.text !== "") return;
    this.#view.editor = replaceLine(this.#view.editor, text);
  }

  #edit(key: Key): void {
    this.#completion = undefined;
    this.#view.editor = press(this.#view.editor, key);
  }

  /** Hands the line over. */
  enter(): void {
    const { text } = this.#view.editor;
    this.#completion = undefined;
    this.#view.editor = enter(this.#view.editor);
    this.taker.take(text);
  }

  /** Clears the line; on an empty one it leaves. */
  interrupt(): void {
    if (this.#view.editor.text === "") return this.taker.quit();
    const { entered, cut } = this.#view.editor;
    const shown = entered.length;
    this.#completion = undefined;
    this.#view.editor = { ...EMPTY_EDITOR, entered, shown, cut };
  }

  /** Leaves on an empty line, else deletes as the key does everywhere. */
  endOfInput(): void {
    if (this.#view.editor.text === "") this.taker.quit();
    else this.#edit({ kind: "delete" });
  }

  /** Completes the word before the cursor, or goes to another candidate. */
  complete(step: 1 | -1): void {
    this.#completion = this.#completion
      ? cycle(this.#completion, step)
      : beginCompletion(this.#view.editor, this.taker.names());
    if (!this.#completion) return;
    const { text, cursor } = completed(this.#completion);
    this.#view.editor = replaceLine(this.#view.editor, text, cursor);
  }
}

const ACTS: ReadonlyMap<Key["kind"], Act> = new Map<KeyName, Act>([
  ["end_of_input", (input) => input.endOfInput()],
  ["enter", (input) => input.enter()],
  ["interrupt", (input) => input.interrupt()],
  ["tab", (input) => input.complete(1)],
  ["tab_back", (input) => input.complete(-1)],
]);
