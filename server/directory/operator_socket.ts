/**
 * Where the operator reaches a server that runs: a Unix socket in the data
 * folder, which only the owner of the server may open. One request, one answer,
 * each a line of JSON.
 *
 * @module
 */

import { whyItFailed } from "../../shared/system_error.ts";
import type { Json } from "../../shared/json.ts";
import type { OperatorAccounts } from "./operator_accounts.ts";
import { answerTo, type OperatorRequest } from "./operator_request.ts";

/** The name of the socket in the data folder. */
export const SOCKET_FILE = "operator.sock";

/** Longest request, in bytes. */
const MAX_REQUEST_BYTES = 4096;
/** Longest answer: of 100,000 accounts. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
/** Most connections at once; the others are closed. */
const MAX_CONNECTIONS = 8;
/** A request is complete so soon, or its connection is closed. */
const REQUEST_MS = 10_000;
/** And hashed and kept so soon. */
const ANSWER_MS = 60_000;

const LINE_END = 0x0a;

/** Options for {@linkcode OperatorSocket}. */
export interface OperatorSocketOptions {
  /** Called when there can be no socket: where the system has none. */
  readonly onMissing: (why: string) => void;
  /** Called with mistakes of the program. */
  readonly onBug: (error: unknown) => void;
}

/** Listens as long as the server runs, whose folder is locked. */
export class OperatorSocket implements Disposable {
  readonly #path: string;
  readonly #accounts: OperatorAccounts;
  readonly #options: OperatorSocketOptions;
  readonly #listener: Deno.UnixListener | undefined;
  readonly #connections = new Set<Deno.UnixConn>();

  /** Begins to listen. */
  constructor(
    folder: string,
    accounts: OperatorAccounts,
    options: OperatorSocketOptions,
  ) {
    this.#path = `${folder}/${SOCKET_FILE}`;
    this.#accounts = accounts;
    this.#options = options;
    this.#listener = this.#listen();
    if (this.#listener) this.#accept(this.#listener).catch(options.onBug);
  }

  /** Ends it, and takes the socket away. */
  [Symbol.dispose](): void {
    this.#listener?.close();
    for (const connection of this.#connections) close(connection);
    if (this.#listener) remove(this.#path);
  }

  #listen(): Deno.UnixListener | undefined {
    try {
      remove(this.#path); // a killed server has left it
      const listener = Deno.listen({ transport: "unix", path: this.#path });
      Deno.chmodSync(this.#path, 0o600);
      return listener;
    } catch (error) {
      this.#options.onMissing(whyItFailed(error));
      return undefined;
    }
  }

  async #accept(listener: Deno.UnixListener): Promise<void> {
    for await (const connection of listener) {
      if (this.#connections.size >= MAX_CONNECTIONS) connection.close();
      else this.#serve(connection).catch(this.#options.onBug);
    }
  }

  async #serve(connection: Deno.UnixConn): Promise<void> {
    this.#connections.add(connection);
    const timer = setTimeout(() => close(connection), REQUEST_MS);
    try {
      const request = await readLine(connection, MAX_REQUEST_BYTES);
      clearTimeout(timer);
      if (request === undefined) return;
      await writeLine(connection, await answerTo(this.#accounts, request));
    } catch (error) {
      if (!isCut(error)) throw error;
    } finally {
      clearTimeout(timer);
      this.#connections.delete(connection);
      close(connection);
    }
  }
}

/**
 * Asks the server that runs on a data folder.
 *
 * @returns its answer; nothing where no server listens.
 * @throws {Error} when it does not answer.
 */
export async function askOperator(
  folder: string,
  request: OperatorRequest,
): Promise<Json | undefined> {
  const connection = await connect(`${folder}/${SOCKET_FILE}`);
  if (!connection) return undefined;
  const timer = setTimeout(() => close(connection), ANSWER_MS);
  try {
    await writeLine(connection, request);
    const answer = await readLine(connection, MAX_ANSWER_BYTES);
    if (answer === undefined) throw new Error("The server has said nothing");
    return answer;
  } finally {
    clearTimeout(timer);
    close(connection);
  }
}

async function connect(path: string): Promise<Deno.UnixConn | undefined> {
  try {
    return await Deno.connect({ transport: "unix", path });
  } catch (error) {
    const isGone = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.ConnectionRefused;
    if (isGone) return undefined;
    throw error;
  }
}

/** Returns nothing when the connection ends before, or it is no JSON. */
async function readLine(
  connection: Deno.UnixConn,
  maxBytes: number,
): Promise<Json | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length <= maxBytes) {
    const part = new Uint8Array(maxBytes > 65_536 ? 65_536 : maxBytes);
    const read = await connection.read(part);
    if (read === null) return undefined;
    parts.push(part.subarray(0, read));
    length += read;
    if (part.subarray(0, read).includes(LINE_END)) return parse(parts);
  }
  return undefined;
}

function parse(parts: readonly Uint8Array[]): Json | undefined {
  const text = new TextDecoder();
  const line = parts.map((part) => text.decode(part, { stream: true })).join(
    "",
  );
  try {
    // What it says is read field by field.
    return JSON.parse(line.slice(0, line.indexOf("\n"))) as Json;
  } catch {
    return undefined;
  }
}

async function writeLine(
  connection: Deno.UnixConn,
  value: Json,
): Promise<void> {
  const bytes = new TextEncoder().encode(`${JSON.stringify(value)}\n`);
  for (let sent = 0; sent < bytes.length;) {
    sent += await connection.write(bytes.subarray(sent));
  }
}

/** Who hangs up, or is hung up on. */
function isCut(error: unknown): boolean {
  return error instanceof Deno.errors.BrokenPipe ||
    error instanceof Deno.errors.ConnectionReset ||
    error instanceof Deno.errors.Interrupted ||
    error instanceof Deno.errors.BadResource;
}

function close(connection: Deno.UnixConn): void {
  try {
    connection.close();
  } catch {
    // It is closed already.
  }
}

function remove(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It is not there.
  }
}
