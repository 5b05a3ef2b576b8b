/**
 * Completion scripts for shells, made from the table of commands.
 *
 * @module
 */

import type { Command } from "../command.ts";
import { bashScript } from "./bash.ts";
import { fishScript } from "./fish.ts";
import { SHELLS } from "./shells.ts";
import { describeProgram } from "./words.ts";
import { zshScript } from "./zsh.ts";

const SCRIPTS = { bash: bashScript, fish: fishScript, zsh: zshScript };

/**
 * Returns the script for a shell; nothing for a shell that is not known.
 *
 * @param shell One of {@linkcode SHELLS}.
 */
export function completionScript(
  shell: string,
  commands: readonly Command[],
): string | undefined {
  const known = SHELLS.find((name) => name === shell);
  return known && SCRIPTS[known](describeProgram(commands));
}
