/**
 * A real terminal: a program in a tmux server of its own, with keys to press
 * and a screen to look at.
 *
 * @module
 */

import { until } from "./until.ts";
import { faultTest, hasProgram, lacking } from "./effort.ts";

/** What such a terminal needs and this machine lacks; see `lacking()`. */
export const NO_TMUX: string | undefined = lacking({
  tmux: hasProgram("tmux"),
});

/** Registers a test on a real terminal; ignored where there is none. */
export function terminalTest(name: string, fn: () => Promise<void>): void {
  faultTest(name, NO_TMUX, fn);
}

/** Options for {@linkcode TmuxTerminal.open}. */
export interface TmuxTerminalOptions {
  /** @default {80} */
  readonly columns?: number;
  /** @default {24} */
  readonly rows?: number;
  /** The program and its arguments; no shell reads them. */
  readonly command: readonly string[];
  /**
   * Added to a copy of our environment, in which colours are not decided and
   * XDG's folders are the terminal's own; `""` stands for not set.
   */
  readonly env?: Readonly<Record<string, string>>;
}

/** What a person sees at one moment. */
export interface TmuxScreen {
  /** Every row from the top, without blanks at its end. */
  readonly lines: readonly string[];
  /** The same in one text, without the empty rows at the bottom. */
  readonly text: string;
  /** The same with its colours, as escape sequences. */
  readonly painted: string;
  /** Counted from 0. */
  readonly cursor: { readonly row: number; readonly column: number };
  /** Whether the cursor can be seen. */
  readonly isCursorVisible: boolean;
  /** Whether the program uses the alternate screen. */
  readonly isAlternate: boolean;
  /** The title it has given to its window. */
  readonly title: string;
  /** Exit code of the program, once it has ended; 128 and more for a signal. */
  readonly exitCode: number | undefined;
}

/** Longest wait before a test fails. */
const MAX_MS = 20_000;
/** Time between two looks at the screen. */
const LOOK_MS = 10;
const FACTS = "#{cursor_y} #{cursor_x} #{cursor_flag} #{alternate_on} " +
  "#{pane_height} #{pane_dead_status} #{pane_dead_signal};" +
  "#{pane_title}";
const CONFIG = [
  "set -g remain-on-exit on", // the screen can be read after the end
  "set -g remain-on-exit-format ''",
  "set -g default-terminal screen-256color", // known everywhere
  "set -g status off",
  "set -g history-limit 20000",
  "set -s escape-time 0",
  "set -s set-clipboard external",
].join("\n");

/** A program on a terminal of its own. */
export class TmuxTerminal implements AsyncDisposable {
  readonly #folder: string;
  #serverPid = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where its tmux server listens, for more clients of it. */
  get socket(): string {
    return `${this.#folder}/socket`;
  }

  /** Where the program keeps its state and finds its configuration. */
  get home(): string {
    return `${this.#folder}/home`;
  }

  /** Starts a program on a new terminal. */
  static async open(options: TmuxTerminalOptions): Promise<TmuxTerminal> {
    const folder = await Deno.makeTempDir({ prefix: "ktn-tmux" });
    await using stack = new AsyncDisposableStack();
    const terminal = stack.use(new TmuxTerminal(folder));
    await Deno.writeTextFile(`${folder}/config`, CONFIG);
    const { columns = 80, rows = 24 } = options;
    await terminal.#tmux(
      ...["new-session", "-d", "-x", `${columns}`, "-y", `${rows}`, "--"],
      ...program(options, folder),
      ";",
      ...["pipe-pane", "-O", `cat >'${folder}/output'`],
    );
    const pid = await terminal.#tmux("display-message", "-p", "#{pid}");
    terminal.#serverPid = Number(pid);
    stack.move(); // it lives on
    return terminal;
  }

  /** Types text, key by key. */
  async type(text: string): Promise<void> {
    await this.#tmux("send-keys", "-l", "--", literal(text));
  }

  /** Presses keys by their tmux names, such as "C-a", "M-b", "Enter", "Up". */
  async press(...keys: readonly string[]): Promise<void> {
    await this.#tmux("send-keys", "--", ...keys);
  }

  /** Sends bytes as they are, as a terminal that has its own sequences. */
  async send(sent: string | Uint8Array): Promise<void> {
    const bytes = typeof sent === "string"
      ? new TextEncoder().encode(sent)
      : sent;
    const hex = Array.from(bytes, (byte) => byte.toString(16));
    await this.#tmux("send-keys", "-H", "--", ...hex);
  }

  /** Pastes; in brackets where the program has asked for them. */
  async paste(text: string): Promise<void> {
    const file = `${this.#folder}/paste`;
    await Deno.writeTextFile(file, text);
    await this.#tmux("load-buffer", file, ";", "paste-buffer", "-d", "-p");
  }

  /** Changes the size of the window. */
  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux("resize-window", "-x", `${columns}`, "-y", `${rows}`);
  }

  /** What is on the screen now. */
  async screen(): Promise<TmuxScreen> {
    const seen = await this.#tmux(
      ...["display-message", "-p", FACTS, ";"],
      ...["capture-pane", "-p", ";", "capture-pane", "-p", "-e"],
    );
    return readScreen(seen);
  }

  /** Everything on the screen and scrolled out of it, row by row. */
  async scrollback(): Promise<readonly string[]> {
    const text = await this.#tmux("capture-pane", "-p", "-S", "-");
    return text.split("\n").map((line) => line.trimEnd());
  }

  /** Every byte the program has written so far. */
  async output(): Promise<Uint8Array> {
    return await Deno.readFile(`${this.#folder}/output`);
  }

  /** All the program has written, as soon as that matches. */
  async outputUntil(pattern: RegExp): Promise<string> {
    // A process of its own writes it down, later than it is on the screen.
    let text = "";
    await until(async () => {
      text = new TextDecoder().decode(await this.output());
      return pattern.test(text);
    }, String(pattern));
    return text;
  }

  /** Process id of the program. */
  async pid(): Promise<number> {
    return Number(await this.#tmux("display-message", "-p", "#{pane_pid}"));
  }

  /** Path of the terminal, for others to write to it. */
  async tty(): Promise<string> {
    return await this.#tmux("display-message", "-p", "#{pane_tty}");
  }

  /**
   * Waits until the screen is as expected.
   *
   * @param what is waited for, for the message when it does not come.
   * @returns the screen as it was then.
   */
  async until(
    isAsExpected: (screen: TmuxScreen) => boolean,
    what: string = String(isAsExpected),
  ): Promise<TmuxScreen> {
    const end = performance.now() + MAX_MS;
    for (;;) {
      const screen = await this.screen();
      if (isAsExpected(screen)) return screen;
      // tmux 3.3 at times sleeps over the end of its child; this wakes it.
      if (screen.exitCode === undefined) Deno.kill(this.#serverPid, "SIGCHLD");
      if (performance.now() > end) {
        const { text, cursor: { row, column }, exitCode } = screen;
        throw new Error(
          `Waited in vain for ${what}; exit code ${exitCode}, ` +
            `cursor at row ${row}, column ${column} of:\n${text}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  /** Waits until the screen shows this. */
  async seen(what: string | RegExp): Promise<TmuxScreen> {
    return await this.until(
      ({ text }) =>
        typeof what === "string" ? text.includes(what) : what.test(text),
      String(what),
    );
  }

  /** Waits for the end of the program; returns its exit code. */
  async exitCode(): Promise<number> {
    const { exitCode } = await this.until((screen) =>
      screen.exitCode !== undefined
    );
    return exitCode ?? NaN;
  }

  /** Ends the program and its terminal. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#killProgram();
    // By its own socket, so that no other tmux is meant; gone is fine.
    await this.#run("kill-server");
    await Deno.remove(this.#folder, { recursive: true });
  }

  /** With all it started, so that nothing is written any more. */
  async #killProgram(): Promise<void> {
    try {
      const { exitCode } = await this.screen();
      if (exitCode === undefined) Deno.kill(-await this.pid(), "SIGKILL");
    } catch {
      // It never began, or has just ended.
    }
  }

  async #tmux(...args: readonly string[]): Promise<string> {
    const { success, stdout, stderr } = await this.#run(...args);
    const decoder = new TextDecoder();
    if (!success) throw new Error(`tmux ${args[0]}: ${decoder.decode(stderr)}`);
    return decoder.decode(stdout).replace(/\n$/, "");
  }

  async #run(...args: readonly string[]): Promise<Deno.CommandOutput> {
    const [socket, config] = ["socket", "config"].map((name) =>
      `${this.#folder}/${name}`
    );
    return await new Deno.Command("tmux", {
      args: ["-u", "-S", socket ?? "", "-f", config ?? "", ...args],
      env: { LC_ALL: "C.UTF-8", TMUX: "" },
      stdin: "null",
    }).output();
  }
}

/** The program in its environment, which is not all of who runs the tests. */
function program(
  { command, env = {} }: TmuxTerminalOptions,
  folder: string,
): string[] {
  const variables = {
    NO_COLOR: "",
    FORCE_COLOR: "",
    XDG_CONFIG_HOME: `${folder}/home`,
    XDG_STATE_HOME: `${folder}/home`,
    ...env,
  };
  // Options stand before the first assignment, or they are taken for one.
  const entries = Object.entries(variables);
  const unset = entries.filter(([, value]) => value === "")
    .map(([name]) => `--unset=${name}`);
  const set = entries.filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}=${value}`);
  return ["env", ...unset, ...set, ...command].map(literal);
}

/** A word that does not end a command of tmux. */
function literal(word: string): string {
  return word.replace(/;$/, "\\;");
}

function readScreen(seen: string): TmuxScreen {
  const [facts = "", ...rows] = seen.split("\n");
  const end = facts.indexOf(";");
  const numbers = facts.slice(0, end).split(" ");
  const [row, column, cursor, alternate, height] = numbers.map(Number);
  const [status, signal] = numbers.slice(5);
  const lines = rows.slice(0, height).map((line) => line.trimEnd());
  return {
    lines,
    text: lines.join("\n").trimEnd(),
    painted: rows.slice(height).join("\n"),
    cursor: { row: row ?? 0, column: column ?? 0 },
    isCursorVisible: cursor === 1,
    isAlternate: alternate === 1,
    title: facts.slice(end + 1),
    exitCode: signal
      ? 128 + Number(signal)
      : status
      ? Number(status)
      : undefined,
  };
}
