/**
 * What can follow what on a command line, the same for every shell.
 *
 * @module
 */

import { type Command, COMMON_FLAGS, type Operand } from "../command.ts";
import { type Flag, takesValue } from "../flag.ts";

/** What completes a word: one of a set, a path, a server, or nothing. */
export type WordCompletion =
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "file" | "folder" | "server" | "nothing" };

/** A flag as a shell sees it. */
export interface FlagWord {
  /** With its dashes. */
  readonly word: string;
  /** A letter behind one dash that stands for it. */
  readonly short?: string;
  /** One line, no full stop. */
  readonly help: string;
  /** What completes its value; nothing for a switch. */
  readonly value?: WordCompletion;
}

/** A command as a shell sees it. */
export interface CommandWord {
  /** Its name. */
  readonly word: string;
  /** One line, no full stop. */
  readonly help: string;
  /** Those of every command, too. */
  readonly flags: readonly FlagWord[];
  /** What completes each operand. */
  readonly operands: readonly WordCompletion[];
}

/** Returns all that can be completed; `help` is a command here. */
export function describeProgram(
  commands: readonly Command[],
): readonly CommandWord[] {
  const words = commands.map(({ name }) => name);
  return [...commands.map(describeCommand), {
    word: "help",
    help: "All about a command",
    flags: [],
    operands: [{ kind: "words", words }],
  }];
}

/** Returns what is followed by a value, in all commands, each once. */
export function valueFlags(
  commands: readonly CommandWord[],
): readonly string[] {
  const flags = commands.flatMap(({ flags }) => flags);
  const words = flags.filter(({ value }) => value)
    .flatMap(({ word, short }) => short ? [short, word] : [word]);
  return [...new Set(words)];
}

function describeCommand(
  { name, summary, flags, operands = [] }: Command,
): CommandWord {
  const shown = [...flags, ...COMMON_FLAGS].filter(({ hidden }) => !hidden);
  return {
    word: name,
    help: summary,
    flags: shown.map(describeFlag),
    operands: operands.map(completionOf),
  };
}

function describeFlag(flag: Flag): FlagWord {
  const { name, short, help } = flag;
  return {
    word: `--${name}`,
    ...(short === undefined ? {} : { short: `-${short}` }),
    help,
    ...(takesValue(flag) ? { value: valueOf(flag) } : {}),
  };
}

function valueOf({ type: { choices, path } }: Flag): WordCompletion {
  if (choices) return { kind: "words", words: choices };
  return { kind: path ?? "nothing" };
}

function completionOf(operand: Operand): WordCompletion {
  if (typeof operand === "object") return { kind: "words", words: operand };
  const isFree = operand === "text" || operand === "words";
  return { kind: isFree ? "nothing" : operand };
}
