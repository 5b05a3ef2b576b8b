/**
 * Which part of a line has which colour, and whether there are any.
 * Knows nothing of events and of what is written where.
 *
 * @module
 */

import { bold, cyan, dim, red, rgb8, setColorEnabled } from "@std/fmt/colors";
import type { Environment } from "../shared/flags.ts";
import { foldName } from "../shared/names.ts";

/** Colours the parts of a line. */
export interface Paint {
  /** Somebody else's name; the same person always looks the same. */
  name(text: string, who: string): string;
  /** One's own name. */
  own(text: string): string;
  /** Times, days and what is still on its way. */
  faint(text: string): string;
  info(text: string): string;
  error(text: string): string;
}

/**
 * Colours of the 256-colour cube that stand out from black and from white by
 * at least 3.6 to 1; red is kept for errors.
 */
export const NAME_COLOURS: readonly number[] = [
  26,
  28,
  29,
  30,
  31,
  32,
  63,
  64,
  94,
  97,
  99,
  100,
  129,
  130,
  133,
  134,
  161,
  162,
  164,
  166,
];

/** No colours at all. */
export const PLAIN_PAINT: Paint = {
  name: same,
  own: same,
  faint: same,
  info: same,
  error: same,
};

const COLOUR_PAINT: Paint = {
  name: (text, who) => rgb8(text, colourOf(who)),
  own: bold,
  faint: dim,
  info: cyan,
  error: red,
};

/** Options for {@linkcode choosePaint}. */
export interface PaintOptions {
  readonly environment: Environment;
  readonly isTerminal: boolean;
  /** What `--no-color` says. */
  readonly noColor: boolean;
}

/** Returns the paint for where the lines go. */
export function choosePaint(options: PaintOptions): Paint {
  if (!wantsColour(options)) return PLAIN_PAINT;
  setColorEnabled(true);
  return COLOUR_PAINT;
}

/** Returns the colour of a person, the same for every spelling of the name. */
export function colourOf(name: string): number {
  let hash = 2166136261; // FNV-1a
  for (const character of foldName(name)) {
    hash ^= character.codePointAt(0) ?? 0;
    hash = Math.imul(hash, 16777619);
  }
  return NAME_COLOURS[(hash >>> 0) % NAME_COLOURS.length] ?? 0;
}

function wantsColour(
  { environment, isTerminal, noColor }: PaintOptions,
): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  if (noColor || NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== "0";
  return isTerminal && TERM !== "dumb";
}

function same(text: string): string {
  return text;
}
