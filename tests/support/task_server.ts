/**
 * `ktn serve` as `deno task serve` starts it: its rights, its engine settings
 * and, where no flag says otherwise, its limits.
 *
 * @module
 */

import { TextLineStream } from "@std/streams/text-line-stream";
import { type Address, parseAddress } from "../../shared/address.ts";
import { endProcess } from "./end_process.ts";
import { IS_SOURCES, PROGRAM } from "./program.ts";
import { within } from "./within.ts";

const ROOT = new URL("../../", import.meta.url);
const LISTENS = / listens on (\S+) \(process (\d+)\)/;
const STOP_LINE = "  stop     Ctrl-C";
/** Of a long log, so many of the newest lines are kept. */
const MAX_LINES = 500;

/** A server that runs; it is killed at the end. */
export class TaskServer implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #started = Promise.withResolvers<void>();
  readonly #reading: Promise<void>;
  #lines: string[] = [];
  #address: Address | undefined;

  private constructor(process: Deno.ChildProcess) {
    this.#process = process;
    this.#reading = this.#read();
  }

  /** Starts one on a free port and resolves when it listens. */
  static async start(flags: readonly string[]): Promise<TaskServer> {
    const [program = "", ...first] = IS_SOURCES
      ? [Deno.execPath(), ...await taskArguments()]
      : [...PROGRAM, "serve"];
    const process = new Deno.Command(program, {
      args: [...first, "--port", "0", ...flags],
      cwd: ROOT,
      env: { KTN_CONFIG: "none" },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const server = new TaskServer(process);
    await within(server.#started.promise, "the start-up block", 60_000);
    return server;
  }

  /** Where it listens. */
  get address(): Address {
    if (!this.#address) throw new Error("It has not started");
    return this.#address;
  }

  /** The newest lines that it wrote to standard error. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Bytes of memory that are its own at the moment; Linux only. */
  memory(): number {
    const status = `/proc/${this.#process.pid}/status`;
    const text = Deno.readTextFileSync(status);
    return Number(/^VmRSS:\s+(\d+)/m.exec(text)?.[1]) * 1024;
  }

  /** Kills it, if it still runs. */
  async [Symbol.asyncDispose](): Promise<void> {
    await endProcess(this.#process);
    await within(this.#reading, "the end of its log");
  }

  async #read(): Promise<void> {
    const lines = this.#process.stderr.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream());
    for await (const line of lines) {
      const [, address] = LISTENS.exec(line) ?? [];
      if (address !== undefined) this.#address = parseAddress(address);
      if (line === STOP_LINE) this.#started.resolve();
      this.#lines.push(line);
      if (this.#lines.length > 2 * MAX_LINES) {
        this.#lines = this.#lines.slice(-MAX_LINES);
      }
    }
    this.#started.reject(new Error(`It ended: ${this.#lines.join("\n")}`));
    this.#started.promise.catch(() => {}); // nobody waits for the start any more
  }
}

/** Returns what follows the name of the program in the command of the task. */
async function taskArguments(): Promise<readonly string[]> {
  const config = await Deno.readTextFile(new URL("deno.json", ROOT));
  const command: string = JSON.parse(config).tasks.serve.command;
  return command.split(" ").slice(1);
}
