/**
 * The system calls of a running process in their order, as `strace` sees them.
 *
 * @module
 */

import { within } from "./within.ts";

/** Bytes of a buffer that are noted: enough for a message or its answer. */
const SHOWN_BYTES = 400;

/** What one process does, from when it is attached to. */
export class SystemCalls implements AsyncDisposable {
  readonly #strace: Deno.ChildProcess;
  readonly #file: string;
  #isOver = false;

  private constructor(strace: Deno.ChildProcess, file: string) {
    this.#strace = strace;
    this.#file = file;
  }

  /** Watches a process; resolves when nothing it does is missed any more. */
  static async of(pid: number, calls: readonly string[]): Promise<SystemCalls> {
    const file = await Deno.makeTempFile({ prefix: "ktn" });
    const size = String(SHOWN_BYTES);
    const watch = ["-f", "-o", file, "-s", size, "-e", `trace=${calls}`];
    const strace = new Deno.Command("strace", {
      args: [...watch, "-p", String(pid)],
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const reader = strace.stderr.getReader();
    const said = await within(reader.read(), "strace");
    const text = new TextDecoder().decode(said.value);
    reader.releaseLock();
    if (!text.includes("attached")) throw new Error(`It says: ${text}`);
    return new SystemCalls(strace, file);
  }

  /** Stops watching; returns a line for each call begun or come back. */
  async end(): Promise<readonly string[]> {
    await this.#stop();
    return (await Deno.readTextFile(this.#file)).split("\n");
  }

  /** Stops watching and removes its notes. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop();
    await Deno.remove(this.#file);
  }

  async #stop(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#strace.kill("SIGINT");
    await Promise.all([this.#strace.stderr.cancel(), this.#strace.status]);
  }
}
