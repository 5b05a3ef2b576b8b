/**
 * Whose names Tab completes: who can be addressed, those who spoke last first.
 *
 * @module
 */

import type { Event } from "../../shared/event.ts";
import { foldName, LOBBY } from "../../shared/names.ts";

/** How many people are remembered. */
const MAX_PEOPLE = 1000;

interface Person {
  readonly name: string;
  /** Counts up with each who speaks; 0 for who has not. */
  readonly spoke: number;
}

/** People in the order in which one is likely to address them. */
export class NickCompletion {
  readonly #me: string;
  readonly #people = new Map<string, Person>();
  #spoken = 0;

  /** Nobody yet; oneself never counts. */
  constructor(me: string) {
    this.#me = foldName(me);
  }

  /** Notes that somebody spoke. */
  spoke(name: string): void {
    this.#add(name, ++this.#spoken);
  }

  /** Notes that people are here. */
  present(names: readonly string[]): void {
    for (const name of names) {
      if (!this.#people.has(foldName(name))) this.#add(name, 0);
    }
  }

  /** Notes that people are gone. */
  left(names: readonly string[]): void {
    for (const name of names) this.#people.delete(foldName(name));
  }

  /** Takes in what an event says about who is here and who spoke. */
  apply(event: Event): void {
    if (event.kind === "message") this.spoke(event.sender ?? "");
    if (event.kind === "names") this.present(event.names);
    if (event.kind === "joined") this.present(event.names);
    if (event.kind === "invitation") this.present([event.by]);
    if (event.kind === "presence") {
      // Both can name one person, who left and came back in another spelling.
      if (isForAll(event.room)) this.left(event.left);
      this.present(event.joined);
    }
    if (event.kind === "history") {
      for (const message of event.messages) this.apply(message);
    }
  }

  /** Everybody: who spoke last first, then the others by name. */
  names(): readonly string[] {
    return [...this.#people.values()]
      .sort((a, b) => b.spoke - a.spoke || a.name.localeCompare(b.name))
      .map(({ name }) => name);
  }

  #add(name: string, spoke: number): void {
    const key = foldName(name);
    if (name === "" || key === this.#me) return;
    if (this.#people.size >= MAX_PEOPLE && !this.#people.has(key)) return;
    this.#people.set(key, { name, spoke });
  }
}

/** Whoever leaves another room is still in the one that all are in. */
function isForAll(room: string): boolean {
  return room === "" || foldName(room) === LOBBY;
}
