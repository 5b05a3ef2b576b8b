/**
 * The line being typed among those entered before it.
 *
 * @module
 */

import type { Direction } from "./history_search.ts";
import { EMPTY_LINE, lineOf } from "./line.ts";
import {
  change,
  type Editor,
  EMPTY_DRAFT,
  EMPTY_EDITOR,
  type LineDraft,
  takeUp,
} from "./line_editor.ts";
import {
  atEnd,
  historyOf,
  type LineHistory,
  remember,
  show,
} from "./line_history.ts";

/** A line, and the way to the others. */
export class EditedLine {
  #history: LineHistory;
  /** The line as it stands, with what can be undone and put back. */
  editor: Editor = EMPTY_EDITOR;

  /** Begins with an empty line below earlier ones, oldest first. */
  constructor(earlier: readonly string[]) {
    this.#history = historyOf(earlier);
  }

  /** The lines entered before, oldest first. */
  get earlier(): readonly string[] {
    return this.#history.lines;
  }

  /** Puts another text in the place of the line; that can be taken back. */
  replace(text: string): void {
    this.editor = change(this.editor, lineOf(text));
  }

  /** Takes everything out; that can be taken back. */
  clear(): void {
    this.editor = change(this.editor, EMPTY_LINE);
    this.#history = atEnd(this.#history);
  }

  /** Begins an empty line; what was entered cannot be taken back. */
  begin(entered: string | undefined): void {
    this.editor = takeUp(this.editor, EMPTY_DRAFT);
    this.#history = entered === undefined
      ? atEnd(this.#history)
      : remember(this.#history, entered);
  }

  /** Goes on with another draft; returns the one that was being typed. */
  exchange(draft: LineDraft): LineDraft {
    this.stepFar(1); // an old line is no draft
    const { text, cursor, undo } = this.editor;
    this.editor = takeUp(this.editor, draft);
    this.#history = atEnd(this.#history);
    return { text, cursor, undo };
  }

  /** Shows an older line or a newer one. */
  step(direction: Direction): void {
    this.#show(this.#history.at + direction);
  }

  /** Shows the oldest line, or the draft. */
  stepFar(direction: Direction): void {
    this.#show(direction === -1 ? 0 : this.#history.lines.length);
  }

  #show(place: number): void {
    const step = show(this.#history, this.editor, place);
    if (!step) return;
    this.#history = step.history;
    this.editor = takeUp(this.editor, step.draft);
  }
}
