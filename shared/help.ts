/**
 * Help pages, made from the tables of commands and flags, laid out for a width.
 *
 * @module
 */

import type { Command } from "./command.ts";
import { callOf, environmentName, type Flag, purposeOf } from "./flag.ts";

/** Left and right part of a line in columns. */
export type ColumnPair = readonly [left: string, right: string];

const TITLE = "ktn - chat for your own network in one file";
const INDENT = 2;
const GAP = 2;
/** Longer lines are hard to read, however wide the terminal is. */
const MAX_WIDTH = 100;
/** A longer left part does not move the right ones of the others. */
const MAX_LEFT = 26;
/** The same for calls, whose remarks are short. */
const MAX_EXAMPLE = 52;
/** With less room than this the right part goes below the left one. */
const MIN_RIGHT = 24;

/** What is shown when nothing is asked for: how to begin, in ten lines. */
export function shortHelp(
  commands: readonly Command[],
  width: number,
): string {
  const names = commands.map(({ name }) => name).join(", ");
  return page([
    wrap(TITLE, width),
    columns(
      commands.slice(0, 2).map(({ examples, summary }) => [
        examples[0]?.[0] ?? "",
        summary,
      ]),
      width,
    ),
    wrap(`Commands: ${names}`, width, 10),
    columns([
      ["ktn help", "What the commands do"],
      ["ktn help COMMAND", "All about one of them"],
    ], width),
  ]);
}

/** All commands, a line each. */
export function overview(commands: readonly Command[], width: number): string {
  const examples = commands.slice(0, 2)
    .flatMap(({ examples }) => examples.slice(0, 1));
  const rows = commands.map(({ name, summary }): ColumnPair => [name, summary]);
  return page([
    wrap(TITLE, width),
    `Examples:\n${columns(examples, width, MAX_EXAMPLE)}`,
    `Commands:\n${columns(rows, width)}`,
    columns([
      ["ktn help COMMAND", "All about a command, also COMMAND --help"],
      ["ktn --version", "Which ktn this is"],
    ], width),
    documentation(width),
  ]);
}

/** All about one command. */
export function details(
  command: Command,
  common: readonly Flag[],
  width: number,
): string {
  const { usage, summary, examples, flags, operands = [] } = command;
  return page([
    usage,
    wrap(`${summary}.`, width),
    `Examples:\n${columns(examples, width, MAX_EXAMPLE)}`,
    flags.some(({ hidden }) => !hidden) &&
    `Flags [default] (variable):\n${describeFlags(flags, width)}`,
    `Of every command:\n${describeFlags(common, width)}`,
    operands.includes("server") && wrap(SERVER_OPERAND, width),
    documentation(width),
  ]);
}

/** How a server is named on the command line. */
export const SERVER_OPERAND =
  "HOST is a host name, an IPv4 address or an [IPV6] address, with :PORT if it is not 9998; or the name of a server saved in the configuration file, which wins over a host of the same name.";

/** Returns the help of all flags, in columns. */
export function describeFlags(flags: readonly Flag[], width: number): string {
  return columns(
    flags.filter(({ hidden }) => !hidden).map((flag): ColumnPair => {
      const otherwise = flag.default === undefined ? "" : ` [${flag.default}]`;
      const variable = flag.cliOnly ? "" : ` (${environmentName(flag)})`;
      return [
        callOf(flag),
        `${purposeOf(flag)}${otherwise}${variable}`,
      ];
    }),
    width,
  );
}

/**
 * Returns rows in two columns. A left part that is too long, and any where
 * there is no room beside it, has the right part below it.
 */
export function columns(
  rows: readonly ColumnPair[],
  width: number,
  maxLeft = MAX_LEFT,
): string {
  const lengths = rows.map(([left]) => left.length);
  const start = INDENT + GAP +
    Math.max(0, ...lengths.filter((length) => length <= maxLeft));
  const hasRoom = Math.min(width, MAX_WIDTH) - start >= MIN_RIGHT;
  const indent = hasRoom ? start : 3 * INDENT;
  return rows.map(([left, right]) => {
    const head = " ".repeat(INDENT) + left;
    if (right === "") return head;
    const isBeside = hasRoom && left.length <= maxLeft;
    return isBeside
      ? wrap(head.padEnd(start) + right, width, start)
      : `${head}\n${wrap(" ".repeat(indent) + right, width, indent)}`;
  }).join("\n");
}

/**
 * Breaks a line at spaces so that it fits a width; words are never cut.
 *
 * @param indent How far the lines after the first are moved in.
 */
export function wrap(text: string, width: number, indent = 0): string {
  const most = Math.min(width, MAX_WIDTH);
  const lines: string[] = [];
  let line = text;
  while (line.length > most) {
    const end = line.lastIndexOf(" ", most);
    const cut = end > indent ? end : line.indexOf(" ", most);
    if (cut === -1) break;
    lines.push(line.slice(0, cut).trimEnd());
    line = " ".repeat(indent) + line.slice(cut + 1);
  }
  return [...lines, line.trimEnd()].join("\n");
}

function documentation(width: number): string {
  return wrap(
    "A flag is also a variable, --port is KTN_PORT, and a key of the configuration file: see docs/configuration.md and man ktn.",
    width,
  );
}

function page(parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false).join("\n\n");
}
