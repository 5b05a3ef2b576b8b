/**
 * Somebody who talks to a log and remembers all it says, in order.
 *
 * @module
 */

import type {
  Draft,
  Entry,
  Log,
  LogOptions,
  Outcome,
} from "../../server/log/log.ts";
import { LOBBY_TARGET } from "../../shared/target.ts";
import { keyOf } from "./entries.ts";

/** What a test says; the rest is filled in. */
export type Saying = Partial<Omit<Draft, "settle">>;

/** Records outcomes and groups, and in which order they came. */
export class Witness {
  /** `settled <text>` and `shown <texts>`, as they came. */
  readonly events: string[] = [];
  /** What was shown. */
  readonly groups: (readonly Entry[])[] = [];

  /** What was reported as a bug. */
  readonly bugs: unknown[] = [];

  /** Options that let the log be watched. */
  readonly options: LogOptions = {
    onBug: (error) => this.bugs.push(error),
    onCommit: (group) => {
      this.groups.push(group);
      this.events.push(`shown ${group.map(({ text }) => text).join(" ")}`);
    },
  };

  /** All that was shown, oldest first. */
  get shown(): readonly Entry[] {
    return this.groups.flat();
  }

  /** Appends one draft and resolves with what became of it. */
  say(log: Log, saying: Saying): Promise<Outcome> {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const settle = (outcome: Outcome) => {
      this.events.push(`settled ${saying.text ?? "hello"}`);
      resolve(outcome);
    };
    const draft = draftOf("hello", settle);
    const { target = draft.target } = saying;
    log.append({ ...draft, conversation: keyOf(target), ...saying, settle });
    return promise;
  }

  /** Appends drafts in one turn and resolves with their outcomes. */
  sayAll(log: Log, sayings: readonly Saying[]): Promise<Outcome[]> {
    return Promise.all(sayings.map((saying) => this.say(log, saying)));
  }
}

/** Returns a draft of a message in the lobby. */
export function draftOf(text: string, settle: Draft["settle"]): Draft {
  return {
    conversation: "lobby",
    target: LOBBY_TARGET,
    author: "ada",
    by: 0,
    text,
    settle,
  };
}

/** Returns the seq an outcome carries; 0 for a refusal. */
export function seqOf(outcome: Outcome | undefined): number {
  if (outcome?.kind === "stored") return outcome.entry.seq;
  return outcome?.kind === "duplicate" ? outcome.seq : 0;
}

/** Returns the texts of a page. */
export function textsOf(entries: readonly Entry[]): string[] {
  return entries.map(({ text }) => text);
}

/** Reads the whole lobby. */
export function readAll(log: Log): Promise<readonly Entry[]> {
  const all = { limit: 100_000, maxChars: Infinity };
  return log.page({ conversations: [{ key: "lobby" }], after: 0, ...all });
}
