/**
 * Real shells that complete command lines of ktn, each in a folder of its own
 * where `ktn` is the program under test.
 *
 * @module
 */

import { faultTest, hasProgram, lacking } from "./effort.ts";
import { PROGRAM } from "./program.ts";
import { within } from "./within.ts";

/** How a shell is asked what completes the line in `$LINE`. */
const ASKING: Readonly<Record<string, readonly string[]>> = {
  bash: [
    "bash",
    "--norc",
    "-c",
    `source ./script || exit
COMP_LINE=$LINE COMP_POINT=\${#LINE} COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
read -ra COMP_WORDS <<<"$LINE"
_ktn && ((\${#COMPREPLY[@]})) && printf '%s\\n' "\${COMPREPLY[@]}"
exit 0`,
  ],
  fish: ["fish", "-N", "-c", "source ./script; complete -C $LINE | cut -f1"],
  // Completion works only where somebody types: in a pseudo-terminal.
  zsh: [
    "zsh",
    "-f",
    "-c",
    `zmodload zsh/zpty
zpty typist zsh -f -i
say() { zpty -w typist "$1" }
say 'PROMPT=; autoload -Uz compinit; compinit -u -D; source ./script'
say 'compadd() {
  [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]] && { builtin compadd "$@"; return }
  local -a all; builtin compadd -A all "$@"; builtin compadd "$@"
  local one; for one in $all; do print -r -- "<one>$one</one>"; done }'
say 'finish() { print "<en""d>"; exit }; comppostfuncs=(finish)'
say 'bindkey "^I" complete-word; print "<read""y>"'
zpty -r typist seen '*<ready>*'
zpty -w -n typist "$LINE"$'\\t'
zpty -r typist seen '*<end>*'
print -r -- $seen | grep -o '<one>[^<]*' | cut -c6- | sort -u`,
  ],
};

/** The shells that are asked. */
export const SHELL_NAMES: readonly string[] = Object.keys(ASKING);

/** A shell that has read its script. */
export class Shell implements AsyncDisposable {
  readonly #name: string;
  /** Where it runs. */
  readonly folder: string;
  readonly #env: Readonly<Record<string, string>>;

  private constructor(name: string, folder: string) {
    this.#name = name;
    this.folder = folder;
    this.#env = {
      PATH: `${folder}/bin:${Deno.env.get("PATH")}`,
      HOME: folder,
      XDG_CONFIG_HOME: `${folder}/config`,
      XDG_STATE_HOME: `${folder}/state`,
      DENO_DIR: Deno.env.get("DENO_DIR") ??
        `${Deno.env.get("HOME")}/.cache/deno`,
      KTN_CONFIG: "",
    };
  }

  /** Opens one, with the script that `ktn completions` prints for it. */
  static async open(name: string): Promise<Shell> {
    const folder = await Deno.makeTempDir();
    const shell = new Shell(name, folder);
    const program = `${folder}/bin/ktn`;
    await Deno.mkdir(`${folder}/bin`);
    const call = PROGRAM.map((word) => `'${word}'`).join(" ");
    await Deno.writeTextFile(program, `#!/bin/sh\nexec ${call} "$@"\n`);
    await Deno.chmod(program, 0o755);
    const script = await shell.#run([program, "completions", name]);
    await Deno.writeTextFile(`${folder}/script`, script);
    return shell;
  }

  /** Returns what completes the last word of a line, sorted. */
  async complete(line: string): Promise<readonly string[]> {
    const out = await this.#run(ASKING[this.#name] ?? [], line);
    const words = out.split("\n").map((word) => word.trim());
    return words.filter((word) => word !== "").toSorted();
  }

  /** Removes its folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }

  async #run(
    [program = "", ...args]: readonly string[],
    line = "",
  ): Promise<string> {
    const command = new Deno.Command(program, {
      args,
      cwd: this.folder,
      env: { ...this.#env, LINE: line },
      stdin: "null",
    });
    const output = await within(command.output(), `${program} and "${line}"`);
    const { success, stdout, stderr } = output;
    const decoder = new TextDecoder();
    const problem = decoder.decode(stderr);
    if (success && problem === "") return decoder.decode(stdout);
    throw new Error(`${program} failed at "${line}": ${problem}`);
  }
}

/** Registers a test for a shell, ignored where it is missing. */
export function shellTest(
  shell: string,
  what: string,
  test: (shell: Shell) => Promise<void>,
): void {
  const lack = lacking({ [shell]: hasProgram(shell) });
  faultTest(`the ${shell} script ${what}`, lack, async () => {
    await using opened = await Shell.open(shell);
    await test(opened);
  });
}
