/**
 * Who is in a room, and who spoke there lately.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";

/** Most people whose last words are remembered; the first go first. */
const MAX_SPEAKERS = 1000;

/** The people of one room. */
export class RoomMembers {
  /** When who spoke last, by folded name. */
  readonly #spoke = new Map<string, number>();
  /** Who is there, by folded name; missing until that is known. */
  #members: Set<string> | undefined;
  /** How many are there, where the server says only that. */
  #count: number | undefined;

  /** How many people are there; missing until that is known. */
  get count(): number | undefined {
    return this.#count ?? this.#members?.size;
  }

  /** Whether it is known who is there. */
  get areKnown(): boolean {
    return this.#members !== undefined;
  }

  /** Takes over who is there, all of them, or some of so many. */
  set(names: readonly string[], count: number = names.length): void {
    this.#members = new Set(names.map(foldName));
    this.#count = count > names.length ? count : undefined;
  }

  /** Takes over how many are there, where more are than are named. */
  setCount(count: number): void {
    this.#count = count;
  }

  /** Notes who came and left, and how many there are where the server says so. */
  apply(
    joined: readonly string[],
    left: readonly string[],
    count?: number,
  ): void {
    for (const name of left) this.#members?.delete(foldName(name));
    for (const name of joined) this.#members?.add(foldName(name));
    const isCounted = this.#count !== undefined && this.#members === undefined;
    const change = joined.length - left.length;
    this.#count = isCounted ? count ?? (this.#count ?? 0) + change : count;
  }

  /** Notes that somebody spoke. */
  noteSpeaker(name: string, time: number): void {
    const key = foldName(name);
    this.#spoke.delete(key);
    this.#spoke.set(key, time);
    if (this.#spoke.size <= MAX_SPEAKERS) return;
    const [oldest = ""] = this.#spoke.keys();
    this.#spoke.delete(oldest);
  }

  /** Returns when somebody last spoke, in milliseconds since 1970. */
  lastSpoke(name: string): number | undefined {
    return this.#spoke.get(foldName(name));
  }

  /** Tells of a folded name whether it is of somebody there. */
  knows(foldedName: string): boolean {
    return this.#members?.has(foldedName) === true ||
      this.#spoke.has(foldedName);
  }
}
