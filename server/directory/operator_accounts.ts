/**
 * What the operator of a server does with accounts, whether people are here or
 * not.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { checkWideName } from "../../shared/names.ts";
import type { AccountsParts } from "./accounts.ts";
import type { Identity } from "./identity.ts";
import { checkStrength } from "./password_strength.ts";

/** An account, as the operator sees it. */
export interface ListedAccount {
  readonly name: string;
  /** When it was made, in milliseconds since 1970. */
  readonly made: number;
  /** When it was here last. */
  readonly seen: number;
  readonly here: boolean;
  /** How many rooms it is in, beside the lobby. */
  readonly rooms: number;
}

/** Makes, changes and removes accounts of others. */
export class OperatorAccounts {
  readonly #parts: AccountsParts;

  /** Takes what they are decided with. */
  constructor(parts: AccountsParts) {
    this.#parts = parts;
  }

  /** Returns all accounts, by name. */
  list(): readonly ListedAccount[] {
    const { identities, members } = this.#parts.directory;
    return [...identities.all()]
      .filter(({ kind }) => kind === "account")
      .map(({ number, name, made, seen, here = false }) => ({
        ...{ name, made, seen, here },
        rooms: members.roomsOf(number).size,
      }))
      .toSorted((one, other) => one.name < other.name ? -1 : 1);
  }

  /**
   * Makes an account that nobody has used yet.
   *
   * @throws {ChatError} `bad_name`, `name_taken` also while a guest has the
   * name, `weak_password`, `busy`, `store_full`, `unavailable`.
   */
  async add(name: string, password: string): Promise<void> {
    checkWideName(name);
    checkStrength(password);
    const hash = await this.#parts.hasher.hash(password);
    const now = this.#parts.now?.() ?? Date.now();
    await this.#parts.directory.newcomers.add({
      ...{ name, kind: "account", password: hash, tokens: [] },
      ...{ made: now, seen: now, isStored: true },
    });
  }

  /**
   * Gives an account another password, and ends all its links.
   *
   * @throws {ChatError} `unknown_user`, `weak_password`, `busy`, `store_full`,
   * `unavailable`.
   */
  async reset(name: string, password: string): Promise<void> {
    this.#account(name);
    checkStrength(password);
    const hash = await this.#parts.hasher.hash(password);
    const { number } = this.#account(name);
    await this.#parts.directory.identities.change(
      number,
      (account) => ({ ...account, password: hash, tokens: [] }),
    );
    this.#parts.onLinksEnd?.(number);
  }

  /**
   * Removes an account, with its memberships; what it said stays.
   *
   * @throws {ChatError} `unknown_user`, `store_full`, `unavailable`.
   */
  async remove(name: string): Promise<void> {
    const { number } = this.#account(name);
    this.#parts.onLinksEnd?.(number);
    await this.#parts.directory.endIdentity(number);
  }

  #account(name: string): Identity {
    const account = this.#parts.directory.identities.named(name);
    if (account?.kind === "account") return account;
    throw new ChatError(
      "unknown_user",
      `Cannot find an account "${name}"`,
    );
  }
}
