/**
 * The tables of docs/configuration.md, made from the table of commands.
 *
 * @module
 */

import { type Command, COMMON_FLAGS } from "../shared/command.ts";
import {
  callOf,
  environmentName,
  type Flag,
  purposeOf,
} from "../shared/flag.ts";
import { type Fact, FILES, VARIABLES } from "./facts.ts";

const START = "<!-- made by deno task reference -->";
const END = "<!-- end of what is made -->";

/**
 * Returns the page with its tables made anew.
 *
 * @throws {Error} when the page has no place for them.
 */
export function withTables(page: string, commands: readonly Command[]): string {
  const start = page.indexOf(START);
  const end = page.indexOf(END);
  if (start === -1 || end < start) {
    throw new Error(`Cannot find "${START}" and "${END}" in the page`);
  }
  const made = tables(commands);
  return `${page.slice(0, start)}${START}\n\n${made}\n\n${page.slice(end)}`;
}

function tables(commands: readonly Command[]): string {
  return [
    "<!-- deno-fmt-ignore-start -->",
    ...commands.filter(({ flags }) => flags.some(isShown)).flatMap(
      ({ name, flags }) => [`### ktn ${name}`, flagTable(flags)],
    ),
    "### Every command",
    flagTable(COMMON_FLAGS),
    "### Other variables",
    factTable(["variable", "what for"], VARIABLES),
    "### Files",
    factTable(["on Linux", "what for"], FILES),
    "<!-- deno-fmt-ignore-end -->",
  ].join("\n\n");
}

function flagTable(flags: readonly Flag[]): string {
  return table(
    ["flag", "variable", "default", "what for"],
    flags.filter(isShown).map((flag) => [
      code(callOf(flag)),
      flag.cliOnly ? "" : code(environmentName(flag)),
      flag.default === undefined ? "" : code(flag.default),
      purposeOf(flag),
    ]),
  );
}

function factTable(head: readonly string[], facts: readonly Fact[]): string {
  return table(head, facts.map(([what, purpose]) => [code(what), purpose]));
}

function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const rule = head.map(() => "---");
  return [head, rule, ...rows]
    .map((cells) => `| ${cells.map(escaped).join(" | ")} |`)
    .join("\n");
}

function isShown({ hidden }: Flag): boolean {
  return !hidden;
}

function code(text: string): string {
  return `\`${text}\``;
}

function escaped(cell: string): string {
  return cell.replaceAll("|", "\\|");
}
