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
import { isFailure, type Newcomers } from "./newcomers.ts";
import { PasswordRequired } from "./password_required.ts";
import { UNCHANGED } from "./records.ts";
import { tokenEnd } from "./token_life.ts";

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
  /** Its links that are there: they stay as they are. */
  readonly live?: ReadonlySet<number>;
  /** Whether a guest outlives this process: its program can resume. */
  readonly canResume: boolean;
  /** The newest seq of the log: nobody new has anything unread before it. */
  readonly last?: number;
}

/** What came of a login. */
export interface Login {
  readonly identity: Identity;
  /** Which of its links this is: another session with the same one is to end. */
  readonly link: number;
  /** Takes this link up again. */
  readonly token: string;
}

/** What logins are decided with. */
export interface LoginParts {
  readonly identities: Identities;
  readonly newcomers: Newcomers;
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
   * Lets somebody in, who is here from then on until it leaves. With a store of
   * this process all is in the view before the first `await`; to be answered when
   * the promise resolves. While the disk is full guests come in all the same, and
   * who has a token: what is not kept is gone at the next start.
   *
   * @throws {NameTaken} when another has the name, or one that could be
   * confused with it; {ChatError} `password_required` for an account's,
   * `bad_name` for one that looks reserved, `forbidden` for a guest's second
   * link, `too_many`, `store_full`, `unavailable`.
   */
  async enter(claim: LoginClaim): Promise<Login> {
    const owner = this.#parts.identities.named(claim.name);
    if (!owner) return await this.#enterNew(claim);
    const takes = this.#linkOf(owner, claim.token);
    if (takes || claim.proved === owner.number) {
      return await this.#enterAs(owner, claim, takes);
    }
    if (owner.kind === "account") throw passwordRequired(owner.name);
    return await this.#enterNew(claim);
  }

  /**
   * Notes that the last link of somebody has gone for good; the name is free
   * also where that cannot be kept.
   */
  async leave(number: number): Promise<void> {
    const { identities, now } = this.#parts;
    try {
      await identities.change(number, (identity) => {
        if (!identity.isStored) return undefined;
        const { here: _, ...gone } = identity;
        return { ...gone, seen: now() };
      });
    } catch (error) {
      identities.setHere(number, false);
      throw error;
    }
  }

  /** Tells whether a token is good for a name, without a login. */
  isToken(name: string, token: string): boolean {
    const owner = this.#parts.identities.named(name);
    return owner !== undefined && this.#linkOf(owner, token) !== undefined;
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

  /** The life of the next token of an identity. */
  tokenEnd(identity: Pick<Identity, "kind">): number {
    return tokenEnd(identity, this.#parts.now());
  }

  #linkOf({ tokens }: Identity, token?: string): LinkToken | undefined {
    if (token === undefined) return undefined;
    return linkOf(tokens, token, this.#parts.now());
  }

  /** A new guest, of a name that is free. */
  async #enterNew({ name, canResume, last }: LoginClaim): Promise<Login> {
    const { now, newcomers } = this.#parts;
    const until = this.tokenEnd({ kind: "guest" });
    const { tokens, ...issued } = issueToken([], { isSingle: true, until });
    const time = { made: now(), seen: now(), here: true } as const;
    const began = last === undefined ? {} : { began: last };
    const guest = { name, kind: "guest", tokens, isStored: canResume } as const;
    return {
      identity: await newcomers.add({ ...guest, ...time, ...began }),
      ...issued,
    };
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
      live: claim.live,
      until: this.tokenEnd(owner),
    };
    try {
      return await this.#renew(owner, choice, claim.canResume);
    } catch (error) {
      if (!takes || claim.token === undefined || !isFailure(error)) throw error;
      return this.#comeBack(owner, takes, claim.token);
    }
  }

  /** Without a disk there is no new token, and the one before stays good. */
  #comeBack(owner: Identity, { link }: LinkToken, token: string): Login {
    this.#parts.identities.setHere(owner.number, true);
    return { identity: owner, link, token };
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
    this.#checkGoesOn(owner, issued);
    return { identity: renewed, link: issued.link, token: issued.token };
  }

  /** All tokens may have been ended while this one was made durable. */
  #checkGoesOn({ number, name }: Identity, { link }: IssuedToken): void {
    const { tokens = [] } = this.#parts.identities.get(number) ?? {};
    if (!tokens.some((one) => one.link === link)) throw passwordRequired(name);
  }
}

function passwordRequired(name: string): PasswordRequired {
  return new PasswordRequired(
    "password",
    `Cannot use "${name}" without its password: it is an account`,
  );
}

function noSecondLink(): ChatError {
  return new ChatError(
    "forbidden",
    "Cannot open one more link: a guest has one",
  );
}
