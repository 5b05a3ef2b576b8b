/**
 * The completion script for fish, 3 and newer.
 *
 * @module
 */

import {
  type CommandWord,
  type FlagWord,
  valueFlags,
  type WordCompletion,
} from "./words.ts";

/** Returns the script. */
export function fishScript(commands: readonly CommandWord[]): string {
  return `# Completions of ktn for fish:
#   ktn completions fish >~/.config/fish/completions/ktn.fish

# Whether this command, or none yet, stands on the line.
function __ktn_at -a command
    set -l words (commandline -opc)
    test "$words[2]" = "$command"
end

# Whether this operand of this command is next, counted from 0.
function __ktn_operand -a command number
    __ktn_at $command; or return
    set -l index 0
    set -l is_value 0
    for word in (commandline -opc)[3..-1]
        if test $is_value = 1
            set is_value 0
        else if contains -- $word ${valueFlags(commands).join(" ")}
            set is_value 1
        else if not string match -q -- '-*' $word
            set index (math $index + 1)
        end
    end
    test $index = $number
end

function __ktn_servers
    set -l words (commandline -opc)
    $words[1] completions --servers 2>/dev/null
end

complete -c ktn -f
${commands.map(lineOf).join("\n")}
${commands.flatMap(linesOf).join("\n")}`;
}

function lineOf({ word, help }: CommandWord): string {
  return `complete -c ktn -n "__ktn_at ''" -a ${word} -d ${quote(help)}`;
}

function linesOf({ word, flags, operands }: CommandWord): readonly string[] {
  const lines = flags.map((flag) => flagLine(word, flag));
  for (const [index, operand] of operands.entries()) {
    if (operand.kind === "nothing") continue;
    const when = `-n "__ktn_operand ${word} ${index}"`;
    lines.push(`complete -c ktn ${when} ${optionsOf(operand)}`);
  }
  return lines;
}

function flagLine(
  command: string,
  { word, short, help, value }: FlagWord,
): string {
  const letter = short === undefined ? "" : `-s ${short.slice(1)} `;
  const flag = `${letter}-l ${word.slice(2)}`;
  const when = `complete -c ktn -n "__ktn_at ${command}" ${flag}`;
  const description = `-d ${quote(help)}`;
  if (value === undefined) return `${when} ${description}`;
  // Without -x files are offered, too.
  const must = value.kind === "file" ? "-r" : "-x";
  return `${when} ${must} ${optionsOf(value)} ${description}`;
}

function optionsOf(completion: WordCompletion): string {
  switch (completion.kind) {
    case "words":
      return `-a ${quote(completion.words.join(" "))}`;
    case "file":
      return "-F";
    case "folder":
      return "-a '(__fish_complete_directories)'";
    case "server":
      return "-a '(__ktn_servers)'";
    case "nothing":
      return "-a ''";
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
