/**
 * Turns of the event loop, shared between clients: whose work has taken least
 * lately goes first. While there is time nothing waits, and nothing changes;
 * when a turn has taken its time, what comes is put off to the next ones, in
 * queues of those who used little, more, and most (a multilevel feedback queue,
 * as in operating systems since CTSS, 1962).
 *
 * A turn is over when all sockets were looked at; see `socket_poll.ts`. While
 * nobody waits there is no hurry, and that is asked for by a timer.
 *
 * @module
 */

import { type Job, Share, type TurnGiver } from "./share.ts";
import { Usage } from "./usage.ts";

/** Work of one turn; then sockets are read again. */
const TURN_MS = 5;

/** Who has used less than this much comes before who has used more. */
const LEVELS_MS = [1, 2, 4, 8, 16, 32, 64, 128, 256, Infinity] as const;

/** So often one of those who used most comes first, so that nobody starves. */
const MOST_FIRST = 8;

/** More than it takes from the turn of a feed to its page on the way. */
const MICROTASKS = 16;

/** Options for {@linkcode Scheduler}. */
export interface SchedulerOptions {
  /**
   * Called with what a job throws: a bug, which disturbs no other job.
   *
   * @default {reportError}
   */
  readonly onBug?: (error: unknown) => void;
  /**
   * Clock in milliseconds; must not go back.
   *
   * @default {performance.now}
   */
  readonly now?: () => number;
  /**
   * Calls back when sockets had their turn, after who is given last.
   *
   * @default {setTimeout}
   */
  readonly afterSockets?: (callback: () => void) => void;
  /**
   * Calls back soon; returns what takes that back.
   *
   * @default {setTimeout}
   */
  readonly later?: (callback: () => void) => () => void;
}

/** Gives the turns of one event loop. */
export class Scheduler implements TurnGiver, Disposable {
  readonly #onBug: (error: unknown) => void;
  readonly #now: () => number;
  readonly #afterSockets: (callback: () => void) => void;
  readonly #later: (callback: () => void) => () => void;
  readonly #levels: readonly Job[][] = LEVELS_MS.map(() => []);
  #waiting = 0;
  #picked = 0;
  #isTurnOpen = false;
  /** Whether this turn ends as soon as sockets were looked at. */
  #isEnding = false;
  #isDisposed = false;
  #turnAt = 0;
  #cancel = () => {};

  /** Has nothing to do. */
  constructor(
    {
      onBug = reportError,
      now = () => performance.now(),
      afterSockets = setTimeout,
      later = soon,
    }: SchedulerOptions = {},
  ) {
    this.#onBug = onBug;
    this.#now = now;
    this.#afterSockets = afterSockets;
    this.#later = later;
  }

  /** Milliseconds; they never go back. */
  get now(): number {
    return this.#now();
  }

  /** How many jobs wait. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Returns whether this turn has time left at `now`, and nobody waits. */
  hasTimeAt(now: number): boolean {
    return this.#waiting === 0 && this.#hasMoreTimeAt(now);
  }

  /** Whether this turn has time left, for the job that has it. */
  get hasMoreTime(): boolean {
    return this.#hasMoreTimeAt(this.#now());
  }

  /** Makes the share of a client, of an address where addresses count. */
  newShare(address?: Usage): Share {
    return new Share(this, address);
  }

  /** Makes what all clients of one address have used. */
  newUsage(): Usage {
    return new Usage(this.#now);
  }

  /** Takes a job that waits for its turn. */
  add(job: Job): void {
    const used = job.share.usedMs + job.expectedMs;
    const level = LEVELS_MS.findIndex((most) => used < most);
    this.#levels[level]?.push(job);
    this.#waiting++;
    if (!this.#isTurnOpen) this.#openTurn(this.#now());
    this.#endTurn();
  }

  /** Gives no more turns; what waits is dropped. */
  [Symbol.dispose](): void {
    this.#cancel();
    this.#isDisposed = true;
    this.#isTurnOpen = true; // and never ends
    for (const jobs of this.#levels) jobs.length = 0;
    this.#waiting = 0;
  }

  #hasMoreTimeAt(now: number): boolean {
    if (this.#isTurnOpen) return now - this.#turnAt < TURN_MS;
    this.#openTurn(now);
    return true;
  }

  #openTurn(now: number): void {
    this.#isTurnOpen = true;
    this.#turnAt = now;
    this.#cancel = this.#later(() => this.#endTurn());
  }

  #endTurn(): void {
    if (this.#isEnding || this.#isDisposed) return;
    this.#isEnding = true;
    this.#cancel();
    this.#afterSockets(() => this.#nextTurn());
  }

  #nextTurn(): void {
    if (this.#isDisposed) return;
    this.#isEnding = this.#isTurnOpen = false;
    if (this.#waiting === 0) return;
    this.#isTurnOpen = true;
    this.#turnAt = this.#now();
    this.#endTurn();
    this.#runJobs();
  }

  #runJobs(): void {
    do {
      const job = this.#pick();
      if (!job) return;
      this.#run(job);
      if (job.goesOn) return this.#runJobsAfter(MICROTASKS);
    } while (this.#now() - this.#turnAt < TURN_MS);
  }

  /** What a job set off is done first, and counted in this turn. */
  #runJobsAfter(microtasks: number): void {
    if (microtasks > 0) {
      queueMicrotask(() => this.#runJobsAfter(microtasks - 1));
    } else if (this.#now() - this.#turnAt < TURN_MS) this.#runJobs();
  }

  #run({ share, work }: Job): void {
    try {
      share.measure(work);
    } catch (error) {
      this.#onBug(error);
    }
  }

  #pick(): Job | undefined {
    const isMostFirst = ++this.#picked % MOST_FIRST === 0;
    const isThere = (jobs: readonly Job[]) => jobs.length > 0;
    const jobs = isMostFirst
      ? this.#levels.findLast(isThere)
      : this.#levels.find(isThere);
    const job = jobs?.shift();
    if (job) this.#waiting--;
    return job;
  }
}

function soon(callback: () => void): () => void {
  const timer = setTimeout(callback);
  return () => clearTimeout(timer);
}
