/**
 * New identities: a name that nobody has, or one of a guest that is gone, and
 * no other looks like it.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Identities } from "./identities.ts";
import type { Identity } from "./identity.ts";
import { looksReserved } from "./name_skeletons.ts";
import type { NumberSeries } from "./number_series.ts";

/** Most identities; beyond it guests that are gone end, the longest first. */
export const MAX_IDENTITIES = 100_000;
/** So many end at once. */
const ENDED_AT_ONCE = 1000;

/** A name is another's; says whose, for who knows when that will end. */
export class NameTaken extends ChatError {
  /** Takes the name that was asked for, and who has it. */
  constructor(
    /** As it was spelled when it was asked for. */
    readonly wanted: string,
    /** The number of who has it, or one that it could be confused with. */
    readonly holder: number,
    message = `Cannot use "${wanted}": it is taken`,
  ) {
    super("name_taken", message);
  }
}

/** What new identities are decided with. */
export interface NewcomerParts {
  readonly identities: Identities;
  readonly numbers: NumberSeries;
  /** Ends an identity, with all that is its own. */
  readonly end: (identity: number) => Promise<void>;
}

/** Somebody who has no number yet. */
type Person = Omit<Identity, "number">;

/** Adds people. */
export class Newcomers {
  readonly #parts: NewcomerParts;

  /** Takes what it is decided with. */
  constructor(parts: NewcomerParts) {
    this.#parts = parts;
  }

  /**
   * Adds somebody. A guest comes in, for as long as the process runs, also where
   * nothing can be kept.
   *
   * @throws {NameTaken} when another has the name, or one that could be
   * confused with it; {ChatError} `bad_name` for one that looks reserved,
   * `store_full`, `unavailable`.
   */
  async add(person: Person): Promise<Identity> {
    const { identities, numbers } = this.#parts;
    const freed = [...this.#freeName(person.name), ...this.#makeRoom()];
    const { number, durable } = numbers.take();
    const identity = { ...person, number };
    try {
      await Promise.all([identities.add(identity), durable, ...freed]);
      return identity;
    } catch (error) {
      if (person.kind === "account" || !isFailure(error)) throw error;
      await durable;
      return await this.#addUnkept({ ...identity, isStored: false });
    }
  }

  async #addUnkept(identity: Identity): Promise<Identity> {
    const { identities } = this.#parts;
    // What was taken back, or who was quicker.
    const owner = identities.named(identity.name);
    if (owner) throw new NameTaken(identity.name, owner.number);
    await identities.add(identity);
    return identity;
  }

  /** A guest that is gone loses its name, and one that could be confused. */
  #freeName(name: string): readonly Promise<void>[] {
    if (looksReserved(name)) {
      const message = `Cannot use "${name}": it looks like a reserved name`;
      throw new ChatError("bad_name", message);
    }
    const { identities } = this.#parts;
    const owner = identities.named(name);
    const ends = owner ? [this.#take(name, owner)] : [];
    const like = identities.alike(name);
    if (like) {
      const message =
        `Cannot use "${name}": it looks like "${like.name}", which is taken`;
      ends.push(this.#take(name, like, message));
      ends.push(...this.#freeName(name));
    }
    return ends;
  }

  #take(
    name: string,
    { number, kind, here }: Identity,
    message?: string,
  ): Promise<void> {
    if (here || kind === "account") throw new NameTaken(name, number, message);
    return this.#parts.end(number);
  }

  #makeRoom(): readonly Promise<void>[] {
    const { identities, end } = this.#parts;
    if (identities.size < MAX_IDENTITIES) return [];
    return [...identities.all()]
      .filter(({ kind, here }) => kind === "guest" && !here)
      .toSorted((one, other) => one.seen - other.seen)
      .slice(0, ENDED_AT_ONCE)
      .map(({ number }) => end(number));
  }
}

/** Tells whether something failed because nothing can be kept at the moment. */
export function isFailure(error: unknown): boolean {
  return error instanceof ChatError &&
    (error.code === "store_full" || error.code === "unavailable");
}
