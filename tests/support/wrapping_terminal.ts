/**
 * A terminal that breaks long lines by itself, as one does below `--plain` and
 * in a shell: xterm.js without a window.
 *
 * @module
 */

import graphemes from "@xterm/addon-unicode-graphemes";
import xterm from "@xterm/headless";

/** Most rows that are kept. */
const MAX_ROWS = 1000;

/** The part of xterm.js that takes text at once, as its own tests do. */
interface Core {
  writeSync(text: string): void;
}

/** Returns the rows that lines come to on a terminal, without blanks at ends. */
export function rowsOnTerminal(
  lines: readonly string[],
  columns: number,
): readonly string[] {
  const terminal = new xterm.Terminal({
    ...{ cols: columns, rows: 24, scrollback: MAX_ROWS },
    allowProposedApi: true,
    logLevel: "off",
  });
  terminal.loadAddon(new graphemes.UnicodeGraphemesAddon());
  // Not in its types, since it is for tests.
  const core = (terminal as unknown as { _core: Core })._core;
  core.writeSync(lines.map((line) => `${line}\r\n`).join(""));
  const { active } = terminal.buffer;
  const end = active.baseY + active.cursorY;
  return Array.from(
    { length: end },
    (_, row) => active.getLine(row)?.translateToString(true) ?? "",
  );
}
