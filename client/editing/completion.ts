/**
 * Tab: from the beginning of a word to what it may become, one after another.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";
import { type ArgumentKind, COMMANDS } from "./commands.ts";
import { EMPTY_LINE, type Line } from "./line.ts";
import { change, type Editor } from "./line_editor.ts";

/** What can be named. */
export interface Vocabulary {
  /** Who types; proposed last. */
  readonly me: string;
  /** Everybody else, the most likely first. */
  readonly people: readonly string[];
  /** Rooms, without the `#`. */
  readonly rooms: readonly string[];
}

/** The candidates for one word, and which of them stands in the line. */
export interface Completion {
  /** The line before the word, and after it. */
  readonly before: string;
  readonly after: string;
  /** What all candidates begin with, if that is more than was typed. */
  readonly prefix: string;
  readonly candidates: readonly string[];
  /** -1 for the prefix. */
  readonly at: number;
}

/** What may stand where the cursor is. */
interface Choice {
  readonly words: readonly string[];
  /** What follows the word that is chosen. */
  readonly end: string;
}

/**
 * Begins a completion of the word before the cursor.
 *
 * @returns nothing when there is nothing to complete.
 */
export function beginCompletion(
  line: Line,
  vocabulary: Vocabulary,
): Completion | undefined {
  const head = line.text.slice(0, line.cursor);
  const [word = ""] = /\S*$/.exec(head) ?? [];
  const before = head.slice(0, head.length - word.length);
  const after = line.text.slice(line.cursor);
  const { words, end } = choiceFor(before, word, vocabulary);
  const wanted = foldName(word);
  const found = words.filter((each) => foldName(each).startsWith(wanted));
  if (found.length === 0) return undefined;
  const stop = after.startsWith(" ") ? end.trimEnd() : end;
  const candidates = found.map((each) => each + stop);
  const prefix = commonPrefix(found);
  const hasMore = found.length > 1 && prefix.length > word.length;
  return { before, after, prefix, candidates, at: hasMore ? -1 : 0 };
}

/** Goes to another candidate, around the end; `step` is 1 or -1. */
export function cycle(completion: Completion, step: 1 | -1): Completion {
  const { candidates, at } = completion;
  // Before the first candidate and back is the last one.
  const from = at === -1 && step === -1 ? 0 : at;
  const next = (from + step + candidates.length) % candidates.length;
  return { ...completion, at: next };
}

/** Returns the line with the candidate in it, the cursor behind that. */
export function completed(completion: Completion): Line {
  const { before, after, prefix, candidates, at } = completion;
  const head = before + (candidates[at] ?? prefix);
  return { ...EMPTY_LINE, text: head + after, cursor: head.length };
}

/** A completion under way. */
export class Completer {
  /** The line as it was before the first Tab. */
  #base: Editor | undefined;
  #completion: Completion | undefined;

  /**
   * Completes the word before the cursor, or puts another candidate there.
   *
   * @param step 1 for the next candidate, -1 for the one before.
   * @returns the editor with it, as one change that can be taken back.
   */
  complete(editor: Editor, step: 1 | -1, vocabulary: Vocabulary): Editor {
    this.#completion = this.#completion
      ? cycle(this.#completion, step)
      : beginCompletion(editor, vocabulary);
    if (!this.#completion) return editor;
    this.#base ??= editor;
    return change(this.#base, completed(this.#completion));
  }

  /** Something else was done: the next Tab begins anew. */
  forget(): void {
    this.#base = undefined;
    this.#completion = undefined;
  }
}

/** What may stand behind `before`, when `word` has been typed of it. */
function choiceFor(
  before: string,
  word: string,
  vocabulary: Vocabulary,
): Choice {
  const people = [...vocabulary.people, vocabulary.me];
  const isFirst = before.trim() === "";
  if (word.startsWith("@")) return { words: withMark("@", people), end: " " };
  if (word.startsWith("#")) return roomChoice(vocabulary);
  if (isFirst && word.startsWith("/")) return commandChoice("/");
  const kind = argumentKind(before);
  if (kind) return ARGUMENTS[kind](vocabulary, people);
  if (word === "") return NO_CHOICE;
  return { words: people, end: isFirst ? ": " : " " };
}

/** What the place in a command's arguments takes; nothing outside a command. */
function argumentKind(before: string): ArgumentKind | "none" | undefined {
  const [, name = "", given = ""] = /^\/([^\s/]+)\s+(.*)$/s.exec(before) ?? [];
  const command = COMMANDS.get(name.toLowerCase());
  if (!command) return undefined;
  const kinds = command.arguments;
  const place = given.split(/\s+/).length - 1;
  return kinds[Math.min(place, kinds.length - 1)] ?? "none";
}

type Offer = (vocabulary: Vocabulary, people: readonly string[]) => Choice;

const NO_CHOICE: Choice = { words: [], end: "" };

const ARGUMENTS: Readonly<Record<ArgumentKind | "none", Offer>> = {
  command: () => commandChoice(""),
  none: () => NO_CHOICE,
  number: () => NO_CHOICE,
  person: (_vocabulary, people) => ({ words: people, end: " " }),
  room: roomChoice,
  text: (_vocabulary, people) => ({ words: people, end: " " }),
};

function commandChoice(mark: string): Choice {
  return { words: withMark(mark, [...COMMANDS.keys()]), end: " " };
}

function roomChoice({ rooms }: Vocabulary): Choice {
  return { words: withMark("#", rooms), end: " " };
}

function withMark(mark: string, words: readonly string[]): string[] {
  return words.map((word) => mark + word);
}

/** Spelt as in the first word; case does not count. */
function commonPrefix([first = "", ...others]: readonly string[]): string {
  let length = first.length;
  for (const other of others) {
    const [a, b] = [foldName(first), foldName(other)];
    while (!b.startsWith(a.slice(0, length))) length--;
  }
  return first.slice(0, length);
}
