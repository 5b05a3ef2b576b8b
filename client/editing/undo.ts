/**
 * Lines as they were before each change.
 *
 * @module
 */

import type { Line } from "./line.ts";

/** The way back, and the way forward again. */
export interface UndoList {
  /** The nearest last. */
  readonly past: readonly Line[];
  readonly future: readonly Line[];
}

/** How many changes can be taken back. */
export const MAX_UNDO = 200;

/** Nothing to take back. */
export const NO_UNDO: UndoList = { past: [], future: [] };

/** Returns the list after a change of `line`; what was taken back is gone. */
export function changed({ past }: UndoList, line: Line): UndoList {
  const { text, cursor } = line; // and nothing else it may carry
  return { past: [...past, { text, cursor }].slice(-MAX_UNDO), future: [] };
}

/** What a step leads to. */
export interface Step {
  readonly line: Line;
  readonly undo: UndoList;
}

/** Takes a change back; `undefined` when there is none. */
export function stepBack(
  { past, future }: UndoList,
  { text, cursor }: Line,
): Step | undefined {
  const line = past.at(-1);
  return line && {
    line,
    undo: { past: past.slice(0, -1), future: [...future, { text, cursor }] },
  };
}

/** Makes a change again that was taken back; `undefined` when there is none. */
export function stepForward(
  { past, future }: UndoList,
  { text, cursor }: Line,
): Step | undefined {
  const line = future.at(-1);
  return line && {
    line,
    undo: { past: [...past, { text, cursor }], future: future.slice(0, -1) },
  };
}
