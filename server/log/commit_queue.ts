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

/** Options for {@linkcode CommitQueue}; those of its log. */
export type CommitQueueOptions = Pick<
  LogOptions,
  "onCommit" | "onBug" | "mayDelay"
>;

/** Commits drafts in the order in which they were appended. */
export class CommitQueue {
  readonly #write: (drafts: readonly Draft[]) => Written;
  readonly #onCommit: (group: readonly Entry[]) => void;
  readonly #onBug: (error: unknown) => void;
  readonly #groups: GroupCommit<Draft>;

  /**
   * Makes an empty queue.
   *
   * @param write Stores a group, whole or not at all. When it throws, nothing
   * of the group is stored and every draft of it is refused.
   */
  constructor(
    write: (drafts: readonly Draft[]) => Written,
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

  #commit(drafts: readonly Draft[]): void {
    const { outcomes, group } = this.#tryToWrite(drafts);
    drafts.forEach((draft, index) => this.#settle(draft, outcomes[index]));
    if (group.length > 0) this.#show(group);
  }

  #tryToWrite(drafts: readonly Draft[]): Written {
    try {
      return this.#write(drafts);
    } catch (error) {
      this.#onBug(error);
      return refuseAll(drafts, MISTAKE);
    }
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
