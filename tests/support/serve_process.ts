/**
 * `ktn serve` as a process of its own, on a free port, in memory.
 *
 * @module
 */

import { type Address, parseAddress } from "../../shared/address.ts";
import { endProcess } from "./end_process.ts";
import { Peer } from "./peer.ts";
import { PROGRAM, programWith } from "./program.ts";
import type { Ended } from "./running.ts";
import { until } from "./until.ts";
import { within } from "./within.ts";

const LISTENS =
  / listens on (\S+) \(process (\d+)\)|"address":"([^"]+)","process":(\d+)/;
/** The end of its introduction, for people or for programs. */
const STARTED = /Ctrl-C\n|"event":"started".*\n/;
/** The configuration of who runs the tests is none of their business. */
const NO_CONFIG = { KTN_CONFIG: "none" };

/** Runs `ktn` to its end; a copy of our environment, and this, is its own. */
export async function runKtn(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const [program = "", ...first] = PROGRAM;
  const command = new Deno.Command(program, {
    args: [...first, ...args],
    env: { ...NO_CONFIG, ...env },
    stdin: "null",
  });
  const { code, stdout, stderr } = await within(command.output(), "its end");
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

/** What a test may want otherwise. */
export interface ServeProcessOptions {
  /** Limit of open files. */
  readonly maxFiles?: number;
  /** Variables, beside copies of ours. */
  readonly env?: Readonly<Record<string, string>>;
  /** A module that is loaded before the program, if that is its sources. */
  readonly preload?: string;
}

/** A server that runs; it is killed at the end of the test. */
export class ServeProcess implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #reading: Promise<void>;
  readonly #started = Promise.withResolvers<string>();
  #err = "";

  private constructor(process: Deno.ChildProcess) {
    this.#process = process;
    this.#reading = this.#readErrors();
  }

  /** Starts one and resolves when it listens. */
  static async start(
    flags: readonly string[] = [],
    { maxFiles, env, preload }: ServeProcessOptions = {},
  ): Promise<ServeProcess> {
    const [program = "", ...first] = preload === undefined
      ? PROGRAM
      : programWith(["--no-prompt", "-A", `--preload=${preload}`]);
    const args = [...first, ...["serve", "--port", "0", "--data", "none"]];
    const all = [...args, ...["--rate", "off"], ...flags];
    const options = {
      env: { ...NO_CONFIG, ...env },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    } as const;
    const limited = `ulimit -n ${maxFiles}; exec "$0" "$@"`;
    const command = maxFiles === undefined
      ? new Deno.Command(program, { args: all, ...options })
      : new Deno.Command("sh", {
        args: ["-c", limited, program, ...all],
        ...options,
      });
    const process = new ServeProcess(command.spawn());
    await within(process.#started.promise, "the start-up block");
    return process;
  }

  /** Where it says that it listens. */
  get address(): Address {
    const found = LISTENS.exec(this.#err)?.slice(1).filter((part) => part);
    const [address = "", pid] = found ?? [];
    if (Number(pid) !== this.#process.pid) throw new Error("Not its process");
    return parseAddress(address);
  }

  /** What it has said so far. */
  get err(): string {
    return this.#err;
  }

  /** A client that has logged in and read its welcome. */
  async join(name: string): Promise<Peer> {
    const peer = await Peer.connect(this.address);
    await peer.ask({ request: "login", content: name });
    return peer;
  }

  /** Sends a signal. */
  signal(signal: Deno.Signal): void {
    this.#process.kill(signal);
  }

  /** Resolves with the exit code. */
  async ended(): Promise<number> {
    const { code } = await within(this.#process.status, "the exit");
    await within(this.#reading, "the end of its log");
    return code;
  }

  /** Kills it, if it still runs. */
  async [Symbol.asyncDispose](): Promise<void> {
    await endProcess(this.#process);
    await within(this.#reading, "the end of its log");
  }

  /** Resolves with what it has said, once that is what is waited for. */
  async said(pattern: RegExp): Promise<string> {
    await until(() => pattern.test(this.#err), `${pattern} in the log`);
    return this.#err;
  }

  async #readErrors(): Promise<void> {
    const decoder = new TextDecoderStream();
    for await (const text of this.#process.stderr.pipeThrough(decoder)) {
      this.#err += text;
      if (STARTED.test(this.#err)) this.#started.resolve(this.#err);
    }
    this.#started.reject(new Error(`It ended: ${this.#err}`));
    this.#started.promise.catch(() => {}); // nobody waits for the start any more
  }
}
