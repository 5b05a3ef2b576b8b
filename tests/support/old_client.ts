/**
 * Programs of 2013-2018, as twenty real ones showed themselves: each takes what
 * one `recv` returns for one payload, and ends at the first it cannot use.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import { within } from "./within.ts";

/** What a kind of old client does with what it gets. */
export interface OldClientOptions {
  /**
   * Bytes one `recv` asks for.
   *
   * @default {1024}
   */
  readonly recvBytes?: number;
  /**
   * What it wants the history to be.
   *
   * @default {"objects"}
   */
  readonly history?: "objects" | "strings" | "json" | "text";
  /**
   * Replaces in every value of a payload, as Python's `str.replace` would.
   *
   * @default {false}
   */
  readonly replaces?: boolean;
}

/** A payload as an old client sees it. */
export interface Seen {
  /** Exactly what one `recv` returned. */
  readonly text: string;
  /** When, in milliseconds of the clock of `performance.now()`. */
  readonly at: number;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Texts of a history, when it is one. */
  readonly history: readonly string[];
}

/** One old program. */
export class OldClient implements Disposable {
  readonly #connection: Deno.TcpConn;
  readonly #options: Required<OldClientOptions>;
  readonly #buffer: Uint8Array;

  private constructor(connection: Deno.TcpConn, options: OldClientOptions) {
    this.#connection = connection;
    this.#options = {
      recvBytes: 1024,
      history: "objects",
      replaces: false,
      ...options,
    };
    this.#buffer = new Uint8Array(this.#options.recvBytes);
  }

  /** Connects. */
  static async connect(
    address: Address,
    options: OldClientOptions = {},
  ): Promise<OldClient> {
    const connection = await Deno.connect(address);
    connection.setNoDelay(true);
    return new OldClient(connection, options);
  }

  /** Sends a request as the course's own client does: `content` always there. */
  async send(request: string, content: string | null = null): Promise<void> {
    await this.write(JSON.stringify({ request, content }));
  }

  /** Sends exactly this. */
  async write(text: string): Promise<void> {
    const bytes = new TextEncoder().encode(text);
    const count = await within(this.#connection.write(bytes), "a write");
    if (count < bytes.length) throw new Error("Too much for one write");
  }

  /** Sends a request and resolves with the next payload. */
  async ask(request: string, content: string | null = null): Promise<Seen> {
    await this.send(request, content);
    return await this.receive();
  }

  /**
   * Resolves with the next payload.
   *
   * @throws {SyntaxError} when one `recv` is not one JSON value.
   * @throws {TypeError} when a value is not what such a program can use.
   */
  async receive(): Promise<Seen> {
    const reading = this.#connection.read(this.#buffer);
    const count = await within(reading, "a payload");
    if (count === null) throw new Error("The server closed the connection");
    const at = performance.now();
    const text = new TextDecoder("latin1")
      .decode(this.#buffer.subarray(0, count));
    const fields = JSON.parse(text);
    const isHistory = fields.response === "history";
    if (this.#options.replaces) {
      for (const [key, value] of Object.entries(fields)) {
        if (isHistory && key === "content") continue; // read below
        replaceIn(value);
      }
    }
    return { text, at, fields, history: isHistory ? this.#read(fields) : [] };
  }

  /** Ends the connection. */
  [Symbol.dispose](): void {
    this.#connection.close();
  }

  #read({ content }: { readonly content: unknown }): readonly string[] {
    const { history, replaces } = this.#options;
    if (history === "text") return readText(content).split("\n");
    const list = history === "json" ? JSON.parse(readText(content)) : content;
    if (!Array.isArray(list)) throw new TypeError("Cannot go through no list");
    return list.map((item: unknown) => {
      const message = history === "strings" ? JSON.parse(readText(item)) : item;
      if (replaces) Object.values(message).forEach(replaceIn);
      return readText(message.content);
    });
  }
}

function replaceIn(value: unknown): void {
  readText(value).replaceAll("\u0007", "");
}

function readText(value: unknown): string {
  if (typeof value === "string") return value;
  throw new TypeError(`Cannot use as a text: ${JSON.stringify(value)}`);
}
