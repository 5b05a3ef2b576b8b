/**
 * One room: who is in it, who hears it, and who came and left since the last
 * presence.
 *
 * @module
 */

import type { Target } from "../../shared/target.ts";
import type { User } from "../directory/name_registry.ts";
import type { Batch } from "./batch.ts";
import type { Payload } from "./payload.ts";

/** In rooms with more people, presence is only a count. */
const MAX_NAMED_PRESENCE = 200;

/** What somebody can hear. */
export interface Conversation {
  /** Under which the log keeps what is said in it. */
  readonly key: string;
  readonly target: Target;
  /** Everything in it up to this seq was shown to those who hear it. */
  readonly shown: number;
}

/** Somebody who hears what is said. */
export interface Listener {
  /** Shows entries of the conversations it hears; what it throws is a bug. */
  show(batch: Batch): void;
  /** Reads on from the log, after a bug in `show()`. */
  readOn(): void;
  /** Sends who came and left, if the listener's program knows presence. */
  tell(presence: Payload): void;
}

/** One room. */
export class Room implements Conversation {
  /** Under which the log keeps what is said in it. */
  readonly key: string;
  readonly target: Target;
  /** Who hears the room. */
  readonly listeners: ReadonlySet<Listener>;
  readonly #users = new Map<string, User>();
  readonly #listeners = new Set<Listener>();
  #joined = new Map<string, string>();
  #left = new Map<string, string>();

  /** Makes an empty room. */
  constructor(
    readonly name: string,
    /** Everything in it up to this seq was shown to those who hear it. */
    public shown = 0,
  ) {
    this.key = name;
    this.target = { room: name };
    this.listeners = this.#listeners;
  }

  /** Names of everybody in the room, in the order in which they came. */
  get names(): readonly string[] {
    return [...this.#users.values()].map((user) => user.name);
  }

  /** Lets a user in. */
  join(user: User): void {
    this.#users.set(user.key, user);
    const isBack = this.#left.get(user.key) === user.name;
    if (isBack) this.#left.delete(user.key);
    else this.#joined.set(user.key, user.name);
  }

  /** Has somebody in it who was here before the server was started again. */
  restore(user: User): void {
    this.#users.set(user.key, user);
  }

  /** Lets a user go. */
  leave(user: User): void {
    this.#users.delete(user.key);
    if (!this.#joined.delete(user.key)) this.#left.set(user.key, user.name);
  }

  /** Lets somebody hear the room from now on. */
  listen(listener: Listener): void {
    this.#listeners.add(listener);
  }

  /** Lets somebody hear the room no longer. */
  ignore(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  /** Sends everybody who came and left since the last time. */
  tellPresence(onBug: (error: unknown) => void): void {
    if (this.#joined.size + this.#left.size === 0) return;
    const presence = this.#presence();
    this.#joined = new Map();
    this.#left = new Map();
    for (const listener of this.#listeners) {
      try {
        listener.tell(presence);
      } catch (error) {
        onBug(error); // the others are told all the same
      }
    }
  }

  #presence(): Payload {
    const count = this.#users.size;
    const joined = [...this.#joined.values()];
    const left = [...this.#left.values()];
    const fields = count > MAX_NAMED_PRESENCE
      ? { room: this.name, count }
      : { room: this.name, joined, left, count };
    const content = count > MAX_NAMED_PRESENCE
      ? `${count} people are in ${this.name}`
      : describe(joined, left);
    return { response: "info", code: "presence", content, fields };
  }
}

function describe(joined: readonly string[], left: readonly string[]): string {
  const parts: string[] = [];
  if (joined.length > 0) parts.push(`${joined.join(", ")} joined`);
  if (left.length > 0) parts.push(`${left.join(", ")} left`);
  return parts.join("; ");
}
