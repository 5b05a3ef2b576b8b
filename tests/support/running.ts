/**
 * A program that runs as a process of its own, with its three streams.
 *
 * @module
 */

import { endProcess } from "./end_process.ts";
import { within } from "./within.ts";

/** Where a program runs, if not where the tests do. */
export type Surroundings = Pick<
  Deno.CommandOptions,
  "cwd" | "env" | "clearEnv"
>;

/** No folder can be made in it. */
const NOWHERE = "/dev/null";

/** Starts a program; it is killed at the end of the test. */
export function start(
  [path = "", ...args]: readonly string[],
  { env, ...options }: Surroundings = {},
): Running {
  const command = new Deno.Command(path, {
    ...options,
    args,
    // What who runs the tests has set and kept is none of their business.
    env: { KTN_CONFIG: "none", XDG_STATE_HOME: NOWHERE, ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  return new Running(command.spawn());
}

/** How a program ended, and what it had said. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** What a stream has brought, and who waits for more of it. */
class Heard {
  readonly done: Promise<void>;
  #text = "";
  #onMore: () => void = () => {};

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.done = this.#listen(stream);
  }

  get text(): string {
    return this.#text;
  }

  async until(isEnough: (text: string) => boolean): Promise<string> {
    let hasEnded = false;
    const end = this.done.then(() => {
      hasEnded = true;
    });
    while (!isEnough(this.#text)) {
      if (hasEnded) throw new Error(`It ended, and said: ${this.#text}`);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#onMore = resolve;
      await within(Promise.race([promise, end]), `more than ${this.#text}`);
    }
    return this.#text;
  }

  async #listen(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      this.#text += text;
      this.#onMore();
    }
  }
}

/** A process. */
export class Running implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #out: Heard;
  readonly #err: Heard;

  /** Takes over a process with all its streams piped. */
  constructor(process: Deno.ChildProcess) {
    this.#process = process;
    this.#input = process.stdin.getWriter();
    this.#out = new Heard(process.stdout);
    this.#err = new Heard(process.stderr);
  }

  /** Its process. */
  get pid(): number {
    return this.#process.pid;
  }

  /** Types something. */
  async write(text: string): Promise<void> {
    const bytes = new TextEncoder().encode(text);
    await within(this.#input.write(bytes), "a write");
  }

  /** Says that nothing more is typed. */
  async endInput(): Promise<void> {
    await within(this.#input.close(), "the end of the input");
  }

  /** Resolves with standard output once it is what is waited for. */
  output(isEnough: (text: string) => boolean): Promise<string> {
    return this.#out.until(isEnough);
  }

  /** Resolves with standard error once it is what is waited for. */
  errors(isEnough: (text: string) => boolean): Promise<string> {
    return this.#err.until(isEnough);
  }

  /** Sends a signal. */
  signal(signal: Deno.Signal): void {
    this.#process.kill(signal);
  }

  /** Resolves with the exit code. */
  async code(): Promise<number> {
    const { code } = await within(this.#process.status, "the exit");
    return code;
  }

  /** Types the rest of the input; resolves when it has ended, with all it said. */
  async ended(input = ""): Promise<Ended> {
    try {
      await this.write(input);
      await this.endInput();
    } catch {
      // It was over before it read everything.
    }
    const code = await this.code();
    await this.#silent();
    return { code, out: this.#out.text, err: this.#err.text };
  }

  /** Kills it, if it still runs. */
  async [Symbol.asyncDispose](): Promise<void> {
    await endProcess(this.#process);
    await this.#input.close().catch(() => {}); // closed, or nobody reads it
    await this.#silent();
  }

  /** Its streams may be held open by programs that it started. */
  async #silent(): Promise<void> {
    const done = Promise.all([this.#out.done, this.#err.done]);
    await within(done, "the end of its output");
  }
}
