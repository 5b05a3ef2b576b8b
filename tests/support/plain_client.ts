/**
 * A client of plain lines in this process, with its input and output at hand.
 *
 * @module
 */

import { type Address, formatAddress } from "../../shared/address.ts";
import { dial } from "../../client/connection/tcp_transport.ts";
import { linesOf } from "../../client/scripts/input.ts";
import { makeIds } from "../../client/connection/message_ids.ts";
import { Output } from "../../client/scripts/output.ts";
import type { Backoff } from "../../client/connection/retry_schedule.ts";
import { TIMEOUTS, type Timeouts } from "../../client/connection/timeouts.ts";
import { UnackedMessages } from "../../client/connection/unacked_messages.ts";
import {
  PlainChat,
  type PlainChatOptions,
} from "../../client/scripts/plain_chat.ts";
import { Calendar } from "../../client/view/calendar.ts";
import { LineRenderer } from "../../client/scripts/line_renderer.ts";
import { within } from "./within.ts";

/** Short where a script is silent on purpose, long where it must not matter. */
export const TEST_TIMEOUTS: Timeouts = {
  ...TIMEOUTS,
  greetingMs: 100,
  logoutMs: 150,
  rateMs: 5,
  storeMs: 5,
};

/** Longest run of a client: it may give up by itself before. */
const FINISH_MS = 30_000;

/** What became of a client. */
export interface Finished {
  readonly code: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** A client under way. */
export interface PlainClient {
  readonly chat: PlainChat;
  /** Types a line. */
  type(line: string): void;
  /** Ends the input. */
  end(): void;
  /** Resolves when it is over. */
  readonly finished: Promise<Finished>;
  /** Resolves when something matching was written to standard output. */
  seen(pattern: RegExp): Promise<void>;
  /** Resolves when something matching was written to standard error. */
  warned(pattern: RegExp): Promise<void>;
}

/** What a test may want otherwise. */
export type PlainClientOptions =
  & Partial<Omit<PlainChatOptions, "connection" | "lines" | "out" | "err">>
  & {
    readonly name?: string;
    readonly timeouts?: Partial<Timeouts>;
    /** @default {no wait} */
    readonly backoff?: Backoff;
    /** All of the input, if it is known. */
    readonly input?: readonly string[];
  };

/** Starts a client called "ada" at an address. */
export function startPlainClient(
  address: Address,
  {
    name = "ada",
    timeouts = {},
    backoff = () => 0,
    input,
    ...options
  }: PlainClientOptions = {},
): PlainClient {
  const stdin = new TransformStream<Uint8Array, Uint8Array>(undefined, {
    highWaterMark: 1000,
  });
  const writer = stdin.writable.getWriter();
  const out = new Recorder();
  const err = new Recorder();
  const chat = new PlainChat({
    connection: {
      dial: (signal) => dial(address, signal),
      name,
      pending: new UnackedMessages(),
      nextId: makeIds(),
      backoff,
      timeouts: { ...TEST_TIMEOUTS, ...timeouts },
    },
    address: formatAddress(address),
    lines: linesOf(stdin.readable),
    out: new Output(out),
    err: new Output(err),
    renderer: new LineRenderer({
      me: name,
      calendar: new Calendar({ timeZone: "UTC" }),
    }),

    isTyped: false,
    giveUpMs: 20_000,
    hasTimeout: false,
    ...options,
  });
  const ended = chat.run().then((code) => ({
    code,
    out: out.lines,
    err: err.lines,
  }));
  const client: PlainClient = {
    chat,
    // Nobody reads any more once the client has given up.
    type: (line) =>
      void writer.write(new TextEncoder().encode(`${line}\n`)).catch(() => {}),
    end: () => void writer.close().catch(() => {}),
    get finished() {
      return within(ended, "the end of the client", FINISH_MS);
    },
    seen: (pattern) => out.seen(pattern),
    warned: (pattern) => err.seen(pattern),
  };
  input?.forEach(client.type);
  if (input) client.end();
  return client;
}

/** Keeps what is written. */
class Recorder {
  #text = "";
  #waiting: { pattern: RegExp; resolve: () => void }[] = [];

  /** Complete lines so far. */
  get lines(): readonly string[] {
    return this.#text.split("\n").slice(0, -1);
  }

  /** Takes bytes as a stream does. */
  writeSync(bytes: Uint8Array): number {
    this.#text += new TextDecoder().decode(bytes);
    for (const { pattern, resolve } of this.#waiting) {
      if (pattern.test(this.#text)) resolve();
    }
    return bytes.length;
  }

  /** Resolves when the text matches. */
  async seen(pattern: RegExp): Promise<void> {
    if (pattern.test(this.#text)) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ pattern, resolve });
    await within(promise, `${pattern} in what was written`);
  }
}
