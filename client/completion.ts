/**
 * Tab: from the beginning of a word to what it may become, one after another.
 * Knows nothing of keys and terminals.
 *
 * @module
 */

import { foldName } from "../shared/names.ts";
import { COMMANDS } from "./commands.ts";
import type { Line } from "./line_editor.ts";

/** The candidates for one word, and which of them stands in the line. */
export interface Completion {
  /** The line before the word, and after it. */
  readonly before: string;
  readonly after: string;
  readonly candidates: readonly string[];
  readonly at: number;
}

/**
 * Begins a completion of the word before the cursor.
 *
 * @param people names, the most likely first.
 * @returns nothing when there is nothing to complete.
 */
export function beginCompletion(
  line: Line,
  people: readonly string[],
): Completion | undefined {
  const head = line.text.slice(0, line.cursor);
  const [word = ""] = /\S*$/.exec(head) ?? [];
  if (word === "") return undefined;
  const before = head.slice(0, head.length - word.length);
  const after = line.text.slice(line.cursor);
  const isFirst = before.trim() === "";
  const space = after.startsWith(" ") ? "" : " ";
  const candidates = isFirst && word.startsWith("/")
    ? matching(word, [...COMMANDS.keys()].map((name) => `/${name}`), space)
    : matching(word, people, isFirst ? `:${space}` : space);
  if (candidates.length === 0) return undefined;
  return { before, after, candidates, at: 0 };
}

/** Goes to another candidate, around the end; `step` is 1 or -1. */
export function cycle(completion: Completion, step: 1 | -1): Completion {
  const { candidates, at } = completion;
  const next = (at + step + candidates.length) % candidates.length;
  return { ...completion, at: next };
}

/** Returns the line with the candidate in it, the cursor behind that. */
export function completed(completion: Completion): Line {
  const { before, after, candidates, at } = completion;
  const head = before + (candidates[at] ?? "");
  return { text: head + after, cursor: head.length };
}

function matching(
  word: string,
  words: readonly string[],
  end: string,
): readonly string[] {
  const wanted = foldName(word);
  return words.filter((candidate) => foldName(candidate).startsWith(wanted))
    .map((candidate) => candidate + end);
}
