/**
 * A process of the tests that does what it is asked line by line, so that it
 * has a loop of its own: neither the server's nor the test's.
 *
 * @module
 */

import { TextLineStream } from "@std/streams/text-line-stream";
import { endProcess } from "./end_process.ts";
import { within } from "./within.ts";

const UTF8 = new TextEncoder();
/** Longest time to a first or next answer. */
const MAX_MS = 180_000;

/** Options for {@linkcode HelperProcess}. */
export interface HelperOptions {
  /** The module that runs; it speaks with {@linkcode serveLines}. */
  readonly module: string;
  /** What it is given at its start. */
  readonly spec: unknown;
  /**
   * From -20 to 19: how willingly it leaves the processor to others; below 0 for
   * root only, and nobody else is refused.
   *
   * @default {0}
   */
  readonly niceness?: number;
  /**
   * A command that ends by running what follows it, in its own process.
   *
   * @default {[]}
   */
  readonly within?: readonly string[];
}

/** A process that answers each line with one of JSON. */
export class HelperProcess implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<string>;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;

  private constructor(child: Deno.ChildProcess) {
    this.#child = child;
    this.#lines = child.stdout.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream()).getReader();
    this.#input = child.stdin.getWriter();
  }

  /** Starts one; resolves with it when it says that it is ready. */
  static async start(
    { module, spec, niceness = 0, within = [] }: HelperOptions,
  ): Promise<HelperProcess> {
    const run = ["run", "--quiet", "-A", module, JSON.stringify(spec)];
    const command = new Deno.Command("nice", {
      args: ["-n", String(niceness), ...within, Deno.execPath(), ...run],
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    });
    const helper = new HelperProcess(command.spawn());
    await helper.#next();
    return helper;
  }

  /** Asks for something and resolves with the answer. */
  async ask<T>(line: string): Promise<T> {
    await this.#input.write(UTF8.encode(line + "\n"));
    // The process is ours and answers with what it is asked for.
    return JSON.parse(await this.#next()) as T;
  }

  /** Kills it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await endProcess(this.#child);
    await this.#input.abort().catch(() => {}); // nobody reads it any more
    await this.#lines.cancel();
  }

  async #next(): Promise<string> {
    const { value } = await within(this.#lines.read(), "a helper", MAX_MS);
    if (value === undefined) throw new Error("The helper process failed");
    return value;
  }
}

/** In the process: says that it is ready, then answers line by line to the end. */
export async function serveLines(
  answer: (line: string) => Promise<unknown>,
): Promise<void> {
  print({});
  const lines = Deno.stdin.readable.pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream());
  for await (const line of lines) print(await answer(line) ?? {});
}

function print(value: unknown): void {
  Deno.stdout.writeSync(UTF8.encode(JSON.stringify(value) + "\n"));
}
