/**
 * Ten well-behaved clients in a process of their own: each says three messages
 * and a ping a second, all it may in the long run. Lines that it is asked:
 * `begin` to measure, `end` to wait for what is on its way and to tell.
 *
 * @module
 */

import type { Address } from "../../../shared/address.ts";
import { percentile } from "../../bench/percentile.ts";
import { serveLines } from "../../support/helper_process.ts";
import { Neighbour, type NeighbourNotes } from "./neighbour.ts";

const SAY_MS = 334;
const PING_MS = 1000;
const TICK_MS = 5;
/** What is not answered so long after the end is given up. */
const MAX_DRAIN_MS = 30_000;

/** What ten well-behaved clients saw. */
export interface NeighbourFigures {
  /** Of answers, and of messages shown: the larger 99th percentile, in ms. */
  readonly p99: number;
  /** The slowest, in ms. */
  readonly max: number;
  /** The 99th percentile by which this process was late itself, in ms. */
  readonly lag: number;
  /** Measured answers and messages. */
  readonly samples: number;
  /** Refusals, by nobody's fault. */
  readonly refused: number;
  /** Connections that the server closed. */
  readonly cut: number;
  /** Messages that came twice, or not in their order. */
  readonly disorder: number;
  /** Requests without an answer, and messages that were not shown. */
  readonly missing: number;
  /** What the first few of these were. */
  readonly examples: readonly string[];
}

class Neighbours implements NeighbourNotes {
  readonly #all: Neighbour[] = [];
  #beganAt = Infinity;
  #answers: number[] = [];
  #shown: number[] = [];
  #lags: number[] = [];
  #wrong = { refused: 0, cut: 0, disorder: 0 };
  #examples: string[] = [];
  #isSilent = false;

  async join(addresses: readonly Address[]): Promise<void> {
    for (const [n, address] of addresses.entries()) {
      this.#all.push(await Neighbour.join(address, n, this));
    }
    this.#all.forEach((one, n) => {
      const offset = n / this.#all.length;
      this.#every(SAY_MS, offset, () => one.say());
      this.#every(PING_MS, offset, () => one.ping());
    });
    this.#watchLag();
  }

  answered(sentAt: number): void {
    if (sentAt >= this.#beganAt) this.#answers.push(performance.now() - sentAt);
  }

  shown(sentAt: number): void {
    if (sentAt >= this.#beganAt) this.#shown.push(performance.now() - sentAt);
  }

  wrong(kind: "refused" | "cut" | "disorder", what: string): void {
    this.#wrong[kind]++;
    if (this.#examples.length < 5) this.#examples.push(`${kind}: ${what}`);
  }

  begin(): void {
    this.#beganAt = performance.now();
    this.#answers = [];
    this.#shown = [];
    this.#lags = [];
    this.#wrong = { refused: 0, cut: 0, disorder: 0 };
    this.#examples = [];
  }

  async end(): Promise<NeighbourFigures> {
    this.#isSilent = true;
    const end = performance.now() + MAX_DRAIN_MS;
    while (this.#missing() > 0 && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
    const missing = this.#missing();
    for (const one of this.#all) one.unanswered.forEach(this.answered, this);
    this.#isSilent = false;
    const answers = this.#answers.toSorted((a, b) => a - b);
    const shown = this.#shown.toSorted((a, b) => a - b);
    this.#beganAt = Infinity;
    return {
      p99: Math.max(percentile(answers, 0.99), percentile(shown, 0.99)),
      max: Math.max(answers.at(-1) ?? 0, shown.at(-1) ?? 0),
      lag: percentile(this.#lags.toSorted((a, b) => a - b), 0.99),
      samples: answers.length + shown.length,
      ...this.#wrong,
      missing,
      examples: this.#examples,
    };
  }

  #missing(): number {
    let missing = 0;
    for (const [reader, one] of this.#all.entries()) {
      missing += one.unanswered.length;
      for (const [author, { said }] of this.#all.entries()) {
        if (author !== reader) missing += said - one.seenOf(author);
      }
    }
    return missing;
  }

  /** Who is late is not hasty after it: it keeps to its rate. */
  #every(ms: number, offset: number, run: () => void): void {
    const again = () => {
      if (!this.#isSilent) run();
      setTimeout(again, ms);
    };
    setTimeout(again, ms * offset);
  }

  #watchLag(): void {
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      this.#lags.push(Math.max(0, now - last - TICK_MS));
      last = now;
    }, TICK_MS);
  }
}

if (import.meta.main) {
  // Who starts this process is ours and gives an address for each.
  const addresses = JSON.parse(Deno.args[0] ?? "") as readonly Address[];
  const neighbours = new Neighbours();
  await neighbours.join(addresses);
  await serveLines(async (line) =>
    line === "begin" ? neighbours.begin() : await neighbours.end()
  );
}
