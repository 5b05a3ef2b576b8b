/**
 * Gathers what arrives in one turn of the event loop, so that it is committed
 * as one group.
 *
 * @module
 */

import { setImmediate } from "node:timers";

/** Most of one group; more are committed as several, one after the other. */
export const MAX_GROUP = 512;

/** Longest a group waits for more. */
export const MAX_DELAY_MS = 2;

/**
 * A group of so many is part of a stream. In a stream it pays to gather until
 * nearly as many have arrived as the last time, or for as long as the last group
 * took: a commit and a round of writes cost nearly the same for one as for many.
 * Somebody who says something now and then never waits.
 */
const STREAM_GROUP = 8;

/**
 * What of the last group's number is worth waiting for. The rest may be what
 * people say only when they have seen the group that is being gathered: waiting
 * for all of it costs 5 % of the fan-out to 100 people, 12 % to 1,000.
 */
const ENOUGH = 0.75;

/**
 * Commits that may be pending: on a slow disk a message then waits for its own
 * sync only, and not for the rest of one that has begun.
 */
const MAX_PENDING = 4;

/**
 * While one is pending more is gathered for so long. Fast disks are done sooner:
 * there, a commit more costs more than it saves.
 */
const BEHIND_PENDING_MS = 1;

/** Options for {@linkcode GroupCommit}. */
export interface GroupCommitOptions<T> {
  /**
   * Stores and settles a group; must not keep the array, and neither throw nor
   * reject. It is pending as long as the promise it returns.
   */
  readonly commit: (group: readonly T[]) => void | Promise<void>;
  /**
   * Whether a group may be delayed: nobody waits for an answer now. While it is
   * so, more is gathered, until `flush()` or until the group is old or large
   * enough.
   *
   * @default {() => false}
   */
  readonly mayDelay?: (() => boolean) | undefined;
  /**
   * Most of one group.
   *
   * @default {MAX_GROUP}
   */
  readonly maxEntries?: number;
  /**
   * Longest delay.
   *
   * @default {MAX_DELAY_MS}
   */
  readonly maxDelayMs?: number;
  /**
   * Clock in milliseconds; must not go back.
   *
   * @default {performance.now}
   */
  readonly now?: () => number;
}

/**
 * Commits in the order of `add()`; never from inside `add()`, and never one
 * group inside another, so that nobody is shown the second group first.
 */
export class GroupCommit<T> {
  readonly #commit: (group: readonly T[]) => void | Promise<void>;
  readonly #mayDelay: () => boolean;
  readonly #maxEntries: number;
  readonly #maxDelayMs: number;
  readonly #now: () => number;
  readonly #endTurn = () => this.#onTurnEnd();
  #waiting: T[] = [];
  /** How many were ever added, and settled: in the same order. */
  #added = 0;
  #settled = 0;
  #isTurnOpen = false;
  /** How many the last group had, if it was part of a stream. */
  #lastSize = 0;
  #streamUntil = 0;
  #willLook = false;
  #isCommitting = false;
  /** Commits that are not durable yet, and when the last of them is. */
  #pendingCount = 0;
  #committedAt = 0;
  #pending: Promise<void> | undefined;
  /** What is done when none is pending; nothing is committed before. */
  #between: (() => Promise<void>) | undefined;
  #isHeld = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Makes an empty one; it has no timer until something waits. */
  constructor(
    {
      commit,
      mayDelay = () => false,
      maxEntries = MAX_GROUP,
      maxDelayMs = MAX_DELAY_MS,
      now = () => performance.now(),
    }: GroupCommitOptions<T>,
  ) {
    this.#commit = commit;
    this.#mayDelay = mayDelay;
    this.#maxEntries = maxEntries;
    this.#maxDelayMs = maxDelayMs;
    this.#now = now;
  }

  /** Takes one; it is committed at the end of the turn, or later while it may be delayed. */
  add(item: T): void {
    this.#waiting.push(item);
    this.#added++;
    this.#openTurn();
  }

  /** Commits what waits, if that may be now: not from inside a commit. */
  flush(): void {
    if (!this.#mayCommit) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const count = this.#waiting.length;
    this.#committedAt = this.#now();
    this.#isCommitting = true;
    try {
      this.#commitGroups(count);
    } finally {
      this.#isCommitting = false;
      this.#lastSize = count >= STREAM_GROUP ? count : 0;
      this.#noteStream();
    }
    if (this.#waiting.length > 0) this.#openTurn();
  }

  /** Does work while no commit is pending, and commits nothing meanwhile. */
  between(work: () => Promise<void>): void {
    this.#between = work;
    this.#goOn();
  }

  /** Resolves when all that was added so far is settled; not what comes later. */
  async drain(): Promise<void> {
    const all = this.#added;
    this.flush();
    while (this.#settled < all) {
      await this.#pending;
      this.flush();
    }
  }

  get #mayCommit(): boolean {
    const isFree = !this.#isCommitting && !this.#isHeld && !this.#between;
    return isFree && this.#pendingCount < MAX_PENDING;
  }

  #goOn(): void {
    const work = this.#between;
    if (work && this.#pendingCount === 0 && !this.#isCommitting) {
      this.#between = undefined;
      this.#isHeld = true;
      this.#await(work().finally(() => this.#isHeld = false));
    } else if (this.#waiting.length > 0) this.#openTurn();
  }

  #await(pending: Promise<void>, count = 0): void {
    this.#pendingCount++;
    this.#pending = pending.then(() => {
      this.#pendingCount--;
      this.#settled += count;
      if (this.#pendingCount === 0) this.#pending = undefined;
      this.#noteStream();
      this.#goOn();
    });
  }

  #openTurn(): void {
    if (this.#isTurnOpen) return;
    this.#isTurnOpen = true;
    queueMicrotask(this.#endTurn);
  }

  #onTurnEnd(): void {
    this.#isTurnOpen = false;
    if (this.#waiting.length === 0 || !this.#mayCommit) return;
    if (this.#waiting.length >= this.#maxEntries) this.flush();
    else if (this.#mayDelay()) this.#flushIn(this.#maxDelayMs);
    else if (this.#isDiskFast()) this.#flushIn(BEHIND_PENDING_MS);
    else if (this.#isStreaming()) this.#lookAgain();
    else this.flush();
  }

  /** Whether one is pending that may be done at once. */
  #isDiskFast(): boolean {
    return this.#pendingCount > 0 &&
      this.#now() - this.#committedAt < BEHIND_PENDING_MS;
  }

  #flushIn(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.flush();
    }, ms);
  }

  #isStreaming(): boolean {
    return this.#waiting.length < this.#lastSize * ENOUGH &&
      this.#now() < this.#streamUntil;
  }

  /** Lets the event loop turn once, to see what that brings. */
  #lookAgain(): void {
    if (this.#willLook) return;
    this.#willLook = true;
    setImmediate(() => {
      this.#willLook = false;
      this.#onTurnEnd();
    });
  }

  /** Commits so many; what a commit brings in comes later. */
  #commitGroups(count: number): void {
    while (count > 0 && this.#pendingCount < MAX_PENDING) {
      const group = this.#take(Math.min(count, this.#maxEntries));
      count -= group.length;
      const pending = this.#commit(group);
      if (pending instanceof Promise) this.#await(pending, group.length);
      else this.#settled += group.length;
    }
  }

  #take(count: number): readonly T[] {
    if (count < this.#waiting.length) return this.#waiting.splice(0, count);
    const all = this.#waiting;
    this.#waiting = [];
    return all;
  }

  /** As long as a commit took, more of the stream is waited for. */
  #noteStream(): void {
    const now = this.#now();
    const tookMs = Math.min(now - this.#committedAt, this.#maxDelayMs);
    this.#streamUntil = now + tookMs;
  }
}
