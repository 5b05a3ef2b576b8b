/**
 * Which piece of a line looks how, and whether there are colours at all. What a
 * colour says is said in words or signs too.
 *
 * The sequences are our own: `@std/fmt/colors` obeys NO_COLOR for the whole
 * process, so that `--color always` could not.
 *
 * @module
 */

import type { Environment } from "../../shared/flags.ts";
import { type Depth, NameColours } from "./palette.ts";
import type { Span, Style } from "./span.ts";

/** Returns a piece of text as it is written to a terminal or a file. */
export type Paint = (span: Span) => string;

/** When to colour. */
export const COLOUR_CHOICES = ["auto", "always", "never"] as const;

/** One of {@linkcode COLOUR_CHOICES}. */
export type ColourChoice = typeof COLOUR_CHOICES[number];

/** What decides about colours. */
export interface ColourOptions {
  readonly environment: Environment;
  readonly isTerminal: boolean;
  /** What `--color` says. */
  readonly color: ColourChoice;
}

/** Parameters of the SGR sequence of a style; "" for no sequence. */
const LOOKS: Readonly<Record<Exclude<Style, "name">, string>> = {
  plain: "",
  faint: "2",
  info: "36",
  error: "31",
  own: "1",
  mention: "1;7",
  private: "35",
  link: "4",
};
/** `FORCE_COLOR` by its levels, as many programs read it. */
const FORCED: ReadonlyMap<string, Depth | undefined> = new Map<
  string,
  Depth | undefined
>([
  ["0", undefined],
  ["false", undefined],
  ["1", 16],
  ["2", 256],
  ["3", "true"],
]);

/** No colours at all. */
export const PLAIN_PAINT: Paint = ({ text }) => text;

/** Returns the paint for where the lines go. */
export function choosePaint(options: ColourOptions): Paint {
  const depth = depthOf(options);
  if (depth === undefined) return PLAIN_PAINT;
  const names = new NameColours(depth);
  return (span) => {
    const look = lookOf(span, names);
    return look === "" ? span.text : `\x1b[${look}m${span.text}\x1b[0m`;
  };
}

/**
 * Returns how many colours to use, or nothing for none: what the command line
 * says, then `NO_COLOR`, then `FORCE_COLOR`, then what the terminal can.
 */
export function depthOf(options: ColourOptions): Depth | undefined {
  const { color, environment, isTerminal } = options;
  const { NO_COLOR, FORCE_COLOR } = environment;
  const known = detected(environment);
  if (color !== "auto") return color === "always" ? known ?? 16 : undefined;
  if (NO_COLOR) return undefined;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "") {
    return FORCED.has(FORCE_COLOR) ? FORCED.get(FORCE_COLOR) : known ?? 16;
  }
  return isTerminal ? known : undefined;
}

/** Terminals say what they can in their name, or in `COLORTERM`. */
function detected(
  { TERM = "", COLORTERM = "" }: Environment,
): Depth | undefined {
  if (TERM === "dumb") return undefined;
  if (/^(truecolor|24bit)$/i.test(COLORTERM) || /-direct/.test(TERM)) {
    return "true";
  }
  return /256/.test(TERM) ? 256 : 16;
}

function lookOf({ style, who = "" }: Span, names: NameColours): string {
  return style === "name" ? names.of(who) : LOOKS[style];
}
