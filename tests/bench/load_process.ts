/**
 * A load generator as its starter sees it. Knows nothing of scenarios.
 *
 * @module
 */

import { TextLineStream } from "@std/streams/text-line-stream";
import type { LoadResult, LoadSpec } from "./load_spec.ts";

const LOAD = new URL("./load.ts", import.meta.url).pathname;
const UTF8 = new TextEncoder();

/** A load generator that runs. */
export class LoadProcess implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<string>;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;

  /** Starts to connect. */
  constructor(spec: LoadSpec) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "-A", LOAD, JSON.stringify(spec)],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#lines = this.#child.stdout
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream())
      .getReader();
    this.#input = this.#child.stdin.getWriter();
  }

  /** Resolves when everybody is in and nothing arrives any more. */
  async joined(): Promise<void> {
    await this.#next();
  }

  /** Runs. */
  async run(): Promise<LoadResult> {
    await this.#input.write(UTF8.encode("go\n"));
    // The generator is ours and prints what it must.
    return JSON.parse(await this.#next()) as LoadResult;
  }

  /** Waits for its end, which comes when it is told no more. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close().catch(() => {
      // It has ended already.
    });
    await this.#lines.cancel();
    await this.#child.status;
  }

  async #next(): Promise<string> {
    const { value } = await this.#lines.read();
    if (value === undefined) throw new Error("The load generator failed");
    return value;
  }
}
