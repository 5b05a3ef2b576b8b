/**
 * All identities there are: in the view whole, in the store those that outlive
 * the process.
 *
 * @module
 */

import type { Json } from "../../shared/json.ts";
import {
  type Identity,
  identityKey,
  readIdentity,
  recordOf,
} from "./identity.ts";
import { NameIndex } from "./name_index.ts";
import { type Records, UNCHANGED } from "./records.ts";

/** What becomes of an identity; nothing: it ends. */
export type IdentityChange = (
  identity: Identity,
) => Identity | undefined | typeof UNCHANGED;

/** Identities by number and by name. */
export class Identities {
  readonly #records: Records;
  readonly #identities = new Map<number, Identity>();
  readonly #names = new NameIndex();

  /** Begins with none. */
  constructor(records: Records) {
    this.#records = records;
  }

  /** How many there are, guests that have gone and may come back included. */
  get size(): number {
    return this.#identities.size;
  }

  /** Returns the identity of a number, as long as it is there. */
  get(number: number): Identity | undefined {
    return this.#identities.get(number);
  }

  /** Returns who has a name, in whatever spelling. */
  named(name: string): Identity | undefined {
    return this.get(this.#names.owner(name) ?? 0);
  }

  /** Returns somebody whose name could be confused with one that is free. */
  alike(name: string): Identity | undefined {
    const other = this.#names.confusedWith(name);
    return other === undefined ? undefined : this.named(other);
  }

  /** All of them, in no order. */
  all(): Iterable<Identity> {
    return this.#identities.values();
  }

  /** Counts accounts. */
  countAccounts(): number {
    let accounts = 0;
    for (const { kind } of this.all()) if (kind === "account") accounts++;
    return accounts;
  }

  /** Tells whether an identity is an account. */
  isAccount(number: number): boolean {
    return this.get(number)?.kind === "account";
  }

  /** Takes in what the watch told. */
  heard(number: number, value: Json | undefined): void {
    if (value === undefined) this.#hide(number);
    else this.#show({ ...readIdentity(value), number, isStored: true });
  }

  /** Adds one; what is not to be stored is in the view at once. */
  async add(identity: Identity): Promise<void> {
    if (!identity.isStored) return this.#show(identity);
    await this.#records.change(
      identityKey(identity.number),
      () => recordOf(identity),
    );
  }

  /**
   * Changes one; does nothing when it has ended.
   *
   * @throws {ChatError} `store_full` or `unavailable`, and what `change` throws.
   */
  async change(number: number, change: IdentityChange): Promise<void> {
    const identity = this.get(number);
    if (!identity) return;
    const next = change(identity);
    if (next === UNCHANGED) return await this.#records.settled();
    const isStored = identity.isStored || (next?.isStored ?? false);
    if (isStored) return await this.#store(identity, change);
    if (next) this.#show(next);
    else this.#hide(number);
  }

  /** Notes that somebody is away, and why; or is back. */
  setAway(number: number, away: string | undefined): Promise<void> {
    return this.change(number, (identity) => {
      if (identity.away === away) return UNCHANGED;
      const { away: _, ...rest } = identity;
      return away === undefined ? rest : { ...rest, away };
    });
  }

  /** Notes in the view alone whether somebody is here, where a disk is full. */
  setHere(number: number, isHere: boolean): void {
    const identity = this.get(number);
    if (!identity) return;
    const { here: _, ...person } = identity;
    this.#show(isHere ? { ...person, here: true } : person);
  }

  /** Who cannot be kept goes on as before, as long as the process runs. */
  async #store(before: Identity, change: IdentityChange): Promise<void> {
    const { number, name, isStored } = before;
    try {
      await this.#records.change(identityKey(number), () => {
        const identity = this.get(number);
        const next = identity && change(identity);
        return typeof next === "object" ? recordOf(next) : next;
      });
    } catch (error) {
      const isGone = !isStored && !this.get(number) && !this.named(name);
      if (isGone) this.#show(before);
      throw error;
    }
  }

  #show(identity: Identity): void {
    this.#hide(identity.number);
    this.#identities.set(identity.number, identity);
    this.#names.add(identity.name, identity.number);
  }

  #hide(number: number): void {
    const identity = this.#identities.get(number);
    if (!identity) return;
    this.#identities.delete(number);
    this.#names.delete(identity.name, number);
  }
}
