/**
 * One room: who is in it, who hears it, and who came and left since people were
 * last told. Knows nothing of sockets and of the log.
 *
 * @module
 */

import type { Batch, Payload } from "./payload.ts";
import type { User } from "./user.ts";

/** In rooms with more people, presence is only a count. */
const MAX_NAMED_PRESENCE = 200;

/** Somebody who is here now and can be told things. */
export interface Member {
  /** Shows the entries of a batch that are not the member's own. */
  show(batch: Batch): void;
  /** Tells who came and left, if the member's program knows what that is. */
  tell(presence: Payload): void;
  /** Ends the member's connection: somebody else has its name now. */
  replace(): void;
}

/** One room. */
export class Room {
  readonly #users = new Map<string, User>();
  readonly #members = new Set<Member>();
  #joined = new Map<string, string>();
  #left = new Map<string, string>();

  /** Makes an empty room. */
  constructor(readonly name: string) {}

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

  /** Lets a user go. */
  leave(user: User): void {
    this.#users.delete(user.key);
    if (!this.#joined.delete(user.key)) this.#left.set(user.key, user.name);
  }

  /** Shows the room to a member from now on. */
  listen(member: Member): void {
    this.#members.add(member);
  }

  /** Shows the room to a member no longer. */
  ignore(member: Member): void {
    this.#members.delete(member);
  }

  /** Shows a batch to everybody who listens. */
  fanOut(batch: Batch): void {
    for (const member of this.#members) member.show(batch);
  }

  /** Tells everybody who came and left since the last time. */
  tellPresence(): void {
    if (this.#joined.size + this.#left.size === 0) return;
    const presence = this.#presence();
    this.#joined = new Map();
    this.#left = new Map();
    for (const member of this.#members) member.tell(presence);
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
