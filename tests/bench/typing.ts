/**
 * Typing while everybody talks: how long a key takes to its echo on a real
 * terminal, and whether the line is whole at the end. Needs tmux:
 * `deno run -A tests/bench/typing.ts [MESSAGES_PER_SECOND]`, half a minute.
 *
 * @module
 */

import { TextLineStream } from "@std/streams/text-line-stream";
import { openChat } from "../support/chat_terminal.ts";
import { ServeProcess } from "../support/serve_process.ts";
import type { TmuxTerminal } from "../support/tmux_terminal.ts";
import { within } from "../support/within.ts";
import { percentile } from "./percentile.ts";

const KEYS = 200;
/** A fast typist. */
const KEY_MS = 100;
const DEFAULT_PER_SECOND = 1000;
const TICK_MS = 10;
/** Wide enough for the whole line in one row. */
const COLUMNS = KEYS + 20;
const ROWS = 50;
const PROMPT = "ada> ";
/** Most of what the terminal wrote that is searched for an echo. */
const MAX_TAIL = 64 * 1024;
const ALPHABET = "abcdefghijklmnopqrstuvwxyz ";

/** What came of it. */
interface Outcome {
  /** From a key to its echo, in milliseconds, ascending. */
  readonly echoes: readonly number[];
  readonly perSecond: number;
  readonly isWhole: boolean;
}

async function measure(perSecond: number): Promise<Outcome> {
  await using server = await ServeProcess.start();
  using bob = await server.join("bob");
  await using ada = await openChat(server.address, {
    columns: COLUMNS,
    rows: ROWS,
    flags: ["--no-color"],
  });
  await using keyboard = new Keyboard(ada);
  let sent = 0;
  const began = performance.now();
  const flood = setInterval(() => {
    const due = (performance.now() - began) / 1000 * perSecond;
    const batch = [];
    for (; sent < due; sent++) {
      batch.push({ request: "msg", content: `message ${sent} of many` });
    }
    void bob.send(...batch);
  }, TICK_MS);
  await keyboard.typeAll();
  const seconds = (performance.now() - began) / 1000;
  clearInterval(flood);
  const { lines } = await ada.seen(`message ${sent - 1} of many`);
  return {
    echoes: keyboard.echoes.toSorted((a, b) => a - b),
    perSecond: sent / seconds,
    isWhole: lines.includes(PROMPT + keyboard.text.trimEnd()),
  };
}

/** Types through a client of tmux that hears at once what is written. */
class Keyboard implements AsyncDisposable {
  readonly text = Array.from(
    { length: KEYS },
    (_, at) => ALPHABET[(at * 7) % ALPHABET.length],
  ).join("");
  readonly echoes: number[] = [];
  readonly #pressedAt: number[] = [];
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #listening: Promise<void>;
  readonly #all = Promise.withResolvers<void>();
  #tail = "";

  constructor(terminal: TmuxTerminal) {
    this.#process = new Deno.Command("tmux", {
      args: ["-u", "-S", terminal.socket, "-C", "attach"],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
    this.#input = this.#process.stdin.getWriter();
    this.#listening = this.#listen();
  }

  /** Types the text at an even pace, echo or not; done with the last echo. */
  async typeAll(): Promise<void> {
    for (const key of this.text) {
      this.#pressedAt.push(performance.now());
      const hex = key.charCodeAt(0).toString(16);
      await this.#input.write(
        new TextEncoder().encode(`send-keys -H ${hex}\n`),
      );
      await new Promise((resolve) => setTimeout(resolve, KEY_MS));
    }
    await within(this.#all.promise, "the last echo");
  }

  async #listen(): Promise<void> {
    const lines = this.#process.stdout.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream());
    for await (const line of lines) {
      this.#tail = (this.#tail + written(line)).slice(-MAX_TAIL);
      this.#look();
    }
  }

  /** A longer echo tells of all keys before it. */
  #look(): void {
    const now = performance.now();
    for (let at = this.echoes.length; at < this.#pressedAt.length; at++) {
      if (!this.#tail.includes(PROMPT + this.text.slice(0, at + 1))) return;
      this.echoes.push(now - (this.#pressedAt[at] ?? now));
    }
    if (this.echoes.length === KEYS) this.#all.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close();
    await this.#listening;
    await this.#process.status;
  }
}

/** What a line of tmux says was written: controls are in octal. */
function written(line: string): string {
  const [, text = ""] = /^%output %\d+ (.*)$/.exec(line) ?? [];
  return text.replace(
    /\\(\d{3})/g,
    (_, octal) => String.fromCharCode(parseInt(octal, 8)),
  );
}

if (import.meta.main) {
  const { echoes, perSecond, isWhole } = await measure(
    Number(Deno.args[0] ?? DEFAULT_PER_SECOND),
  );
  const ms = (share: number) => `${percentile(echoes, share).toFixed(1)} ms`;
  // deno-lint-ignore no-console -- this is what it is run for
  console.log(
    `${echoes.length} keys while ${
      perSecond.toFixed(0)
    } messages a second arrived: the line is ${
      isWhole ? "whole" : "NOT whole"
    }; echo p50 ${ms(0.5)}, p99 ${ms(0.99)}, longest ${ms(1)}`,
  );
  Deno.exit(isWhole ? 0 : 1);
}
