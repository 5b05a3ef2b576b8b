/**
 * The completion script for bash, 3.2 and newer.
 *
 * @module
 */

import { type CommandWord, valueFlags, type WordCompletion } from "./words.ts";

/** Returns the script. */
export function bashScript(commands: readonly CommandWord[]): string {
  return `# Completions of ktn for bash. In ~/.bashrc:
#   eval "$(ktn completions bash)"

_ktn() {
    # Not COMP_WORDS: there a colon or an equals sign ends a word.
    local line=\${COMP_LINE:0:COMP_POINT} words=()
    read -ra words <<<"$line"
    [[ $line == *[[:space:]] ]] && words+=("")
    local last=$((\${#words[@]} - 1))
    local cur=\${words[last]} command=\${words[1]}

    # What is completed: a command, flags, the value of a flag, or an operand,
    # by its number.
    local what index=0 flag= at
    for ((at = 2; at < last; at++)); do
        if [[ -n $flag ]]; then
            flag=
        else
            case \${words[at]} in
            ${valueFlags(commands).join(" | ")}) flag=\${words[at]} ;;
            -*) ;;
            *) index=$((index + 1)) ;;
            esac
        fi
    done
    if ((last == 1)); then
        what=command
    elif [[ -n $flag ]]; then
        what="$command $flag"
    elif [[ $cur == --*=* ]]; then
        what="$command \${cur%%=*}" cur=\${cur#*=}
    elif [[ $cur == -* ]]; then
        what="$command flags"
    else
        what="$command $index"
    fi

    local kind=words candidates=
    case $what in
    command) candidates="${commands.map(({ word }) => word).join(" ")}" ;;
${commands.flatMap(casesOf).join("\n")}
    esac

    COMPREPLY=()
    case $kind in
    words) candidates=$(compgen -W "$candidates" -- "$cur") ;;
    file) candidates=$(compgen -f -- "$cur") ;;
    folder) candidates=$(compgen -d -- "$cur") ;;
    server)
        candidates=$("\${words[0]}" completions --servers 2>/dev/null)
        candidates=$(compgen -W "$candidates" -- "$cur")
        ;;
    esac
    [[ $kind == file || $kind == folder ]] && compopt -o filenames 2>/dev/null

    # What stands before the last colon is not part of what is replaced.
    local before= candidate
    [[ $COMP_WORDBREAKS == *:* && $cur == *:* ]] && before=\${cur%:*}:
    while IFS= read -r candidate; do
        [[ -n $candidate ]] && COMPREPLY+=("\${candidate#"$before"}")
    done <<<"$candidates"
}

complete -F _ktn ktn`;
}

function casesOf(command: CommandWord): readonly string[] {
  const { word, flags, operands } = command;
  const values = flags.flatMap(({ word: flag, value }) =>
    value ? [caseOf(`${word} ${flag}`, value)] : []
  );
  return [
    caseOf(`${word} flags`, {
      kind: "words",
      words: flags.map(({ word }) => word),
    }),
    ...values,
    ...operands.map((operand, index) => caseOf(`${word} ${index}`, operand)),
  ];
}

function caseOf(what: string, completion: WordCompletion): string {
  const found = completion.kind === "words"
    ? `candidates="${completion.words.join(" ")}"`
    : `kind=${completion.kind}`;
  return `    "${what}") ${found} ;;`;
}
