/**
 * The completion script for zsh, 5 and newer.
 *
 * @module
 */

import type { CommandWord, FlagWord, WordCompletion } from "./words.ts";

/** Returns the script. */
export function zshScript(commands: readonly CommandWord[]): string {
  return `#compdef ktn
# Completions of ktn for zsh. In ~/.zshrc, after compinit:
#   eval "$(ktn completions zsh)"

_ktn_servers() {
    local -a servers
    servers=(\${(f)"$($_ktn_program completions --servers 2>/dev/null)"})
    compadd -a servers
}

_ktn() {
    local _ktn_program=$words[1] state
    local -a commands
    commands=(
${
    commands.map(({ word, help }) => `        ${quote(`${word}:${help}`)}`)
      .join("\n")
  }
    )
    _arguments -C '1:command:->command' '*::argument:->argument'
    case $state in
    command) _describe command commands ;;
    argument)
        case $words[1] in
${commands.map(caseOf).join("\n")}
        esac
        ;;
    esac
}

# Read by eval, or found in fpath and called.
if [[ $funcstack[1] == _ktn ]]; then
    _ktn "$@"
else
    compdef _ktn ktn
fi`;
}

function caseOf({ word, flags, operands }: CommandWord): string {
  const specs = [
    ...flags.flatMap(specsOf),
    ...operands.map((operand, index) =>
      quote(`${index + 1}: :${actionOf(operand)}`)
    ),
  ];
  const lines = specs.map((spec) => ` \\\n                ${spec}`).join("");
  return `        ${word}) _arguments -S${lines} ;;`;
}

function specsOf({ word, short, help, value }: FlagWord): readonly string[] {
  const description = help.replace(/[[\]:\\]/g, "\\$&");
  const action = value === undefined ? "" : `: :${actionOf(value)}`;
  const flag = value === undefined ? word : `${word}=`;
  const flags = short === undefined ? [flag] : [short, flag];
  return flags.map((each) => quote(`${each}[${description}]${action}`));
}

function actionOf(completion: WordCompletion): string {
  switch (completion.kind) {
    case "words":
      return `(${completion.words.join(" ")})`;
    case "file":
      return "_files";
    case "folder":
      return "_files -/";
    case "server":
      return "_ktn_servers";
    case "nothing":
      return " ";
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
