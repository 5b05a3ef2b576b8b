/**
 * The quick way through a chunk of a peer that speaks in lines: one value a
 * line, decoded in one go. A third of the time of the scanner, which finds the
 * same values, and alone knows what is wrong with the rest.
 *
 * @module
 */

import { decodeText, type Frame } from "./frame.ts";
import { NEWLINE } from "./json_bytes.ts";
import { isTooDeep } from "./nesting.ts";

/** What was read, and where the scanner has to go on. */
export interface LineValues {
  /** One value each. */
  readonly frames: readonly Frame[];
  /** The first byte that was not read. */
  readonly end: number;
  /** Whether there is a line that only the scanner can judge. */
  readonly isStuck: boolean;
}

const BLANK = /^[ \t\r]*$/;

/**
 * Reads whole lines from `start` on, for as long as each holds one value.
 *
 * @param maxBytes Lines above this length are left to the scanner.
 */
export function readLineValues(
  chunk: Uint8Array,
  start: number,
  maxBytes: number,
): LineValues {
  const frames: Frame[] = [];
  const last = chunk.lastIndexOf(NEWLINE);
  if (last < start) return { frames, end: start, isStuck: false };
  let end = start;
  for (
    const line of decodeText(chunk.subarray(start, last))?.split("\n") ?? []
  ) {
    const next = chunk.indexOf(NEWLINE, end) + 1;
    const value = next - end > maxBytes ? undefined : readValue(line);
    if (value) frames.push(value);
    else if (!BLANK.test(line)) return { frames, end, isStuck: true };
    end = next;
  }
  return { frames, end, isStuck: end <= last };
}

function readValue(line: string): Frame | undefined {
  if (isTooDeep(line)) return undefined;
  try {
    return { kind: "value", value: JSON.parse(line) };
  } catch {
    return undefined;
  }
}
