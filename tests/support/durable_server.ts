/**
 * `ktn serve` as a process with a data folder, that can be killed, stopped and
 * started again on the same port; and the whole history it serves.
 *
 * @module
 */

import { TextLineStream } from "@std/streams/text-line-stream";
import { type Address, parseAddress } from "../../shared/address.ts";
import { endProcess } from "./end_process.ts";
import type { Answer } from "./answer.ts";
import type { Stored } from "./ledger.ts";
import { Peer } from "./peer.ts";
import { PROGRAM } from "./program.ts";
import { within } from "./within.ts";

const LISTENS = / listens on (\S+) \(process (\d+)\)/;
const STOP_LINE = "  stop     Ctrl-C";
const PAGE = 1000;

/** Options for {@linkcode DurableServer}. */
export interface DurableServerOptions {
  /** Its data folder; without it one of its own, removed at the end. */
  readonly folder?: string;
  /** More flags of `ktn serve`. */
  readonly flags?: readonly string[];
  /** A program that runs it, such as `ip netns exec NAME`. */
  readonly through?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** How a server ended. */
export interface ServerEnd {
  readonly code: number;
  readonly signal: Deno.Signal | null;
  /** How long it took from the signal on. */
  readonly ms: number;
}

/** A server that keeps its history, over all its processes. */
export class DurableServer implements AsyncDisposable {
  readonly #options: DurableServerOptions;
  readonly #lines: string[] = [];
  /** The data folder. */
  readonly folder: string;
  #process: Deno.ChildProcess | undefined;
  #reading: Promise<void> | undefined;
  #address: Address | undefined;
  #startMs = 0;

  private constructor(options: DurableServerOptions) {
    this.#options = options;
    this.folder = options.folder ?? Deno.makeTempDirSync({ prefix: "ktn" });
  }

  /** Starts one and resolves when it listens. */
  static async start(
    options: DurableServerOptions = {},
  ): Promise<DurableServer> {
    const server = new DurableServer(options);
    await server.start();
    return server;
  }

  /** Where it listens, or did. */
  get address(): Address {
    if (!this.#address) throw new Error("It has not started");
    return this.#address;
  }

  /** The process that runs now. */
  get pid(): number {
    if (!this.#process) throw new Error("It does not run");
    return this.#process.pid;
  }

  /** What its processes wrote to standard error, line by line. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** How long the last start took, to the start-up block. */
  get startMs(): number {
    return this.#startMs;
  }

  /** Starts it, again on the same port. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const { flags = [], through = [], env: always = {} } = this.#options;
    const port = String(this.#address?.port ?? 0);
    const [program = "", ...args] = [
      ...[...through, ...PROGRAM],
      ...["serve", "--port", port, "--data", this.folder, "--rate", "off"],
      ...flags,
    ];
    const began = performance.now();
    this.#process = new Deno.Command(program, {
      args,
      env: { ...always, ...env },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    await this.#untilItListens(this.#process);
    this.#startMs = performance.now() - began;
  }

  /** Sends a signal. */
  signal(signal: Deno.Signal): void {
    this.#process?.kill(signal);
  }

  /** Ends it with a signal; resolves when it has ended. */
  async end(signal: Deno.Signal): Promise<ServerEnd> {
    const process = this.#process;
    if (!process) throw new Error("It does not run");
    const began = performance.now();
    process.kill(signal);
    const { code, signal: by } = await within(process.status, "its end");
    await this.#read();
    this.#process = undefined;
    return { code, signal: by, ms: performance.now() - began };
  }

  /** Kills it as `kill -9` does, and starts it again. */
  async killAndRestart(): Promise<void> {
    await this.end("SIGKILL");
    await this.start();
  }

  /** A client that has said nothing. */
  async connect(): Promise<Peer> {
    return await Peer.connect(this.address);
  }

  /** A client that has logged in and read its welcome. */
  async join(name: string, fields: object = {}): Promise<Peer> {
    const peer = await this.connect();
    const login = { request: "login", content: name, ...fields };
    const { code } = await peer.ask(login);
    if (code !== "welcome") throw new Error(`Login of ${name}: ${code}`);
    return peer;
  }

  /** The whole history, read by pages as any client would. */
  async history(): Promise<readonly Stored[]> {
    using peer = await this.join("auditor", { history: 0 });
    const all: Stored[] = [];
    for (let more = true; more;) {
      const after = all.at(-1)?.seq ?? 0;
      const ask = { request: "history", after, limit: PAGE, id: "page" };
      await peer.send(ask);
      const page = await peer.until(({ id }) => id === "page");
      all.push(...readPage(page));
      more = page.more ?? false;
    }
    await peer.send({ request: "logout" });
    await peer.rest();
    return all;
  }

  /** Bytes of memory that are its own at the moment. */
  memory(): number {
    return readStatus(this.pid, "VmRSS") * 1024;
  }

  /** How many files it has open. */
  openFiles(): number {
    return [...Deno.readDirSync(`/proc/${this.pid}/fd`)].length;
  }

  /** Kills it, if it still runs, and removes its own folder. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process) {
      await endProcess(this.#process);
      await this.#read();
    }
    if (this.#options.folder) return;
    await Deno.remove(this.folder, { recursive: true });
  }

  /** Resolves when all it wrote is read. */
  async #read(): Promise<void> {
    await within(Promise.resolve(this.#reading), "the end of its log");
  }

  async #untilItListens(process: Deno.ChildProcess): Promise<void> {
    const first = this.#lines.length;
    const { promise, resolve } = Promise.withResolvers<void>();
    const lines = process.stderr.pipeThrough(new TextDecoderStream())
      .pipeThrough(new TextLineStream());
    const read = async () => {
      for await (const line of lines) {
        this.#lines.push(line);
        if (line === STOP_LINE) resolve();
      }
      resolve();
    };
    this.#reading = read();
    await within(promise, "the start-up block", 30_000);
    const said = this.#lines.slice(first).join("\n");
    const [, address = ""] = LISTENS.exec(said) ?? [];
    if (address === "") throw new Error(`It did not start: ${said}`);
    this.#address = parseAddress(address);
  }
}

function readPage({ response, content }: Answer): readonly Stored[] {
  if (response === "history" && Array.isArray(content)) return content;
  throw new TypeError(`Cannot read a page: ${JSON.stringify(content)}`);
}

/** Reads a number of a process from the kernel; Linux only. */
function readStatus(pid: number, field: string): number {
  const text = Deno.readTextFileSync(`/proc/${pid}/status`);
  const value = new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(text)?.[1];
  return Number(value);
}
