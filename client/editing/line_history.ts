/**
 * The lines entered before, and which of them is shown.
 *
 * @module
 */

import { EMPTY_DRAFT, type LineDraft } from "./line_editor.ts";
import { lineOf } from "./line.ts";
import { NO_UNDO } from "./undo.ts";

/** Lines entered before. */
export interface LineHistory {
  /** Oldest first. */
  readonly lines: readonly string[];
  /** Which of them is shown; their number for the line being typed. */
  readonly at: number;
  /** What was left behind unfinished, by where: the draft, and edited lines. */
  readonly left: ReadonlyMap<number, LineDraft>;
}

/** How many lines are remembered, the newest. */
export const MAX_LINES = 1000;

/** Returns a history that goes on from earlier lines, oldest first. */
export function historyOf(earlier: readonly string[]): LineHistory {
  const lines = earlier.slice(-MAX_LINES);
  return { lines, at: lines.length, left: new Map() };
}

/** Returns the history with one more line, and the next one being typed. */
export function remember(history: LineHistory, line: string): LineHistory {
  const isNews = line.trim() !== "" && line !== history.lines.at(-1);
  return historyOf(isNews ? [...history.lines, line] : history.lines);
}

/** Returns the history with the next line being typed. */
export function atEnd({ lines }: LineHistory): LineHistory {
  return historyOf(lines);
}

/** What a step leads to. */
export interface HistoryStep {
  readonly history: LineHistory;
  readonly draft: LineDraft;
}

/**
 * Shows the line at a place; `undefined` when there is none.
 *
 * @param draft what is shown now; it is there again at the next visit.
 * @param place index of a line; their number is the line being typed.
 */
export function show(
  { lines, at, left }: LineHistory,
  draft: LineDraft,
  place: number,
): HistoryStep | undefined {
  if (place < 0 || place > lines.length || place === at) return undefined;
  const { text, cursor, undo } = draft;
  return {
    history: {
      lines,
      at: place,
      left: new Map(left).set(at, { text, cursor, undo }),
    },
    draft: left.get(place) ?? draftOf(lines[place]),
  };
}

function draftOf(text: string | undefined): LineDraft {
  return text === undefined ? EMPTY_DRAFT : { ...lineOf(text), undo: NO_UNDO };
}
