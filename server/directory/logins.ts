/**
 * How people come in and go: a name is given to who asks first, or who proves
 * that it is its own. A guest's is another's when that guest is gone.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Identities } from "./identities.ts";
import type { Identity } from "./identity.ts";
import {
  type IssuedToken,
  issueToken,
  type LinkChoice,
  linkOf,
  type LinkToken,
} from "./link_tokens.ts";
import { looksReserved } from "./name_skeletons.ts";
import type { NumberSeries } from "./number_series.ts";
import { UNCHANGED } from "./records.ts";

const DAY_MS = 86_400_000;
/** How long the token of a guest is good. */
export const GUEST_TOKEN_MS = 30 * DAY_MS;
/** How long the token of an account is good that nobody uses. */
export const ACCOUNT_TOKEN_MS = 90 * DAY_MS;

/** Who wants to come in, and how it proves that it may. */
export interface LoginClaim {
  /** A legal name, as it is spelled. */
  readonly name: string;
  /** From a login before. */
  readonly token?: string | undefined;
  /** The account whose password was right. */
  readonly proved?: number | undefined;
  /** Whether it opens one more link, and leaves that of the token alone. */
  readonly isBeside?: boolean;
  /** Whether a guest outlives this process: its program can resume. */
  readonly canResume: boolean;
}

/** What came of a login. */
export interface Login {
  readonly identity: Identity;
  /** Which of its links this is: another session with the same one is to end. */
  readonly link: number;
  /** Takes this link up again. */
  readonly token: string;
}

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

/** What logins are decided with. */
export interface LoginParts {
  readonly identities: Identities;
  readonly numbers: NumberSeries;
  /** Clock in milliseconds since 1970. */
  readonly now: () => number;
  /** Ends an identity, with all that is its own. */
  readonly end: (identity: number) => Promise<void>;
}

/** Gives names out, and takes them back. */
export class Logins {
  readonly #parts: LoginParts;

  /** Takes what it is decided with. */
  constructor(parts: LoginParts) {
    this.#parts = parts;
  }

  /**
   * Lets somebody in, who is here from then on until it leaves. With a store of this process all is in the view before the
   * first `await`; to be answered when the promise resolves.
   *
   * @throws {NameTaken} when another has the name, or one that could be
   * confused with it; {ChatError} `password_required` for an account's,
   * `bad_name` for one that looks reserved, `forbidden` for a guest's second
   * link, `store_full`, `unavailable`.
   */
  async enter(claim: LoginClaim): Promise<Login> {
    const owner = this.#parts.identities.named(claim.name);
    if (!owner) return await this.#enterNew(claim);
    const takes = this.#linkOf(owner, claim.token);
    if (takes || claim.proved === owner.number) {
      return await this.#enterAs(owner, claim, takes);
    }
    if (owner.kind === "account") throw passwordRequired(owner.name);
    if (owner.here) {
      throw new NameTaken(claim.name, owner.number);
    }
    const gone = this.#parts.end(owner.number);
    const [login] = await Promise.all([this.#enterNew(claim), gone]);
    return login;
  }

  /**
   * Returns whose name and token it is, without a login.
   *
   * @returns nothing when the name is nobody's or the token proves nothing.
   */
  whoseToken(name: string, token: string): Identity | undefined {
    const owner = this.#parts.identities.named(name);
    return owner && this.#linkOf(owner, token) ? owner : undefined;
  }

  /** Notes that the last link of somebody has gone for good. */
  async leave(number: number): Promise<void> {
    await this.#parts.identities.change(number, (identity) => {
      if (!identity.isStored) return undefined;
      const { here: _, ...gone } = identity;
      return { ...gone, seen: this.#parts.now() };
    });
  }

  /** Ends the token of a link; a guest without one ends with it. */
  async forget(number: number, link: number): Promise<void> {
    const identity = this.#parts.identities.get(number);
    if (identity?.kind === "guest") return await this.#parts.end(number);
    await this.#parts.identities.change(number, (identity) => {
      const tokens = identity.tokens.filter((one) => one.link !== link);
      const isThere = tokens.length < identity.tokens.length;
      return isThere ? { ...identity, tokens } : UNCHANGED;
    });
  }

  /** Who was here when the process before ended, however it did. */
  here(): readonly Identity[] {
    return [...this.#parts.identities.all()].filter(({ here }) => here);
  }

  /** Ends guests that nobody can be any more, and tokens of accounts. */
  async expire(): Promise<void> {
    const now = this.#parts.now();
    const { identities, end } = this.#parts;
    const changes: Promise<void>[] = [];
    for (const { number, kind, tokens, here } of [...identities.all()]) {
      const isOver = ({ until }: LinkToken) => until <= now;
      if (here || !tokens.some(isOver)) continue;
      if (kind === "guest") changes.push(end(number));
      else changes.push(this.#dropTokens(number, isOver));
    }
    await Promise.all(changes);
  }

  /** The life of the next token of an identity. */
  tokenEnd({ kind }: Pick<Identity, "kind">): number {
    const ms = kind === "account" ? ACCOUNT_TOKEN_MS : GUEST_TOKEN_MS;
    return this.#parts.now() + ms;
  }

  #dropTokens(
    number: number,
    isOver: (token: LinkToken) => boolean,
  ): Promise<void> {
    return this.#parts.identities.change(number, (identity) => ({
      ...identity,
      tokens: identity.tokens.filter((token) => !isOver(token)),
    }));
  }

  #linkOf({ tokens }: Identity, token?: string): LinkToken | undefined {
    if (token === undefined) return undefined;
    return linkOf(tokens, token, this.#parts.now());
  }

  /** A new guest, of a name that is free. */
  async #enterNew({ name, canResume }: LoginClaim): Promise<Login> {
    const freed = this.#freeLooks(name);
    const { identities, numbers, now } = this.#parts;
    const { number, durable } = numbers.take();
    const until = this.tokenEnd({ kind: "guest" });
    const { tokens, ...issued } = issueToken([], { isSingle: true, until });
    const time = { made: now(), seen: now(), here: true } as const;
    const identity: Identity = {
      ...{ number, name, kind: "guest", tokens, isStored: canResume },
      ...time,
    };
    await Promise.all([identities.add(identity), durable, ...freed]);
    return { identity, ...issued };
  }

  async #enterAs(
    owner: Identity,
    claim: LoginClaim,
    takes: LinkToken | undefined,
  ): Promise<Login> {
    const isGuest = owner.kind === "guest";
    if (isGuest && claim.isBeside) throw noSecondLink();
    const choice: LinkChoice = {
      ...(claim.isBeside ? {} : { takes, proof: claim.token }),
      isSingle: isGuest,
      until: this.tokenEnd(owner),
    };
    return await this.#renew(owner, choice, claim.canResume);
  }

  async #renew(
    owner: Identity,
    choice: LinkChoice,
    canResume: boolean,
  ): Promise<Login> {
    let issued: IssuedToken = issueToken(owner.tokens, choice);
    let renewed = owner;
    await this.#parts.identities.change(owner.number, (identity) => {
      issued = issueToken(identity.tokens, choice);
      return renewed = {
        ...identity,
        tokens: issued.tokens,
        seen: this.#parts.now(),
        here: true,
        isStored: identity.isStored || canResume,
      };
    });
    return { identity: renewed, link: issued.link, token: issued.token };
  }

  /** A guest that is gone loses a name that could be confused, too. */
  #freeLooks(name: string): readonly Promise<void>[] {
    if (looksReserved(name)) {
      const message = `Cannot use "${name}": it looks like a reserved name`;
      throw new ChatError("bad_name", message);
    }
    const { identities, end } = this.#parts;
    const ends: Promise<void>[] = [];
    let other = identities.alike(name);
    for (; other; other = identities.alike(name)) {
      if (other.kind === "account" || other.here) {
        const message =
          `Cannot use "${name}": it looks like "${other.name}", which is taken`;
        throw new NameTaken(name, other.number, message);
      }
      ends.push(end(other.number));
    }
    return ends;
  }
}

function passwordRequired(name: string): ChatError {
  return new ChatError(
    "password_required",
    `Cannot use "${name}" without its password: it is an account`,
  );
}

function noSecondLink(): ChatError {
  return new ChatError(
    "forbidden",
    "Cannot open one more link: a guest has one",
  );
}
