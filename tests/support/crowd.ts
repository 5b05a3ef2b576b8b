/**
 * Many writers with one ledger, and the one sentence all fault tests end with:
 * nothing is lost, duplicated, reordered or unexplained.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { tell } from "./effort.ts";
import { Ledger, type Report, type Stored } from "./ledger.ts";
import { until } from "./until.ts";
import { type RoomMember, Writer, type WriterOptions } from "./writer.ts";

/** Options for {@linkcode Crowd}. */
export interface CrowdOptions
  extends Omit<WriterOptions, "name" | "ledger" | "count" | "member"> {
  /** How many writers. */
  readonly size: number;
  /** How many messages each says; without it, until `finish()`. */
  readonly each?: number;
  /** Where each of them is; without it, all are in the lobby. */
  readonly members?: readonly RoomMember[];
}

/** Writers at work. */
export class Crowd implements AsyncDisposable {
  readonly ledger = new Ledger();
  readonly writers: readonly Writer[];
  readonly #running: Promise<unknown>;
  #problem: unknown;

  /** Sets them to work. */
  constructor(
    { size, each: count = Infinity, members, ...rest }: CrowdOptions,
  ) {
    const { ledger } = this;
    this.writers = Array.from({ length: size }, (_, index) => {
      const member = members?.[index];
      const name = `writer${index}`;
      const own = { name, ledger, count, ...(member && { member }) };
      return new Writer({ ...rest, ...own });
    });
    this.#running = Promise.all(this.writers.map((one) => one.run()))
      .catch((error) => this.#problem = error);
  }

  /** Resolves when so many more messages are acknowledged, whoever said them. */
  async acked(more: number): Promise<void> {
    const goal = this.ledger.acked + more;
    await this.#until(() => this.ledger.acked >= goal, more);
  }

  /** Resolves when so many more are acknowledged to every single writer. */
  async eachAcked(more: number): Promise<void> {
    const goals = this.writers.map((one) => ({ one, goal: one.acked + more }));
    const isDone = () => goals.every(({ one, goal }) => one.acked >= goal);
    await this.#until(isDone, more);
  }

  /** Cuts all their connections; what was answered on the way is unknown. */
  cut(): void {
    for (const writer of this.writers) writer.cut();
  }

  /** Lets them come to an end; resolves when all they said is settled. */
  async finish(): Promise<void> {
    for (const writer of this.writers) writer.finish();
    await this.done();
  }

  /** Resolves when all have said what they had to say. */
  async done(): Promise<void> {
    await this.#running;
    if (this.#problem) throw this.#problem;
  }

  /** Ends them. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const writer of this.writers) writer.abandon();
    await this.#running;
  }

  async #until(isTrue: () => boolean, more: number): Promise<void> {
    await until(() => {
      if (this.#problem) throw this.#problem;
      return isTrue();
    }, `${more} acknowledgements`);
  }
}

/** Fails unless the history is exactly what the ledger allows. */
export function assertNothingWrong(
  ledger: Ledger,
  history: readonly Stored[],
): Report {
  const report = ledger.report(history);
  const { lost, duplicated, reordered, unexplained, unknown } = report;
  const { sent, acked, refused, unknownShare } = report;
  tell(
    `sent ${sent}, acked ${acked}, refused ${refused}, unknown for a while ${
      (100 * unknownShare).toFixed(2)
    } %, at the end ${unknown}; lost ${lost.length}, duplicated ${duplicated.length}, reordered ${reordered.length}, unexplained ${unexplained.length}`,
  );
  assertEquals(
    { lost, duplicated, reordered, unexplained },
    { lost: [], duplicated: [], reordered: [], unexplained: [] },
  );
  return report;
}
