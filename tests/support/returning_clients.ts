/**
 * Many clients of the program in this process, that come back when their server
 * was away; and what each of them heard.
 *
 * @module
 */

import { Connection } from "../../client/connection/connection.ts";
import { connectionOptions } from "../../client/connection/connection_defaults.ts";
import type { ConnectionState } from "../../client/connection/connection_events.ts";
import { UnackedMessages } from "../../client/connection/unacked_messages.ts";
import type { Address } from "../../shared/address.ts";
import type { Event, PresenceEvent } from "../../shared/event.ts";
import { until } from "./until.ts";
import { within } from "./within.ts";

/** Long enough for a thousand logins on a busy machine. */
const ALL_MS = 60_000;

/** One of them. */
export class ReturningClient {
  /** Its connection. */
  readonly connection: Connection;
  /** Every wait it was given, in milliseconds. */
  readonly waits: number[] = [];
  /** Comings and goings it was told. */
  readonly presences: PresenceEvent[] = [];
  /** The texts of others, as it got them. */
  readonly heard: string[] = [];
  /** How many of its own messages were stored. */
  stored = 0;
  /** How often it was online. */
  logins = 0;
  /** When it was online last, in milliseconds of `performance.now()`. */
  onlineAt = 0;

  /** Makes one that has not connected. */
  constructor(address: Address, readonly name: string) {
    this.connection = new Connection({
      ...connectionOptions(address),
      name,
      pending: new UnackedMessages(),
      login: { history: 0 },
      keepsTrying: true,
      listener: {
        onState: (state) => this.#onState(state),
        onEvent: (event) => this.#onEvent(event),
        onSettled: (_message, { kind }) => {
          if (kind === "sent") this.stored++;
        },
      },
    });
  }

  #onState(state: ConnectionState): void {
    if (state.kind === "waiting") this.waits.push(state.ms);
    if (state.kind !== "online") return;
    this.logins++;
    this.onlineAt = performance.now();
  }

  #onEvent(event: Event): void {
    if (event.kind === "presence") this.presences.push(event);
    if (event.kind === "message") this.heard.push(event.text);
    if (event.kind !== "history") return;
    this.heard.push(...event.messages.map(({ text }) => text));
  }
}

/** All of them. */
export class ReturningClients implements AsyncDisposable {
  /** One by one. */
  readonly all: readonly ReturningClient[];
  readonly #runs: Promise<unknown>;

  /** Connects so many clients. */
  constructor(address: Address, count: number) {
    this.all = Array.from(
      { length: count },
      (_, n) => new ReturningClient(address, `client${n}`),
    );
    this.#runs = Promise.all(
      this.all.map(({ connection }) => connection.run()),
    );
  }

  /** Resolves when all have been online so often. */
  async online(times = 1): Promise<void> {
    await this.every(({ logins }) => logins >= times, `${times} logins each`);
  }

  /** Resolves when something is true of all. */
  async every(
    isTrue: (client: ReturningClient) => boolean,
    what: string,
  ): Promise<void> {
    await until(() => this.all.every(isTrue), what, ALL_MS);
  }

  /** How long after a moment each was online, the first first. */
  backAfter(startedAt: number): readonly number[] {
    return this.all.map(({ onlineAt }) => onlineAt - startedAt)
      .sort((one, other) => one - other);
  }

  /** Logs all of them out. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.all.map(({ connection }) => connection.leave()));
    await within(this.#runs, "their end", ALL_MS);
  }
}

/** Returns what is known of some times, for a report. */
export function describeTimes(sorted: readonly number[]): string {
  const at = (part: number) =>
    Math.round(sorted[Math.ceil(part * sorted.length) - 1] ?? NaN);
  const spread = (sorted.at(-1) ?? NaN) - (sorted[0] ?? NaN);
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, last ${at(1)} ms, spread ${
    Math.round(spread)
  } ms`;
}
