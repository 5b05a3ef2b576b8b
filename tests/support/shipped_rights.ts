/**
 * `ktn` with the rights it is shipped with, in place of the `-A` of other
 * tests: those of its task in deno.json, and those of the compiled program.
 *
 * @module
 */

import { RIGHTS } from "../../tools/compile.ts";
import { IS_SOURCES, PROGRAM, programWith } from "./program.ts";

const ROOT = new URL("../../", import.meta.url);
const CONFIG = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));

/** How a command can be called, each with the rights that are shipped. */
export interface Shipped {
  /** Where the rights stand. */
  readonly from: string;
  /** The program and its first arguments, up to the command's name. */
  readonly program: readonly string[];
}

/**
 * Returns the ways a command is shipped; each set of rights once. A program that
 * is named has its own rights.
 */
export function shippedWays(command: string): readonly Shipped[] {
  if (!IS_SOURCES) return [{ from: "KTN_PROGRAM", program: PROGRAM }];
  const task = CONFIG.tasks[command] ? command : "ktn";
  const ways = [
    { from: `task ${task}`, rights: rightsOfTask(task) },
    { from: "the compiled program", rights: RIGHTS },
  ];
  const bySet = new Map(
    ways.reverse().map((way) => [[...way.rights].sort().join(" "), way]),
  );
  return [...bySet.values()].map(({ from, rights }) => ({
    from,
    program: programWith(rights),
  }));
}

/** What stands in the command line of a task and is no right. */
const NO_RIGHT = /^--(?:lock|v8-flags)=/;

/** The rights in the command line of a task. */
function rightsOfTask(task: string): readonly string[] {
  const words: readonly string[] = CONFIG.tasks[task].command.split(" ");
  return words.slice(2, words.indexOf("main.ts"))
    .filter((word) => !NO_RIGHT.test(word));
}
