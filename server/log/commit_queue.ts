/**
 * The way of drafts into a log: gathered, written as one group, settled, shown.
 * Whatever throws on the way, every draft is settled and the next group comes.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { GroupCommit } from "./group_commit.ts";
import type { Draft, Entry, LogOptions, Outcome } from "./log.ts";

const MISTAKE = new ChatError(
  "unavailable",
  "Cannot store this: the server made a mistake, and its log says which",
);
const REFUSED: Outcome = { kind: "refused", error: MISTAKE };

/** What became of a group. */
export interface Written {
  /** For each draft, in order. */
  readonly outcomes: readonly Outcome[];
  /** What was stored, oldest first. */
  readonly group: readonly Entry[];
}

/** Stores a group, whole or not at all. */
export type GroupWriter = (
  drafts: readonly Draft[],
) => Written | Promise<Written>;

/** Options for {@linkcode CommitQueue}; those of its log. */
export type CommitQueueOptions = Pick<
  LogOptions,
  "onCommit" | "onBug" | "mayDelay"
>;

/** Commits drafts in the order in which they were appended. */
export class CommitQueue {
  readonly #write: GroupWriter;
  readonly #onCommit: (group: readonly Entry[]) => void;
  readonly #onBug: (error: unknown) => void;
  readonly #groups: GroupCommit<Draft>;

  /**
   * Makes an empty queue.
   *
   * @param write When it throws or rejects, nothing of the group is stored and
   * every draft of it is refused.
   */
  constructor(
    write: GroupWriter,
    { onCommit, onBug = reportError, mayDelay }: CommitQueueOptions,
  ) {
    this.#write = write;
    this.#onCommit = onCommit;
    this.#onBug = onBug;
    this.#groups = new GroupCommit({
      commit: (drafts) => this.#commit(drafts),
      mayDelay,
    });
  }

  /** Takes a draft. */
  append(draft: Draft): void {
    this.#groups.add(draft);
  }

  /** Resolves when every draft taken so far is settled, and shown if stored. */
  drain(): Promise<void> {
    return this.#groups.drain();
  }

  /** Does work while no group is under way; the next one waits for it. */
  between(work: () => Promise<void>): void {
    this.#groups.between(async () => {
      try {
        await work();
      } catch (error) {
        this.#onBug(error);
      }
    });
  }

  #commit(drafts: readonly Draft[]): void | Promise<void> {
    try {
      const written = this.#write(drafts);
      if (!(written instanceof Promise)) return this.#finish(drafts, written);
      return written.then(
        (written) => this.#finish(drafts, written),
        (error) => this.#fail(drafts, error),
      );
    } catch (error) {
      this.#fail(drafts, error);
    }
  }

  #fail(drafts: readonly Draft[], error: unknown): void {
    this.#onBug(error);
    this.#finish(drafts, refuseAll(drafts, MISTAKE));
  }

  #finish(drafts: readonly Draft[], { outcomes, group }: Written): void {
    drafts.forEach((draft, index) => this.#settle(draft, outcomes[index]));
    if (group.length > 0) this.#show(group);
  }

  #settle({ settle }: Draft, outcome: Outcome = REFUSED): void {
    try {
      settle(outcome);
    } catch (error) {
      this.#onBug(error);
    }
  }

  #show(group: readonly Entry[]): void {
    try {
      this.#onCommit(group);
    } catch (error) {
      this.#onBug(error);
    }
  }
}

/** Returns the outcomes of a group that is refused as a whole. */
export function refuseAll(
  drafts: readonly Draft[],
  error: ChatError,
): Written {
  const outcome = { kind: "refused", error } as const;
  return { outcomes: drafts.map(() => outcome), group: [] };
}
