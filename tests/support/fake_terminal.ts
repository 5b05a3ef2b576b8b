/**
 * A terminal that only remembers what it shows: xterm.js without a window, so
 * that it is not the program's own widths that say what a person would see. An
 * error for every sequence that the program has no business to write.
 *
 * @module
 */

import graphemes from "@xterm/addon-unicode-graphemes";
import xterm from "@xterm/headless";
import type { Size } from "../../client/view/picture.ts";

const SEQUENCE =
  // deno-lint-ignore no-control-regex -- terminals speak in control characters
  /\x1b(?:\[(?:\?\d+[hl]|\d+;\d+H|2?[JK]|[\d;]*m)|\]8;[!-~]*\x1b\\)/y;
// deno-lint-ignore no-control-regex -- finding them is its job
const CONTROL = /[\x00-\x1f\x7f-\x9f]/;
const BELL = "\x07";
/** As `Terminal` sets it: nothing wraps by itself. */
const NO_WRAP = "\x1b[?7l";

/** The part of xterm.js that takes text at once, as its own tests do. */
interface Core {
  writeSync(text: string): void;
}

/** What is on the screen, and where the cursor is. */
export class FakeTerminal {
  readonly #terminal: InstanceType<typeof xterm.Terminal>;
  readonly #core: Core;
  /** Everything that was written. */
  written = "";
  /** How often something was written. */
  writes = 0;
  /** How often it rang. */
  bells = 0;

  /** An empty screen. */
  constructor({ columns, rows }: Size) {
    this.#terminal = new xterm.Terminal({
      ...{ cols: columns, rows, scrollback: 0 },
      allowProposedApi: true,
      logLevel: "off",
    });
    this.#terminal.loadAddon(new graphemes.UnicodeGraphemesAddon());
    this.#terminal.onBell(() => this.bells++);
    // Not in its types, since it is for tests.
    this.#core = (this.#terminal as unknown as { _core: Core })._core;
    this.#core.writeSync(NO_WRAP);
  }

  /** The size now. */
  get size(): Size {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows };
  }

  /** All rows, without blanks at their ends. */
  get rows(): readonly string[] {
    const { rows } = this.#terminal;
    return Array.from({ length: rows }, (_, row) => this.#row(row).trimEnd());
  }

  /** The rows that are not empty. */
  get lines(): readonly string[] {
    return this.rows.filter((row) => row !== "");
  }

  /** What was said: the rows above the status row that are not empty. */
  get said(): readonly string[] {
    const { rows } = this;
    const end = rows.findLastIndex((row) => row.startsWith("─"));
    return rows.slice(0, end).filter((row) => row !== "");
  }

  /** The row about the connection and all else. */
  get status(): string {
    return this.rows.findLast((row) => row.startsWith("─")) ?? "";
  }

  /** The row of the cursor, with the cursor in it. */
  get cursorLine(): string {
    const { cursorX, cursorY } = this.#terminal.buffer.active;
    const head = this.#row(cursorY, 0, cursorX);
    return `${head}|${this.#row(cursorY, cursorX).trimEnd()}`;
  }

  /** The cell of the cursor, from 0. */
  get cursorColumn(): number {
    return this.#terminal.buffer.active.cursorX;
  }

  /** Changes the size; what stood there is lost, as it may be. */
  resize({ columns, rows }: Size): void {
    this.#terminal.resize(columns, rows);
    this.#terminal.reset();
    this.#core.writeSync(NO_WRAP);
  }

  /** Writes what a program writes. */
  write(text: string): void {
    this.writes++;
    this.written += text;
    check(text);
    this.#core.writeSync(text);
  }

  #row(row: number, start?: number, end?: number): string {
    const line = this.#terminal.buffer.active.getLine(row);
    return line?.translateToString(false, start, end) ?? "";
  }
}

/** Throws at what is neither text nor a sequence of the program's own. */
function check(text: string): void {
  let rest = "";
  for (let at = 0; at < text.length;) {
    SEQUENCE.lastIndex = at;
    const [sequence] = text[at] === "\x1b" ? SEQUENCE.exec(text) ?? [] : [];
    if (sequence === undefined) rest += text[at];
    at += sequence?.length ?? 1;
  }
  const [control] = CONTROL.exec(rest.replaceAll(BELL, "")) ?? [];
  if (control === undefined) return;
  throw new Error(`Unknown control in ${JSON.stringify(text)}`);
}
