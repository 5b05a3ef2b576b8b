/**
 * One room, as it is at the moment: who is there, and who hears it.
 *
 * @module
 */

import type { Target } from "../../shared/target.ts";
import type { Audience, Listener } from "./listener.ts";
import type { Payload } from "./payload.ts";
import { PresenceChanges } from "./presence_changes.ts";
import { SlowMode } from "./slow_mode.ts";

/** Somebody in a room, as others see it. */
export interface Occupant {
  /** Which person it is. */
  readonly identity: number;
  /** Its name, as its owner spells it. */
  readonly name: string;
}

/** In rooms with more people, presence is only a count. */
const MAX_NAMED_PRESENCE = 200;
/** So is it when more have come and left since the last time. */
const MAX_NAMED_CHANGES = 200;

/** One room. */
export class Room implements Audience {
  /** To whom messages in it are said. */
  readonly target: Target;
  /** Under which key the log has it. */
  readonly keys: readonly [string];
  /** Who hears the room. */
  readonly listeners: ReadonlySet<Listener>;
  readonly #people = new Map<number, Occupant>();
  readonly #listeners = new Set<Listener>();
  readonly #changes = new PresenceChanges();
  /** Who said something last, and when; most rooms are not slow. */
  #slow: SlowMode | undefined;

  /** Makes an empty room. */
  constructor(
    readonly key: string,
    readonly name: string,
    /** Everything in it up to this seq was shown to those who hear it. */
    public shown = 0,
  ) {
    this.keys = [key];
    this.target = { room: name };
    this.listeners = this.#listeners;
  }

  /** How many people are there. */
  get count(): number {
    return this.#people.size;
  }

  /** Names of everybody in the room, in the order in which they came. */
  get names(): readonly string[] {
    return [...this.#people.values()].map(({ name }) => name);
  }

  /** Names of the first so many. */
  firstNames(limit: number): readonly string[] {
    return this.#people.values().take(limit).map(({ name }) => name).toArray();
  }

  /** Tells whether a person is there. */
  has(identity: number): boolean {
    return this.#people.has(identity);
  }

  /** Lets somebody in, which the others will be told. */
  enter(person: Occupant): void {
    this.#people.set(person.identity, person);
    this.#changes.joined(person.name);
  }

  /** Has somebody in it who was here before, of which nobody is told. */
  restore(person: Occupant): void {
    this.#people.set(person.identity, person);
  }

  /** Lets somebody go, which the others will be told. */
  exit({ identity, name }: Occupant): void {
    if (this.#people.delete(identity)) this.#changes.left(name);
  }

  /** How often each person may say something. */
  get slow(): SlowMode {
    return this.#slow ??= new SlowMode();
  }

  /** Lets somebody hear the room from here on. */
  listen(listener: Listener): void {
    this.#listeners.add(listener);
  }

  /** Lets somebody hear the room no longer. */
  ignore(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  /** Sends everybody who came and left since the last time. */
  tellPresence(onBug: (error: unknown) => void): void {
    if (this.#changes.isEmpty) return;
    const presence = this.#presence();
    for (const listener of this.#listeners) {
      try {
        listener.tell(presence);
      } catch (error) {
        onBug(error); // the others get it all the same
      }
    }
  }

  #presence(): Payload {
    const { name: room, count } = this;
    const { joined, left } = this.#changes.take();
    const isNamed = count <= MAX_NAMED_PRESENCE &&
      joined.length + left.length <= MAX_NAMED_CHANGES;
    return {
      response: "info",
      code: "presence",
      content: isNamed
        ? describe(joined, left)
        : `${count} people are in ${room}`,
      fields: isNamed ? { room, joined, left, count } : { room, count },
    };
  }
}

function describe(joined: readonly string[], left: readonly string[]): string {
  const parts: string[] = [];
  if (joined.length > 0) parts.push(`${joined.join(", ")} joined`);
  if (left.length > 0) parts.push(`${left.join(", ")} left`);
  return parts.join("; ");
}
