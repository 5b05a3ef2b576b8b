/**
 * What a chat looks like on a terminal: what was said above, then what is still
 * on its way, how the connection is, and the line being typed.
 * Knows nothing of connections and of what keys do.
 *
 * @module
 */

import type { Paint } from "./colours.ts";
import { type Editor, EMPTY_EDITOR } from "./line_editor.ts";
import type { Outgoing } from "./pending.ts";
import {
  layOut,
  type Region,
  type Row,
  rowOf,
  type Screen,
  type Size,
  stack,
} from "./screen.ts";

/** Options for {@linkcode ChatView}. */
export interface ChatViewOptions {
  readonly screen: Screen;
  readonly size: () => Size;
  readonly paint: Paint;
}

/** How many messages on their way are shown, the newest. */
const MAX_PENDING_ROWS = 3;

/** The parts of the picture; {@linkcode ChatView.draw} shows how they stand. */
export class ChatView {
  readonly #options: ChatViewOptions;
  #above: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Stands before the line being typed. */
  prompt = "";
  /** How the connection is, when that is worth a row. */
  status = "";
  /** The line being typed. */
  editor: Editor = EMPTY_EDITOR;
  /** What is on its way. */
  pending: readonly Outgoing[] = [];

  /** Prepares a view; nothing is drawn yet. */
  constructor(options: ChatViewOptions) {
    this.#options = options;
  }

  /** Adds lines above what is being typed; many in one turn are one write. */
  print(lines: readonly string[]): void {
    this.#above.push(...lines);
    this.drawSoon();
  }

  /** Draws before the program next waits. */
  drawSoon(): void {
    this.#timer ??= setTimeout(() => this.draw());
  }

  /** Draws how everything stands now. */
  draw(): void {
    this.#cancel();
    const above = this.#above;
    this.#above = [];
    this.#options.screen.update(above, this.#region());
  }

  /** Shows what was printed, and takes the rest away. */
  close(): void {
    this.#cancel();
    this.#options.screen.update(this.#above, EMPTY_REGION);
    this.#above = [];
    this.#options.screen.clear();
  }

  #cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #region(): Region {
    const { columns } = this.#options.size();
    const typed = layOut(this.prompt, this.editor, columns);
    return stack(
      [...this.#pendingRows(columns), ...this.#statusRows(columns)],
      typed,
    );
  }

  #pendingRows(columns: number): Row[] {
    const { paint } = this.#options;
    const hidden = this.pending.length - MAX_PENDING_ROWS;
    const shown = this.pending.slice(-MAX_PENDING_ROWS);
    return [
      ...(hidden > 0 ? [`… and ${hidden} more`] : []),
      ...shown.map(({ text }) => `… ${text}`),
    ].map((text) => rowOf(text, columns, paint.faint));
  }

  #statusRows(columns: number): Row[] {
    if (this.status === "") return [];
    return [rowOf(this.status, columns, this.#options.paint.error)];
  }
}

const EMPTY_REGION: Region = {
  rows: [{ text: "", width: 0 }],
  cursor: { row: 0, column: 0 },
};
