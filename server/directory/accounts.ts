/**
 * Accounts: names with a password. Passwords are checked in a queue; what that
 * decides is decided from what is in the directory afterwards.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { foldName } from "../../shared/names.ts";
import type { Directory } from "./directory.ts";
import type { Identity } from "./identity.ts";
import { issueToken } from "./link_tokens.ts";
import { MAX_IDENTITIES } from "./newcomers.ts";
import type { PasswordHasher } from "./password_hasher.ts";
import { badPassword } from "./password_required.ts";
import { checkLength, checkStrength } from "./password_strength.ts";
import type { RoomState } from "./room.ts";
import type { Attempts } from "./attempts.ts";

/** Most accounts that people make themselves: guests find room beside them. */
export const MAX_ACCOUNTS = MAX_IDENTITIES / 2;

/** Who asks: what counts as one address, and a name. */
export interface Asker {
  /** An IPv4 address, or the /64 of an IPv6 one. */
  readonly address: string;
  readonly name: string;
}

/** One link of an identity. */
export interface LinkId {
  readonly identity: number;
  readonly link: number;
}

/** What accounts are decided with. */
export interface AccountsParts {
  readonly directory: Directory;
  readonly hasher: PasswordHasher;
  readonly attempts: Attempts;
  /**
   * Whether people may make accounts themselves.
   *
   * @default {true}
   */
  readonly isOpen?: boolean;
  /**
   * Clock in milliseconds since 1970.
   *
   * @default {Date.now}
   */
  readonly now?: () => number;
  /**
   * Called when the links of an identity are to be closed: all, or all but one.
   *
   * @default {() => {}}
   */
  readonly onLinksEnd?: (identity: number, except?: number) => void;
}

/** Registers, checks and changes passwords. */
export class Accounts {
  readonly #parts: AccountsParts;

  /** Takes what they are decided with. */
  constructor(parts: AccountsParts) {
    this.#parts = parts;
  }

  /**
   * Checks the password of an account, for a login. A name that is nobody's, or
   * a guest's, takes as long and is refused alike.
   *
   * @returns the number of the account.
   * @throws {ChatError} `bad_password`, `busy`.
   */
  async check(password: string, { address, name }: Asker): Promise<number> {
    const attempt = this.#parts.attempts.begin(address, name);
    const account = this.#parts.directory.identities.named(name);
    const stored = account?.password;
    const isRight = await this.#verify(password, stored, attempt);
    const now = this.#parts.directory.identities.named(name);
    // It may have been changed while it was checked.
    if (!isRight || !account || now?.password !== stored) throw badPassword();
    attempt.giveBack();
    return account.number;
  }

  /**
   * Makes an account of who is a guest: its number stays, with all that is its
   * own, and its link.
   *
   * @throws {ChatError} `forbidden`, `name_taken` for who has an account,
   * `weak_password`, `too_many`, `busy`, `store_full`, `unavailable`.
   */
  async register(
    password: string,
    { identity, address }: Omit<LinkId, "link"> & Pick<Asker, "address">,
  ): Promise<void> {
    if (this.#parts.isOpen === false) throw registrationOff();
    this.#guest(identity);
    checkStrength(password);
    const { identities } = this.#parts.directory;
    if (identities.countAccounts() >= MAX_ACCOUNTS) throw tooMany();
    const attempt = this.#parts.attempts.beginAccount(address);
    try {
      const hash = await this.#parts.hasher.hash(password);
      await this.#becomeAccount(this.#guest(identity).number, hash);
    } catch (error) {
      attempt.giveBack(); // there is no account
      throw error;
    }
  }

  /**
   * Gives an account another password. All its other links end.
   *
   * @returns the next token of the link that asked.
   * @throws {ChatError} `forbidden` for a guest, `weak_password`,
   * `bad_password`, `busy`, `store_full`, `unavailable`.
   */
  async change(
    password: string,
    old: string,
    { identity, link, address }: LinkId & { readonly address: string },
  ): Promise<string> {
    const { number } = await this.#prove(old, identity, address);
    checkStrength(password);
    const hash = await this.#parts.hasher.hash(password);
    const token = await this.#endLinks(number, { link, password: hash });
    this.#parts.onLinksEnd?.(number, link);
    return token;
  }

  /**
   * Makes a guest of who has an account; whoever asks for the name when it has
   * gone gets it. All its other links end.
   *
   * @throws {ChatError} `forbidden` for a guest, `bad_password`, `busy`,
   * `store_full`, `unavailable`.
   */
  async unregister(
    password: string,
    { identity, link, address }: LinkId & { readonly address: string },
  ): Promise<void> {
    const { number } = await this.#prove(password, identity, address);
    const { identities, logins } = this.#parts.directory;
    await identities.change(number, ({ password: _, ...account }) => ({
      ...account,
      kind: "guest",
      tokens: account.tokens.filter((one) => one.link === link)
        .map((one) => ({ ...one, until: logins.tokenEnd({ kind: "guest" }) })),
    }));
    this.#parts.onLinksEnd?.(number, link);
  }

  /**
   * Checks the password of a room. One that is missing takes as long, and is
   * refused alike.
   *
   * @param room Its name as it was asked for.
   * @throws {ChatError} `bad_password`, `busy`.
   */
  async checkRoom(
    password: string,
    room: Pick<RoomState, "name"> & { readonly password: string | undefined },
    { address, name }: Asker,
  ): Promise<void> {
    const { attempts } = this.#parts;
    const what = `room ${foldName(room.name)}`;
    const attempt = attempts.beginShared(address, what, name);
    if (!await this.#verify(password, room.password, attempt)) {
      throw badPassword();
    }
    attempt.giveBack();
  }

  /**
   * Tells whether a password is the one of a room, to who may change it.
   *
   * @throws {ChatError} `busy`.
   */
  isRoomPassword(password: string, stored: string): Promise<boolean> {
    return this.#parts.hasher.verify(password, stored);
  }

  /**
   * Returns what is kept of the password of a room.
   *
   * @throws {ChatError} `busy`, `weak_password` for one that is too long.
   */
  async hashRoom(password: string): Promise<string> {
    checkLength(password);
    return await this.#parts.hasher.hash(password);
  }

  async #verify(
    password: string,
    stored: string | undefined,
    attempt: { giveBack(): void },
  ): Promise<boolean> {
    try {
      return await this.#parts.hasher.verify(password, stored);
    } catch (error) {
      attempt.giveBack(); // nobody has looked at it
      throw error;
    }
  }

  async #prove(
    password: string,
    identity: number,
    address: string,
  ): Promise<Identity> {
    const account = this.#parts.directory.identities.get(identity);
    if (account?.kind !== "account") throw noAccount();
    await this.check(password, { address, name: account.name });
    return account;
  }

  #guest(identity: number): Identity {
    const guest = this.#parts.directory.identities.get(identity);
    if (guest?.kind === "guest") return guest;
    throw new ChatError(
      "name_taken",
      "Cannot register this name: it is an account already",
    );
  }

  async #becomeAccount(number: number, password: string): Promise<void> {
    const { identities, logins, members } = this.#parts.directory;
    const until = logins.tokenEnd({ kind: "account" });
    const changed = identities.change(number, (guest) => ({
      ...guest,
      kind: "account",
      password,
      tokens: guest.tokens.map((token) => ({ ...token, until })),
      isStored: true,
    }));
    await Promise.all([changed, members.registered(number)]);
  }

  /** Ends all tokens, and gives one link another. */
  async #endLinks(
    number: number,
    { link, password }: { readonly link: number; readonly password: string },
  ): Promise<string> {
    const { identities, logins } = this.#parts.directory;
    let token = "";
    await identities.change(number, (account) => {
      const takes = account.tokens.find((one) => one.link === link);
      const until = logins.tokenEnd(account);
      const issued = issueToken([], {
        takes: takes ?? { link, hash: "", until },
        isSingle: true,
        until,
      });
      token = issued.token;
      return { ...account, password, tokens: issued.tokens };
    });
    return token;
  }
}

function tooMany(): ChatError {
  return new ChatError(
    "too_many",
    `Cannot register: this server has ${MAX_ACCOUNTS} accounts already`,
  );
}

function registrationOff(): ChatError {
  return new ChatError(
    "forbidden",
    "Cannot register: only the operator of this server makes accounts",
  );
}

function noAccount(): ChatError {
  return new ChatError(
    "forbidden",
    "Cannot do this: you have no account",
  );
}
