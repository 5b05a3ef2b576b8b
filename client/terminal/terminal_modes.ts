/**
 * What the view asks of a terminal, and how it is taken back. Whoever owns the
 * terminal writes the one when it takes it and the other when it gives it back.
 *
 * @module
 */

/** A mode as it is switched on and off. */
interface Mode {
  readonly on: string;
  readonly off: string;
}

/** In the order in which they are switched on; off is the other way round. */
const MODES: readonly Mode[] = [
  // The alternate screen: what stood on the normal one stays as it is.
  { on: "\x1b[?1049h", off: "\x1b[?1049l" },
  // No wrapping: where a terminal counts cells otherwise, one row is cut off
  // instead of all being moved.
  { on: "\x1b[?7l", off: "\x1b[?7h" },
  // Tells when another window is chosen, where it can.
  { on: "\x1b[?1004h", off: "\x1b[?1004l" },
  // The cursor is hidden while rows are written.
  { on: "", off: "\x1b[?25h" },
];

/** Written when the terminal is taken. */
export const MODES_ON = MODES.map(({ on }) => on).join("");

/** Written when the terminal is given back; twice does no harm. */
export const MODES_OFF = MODES.toReversed().map(({ off }) => off).join("");
