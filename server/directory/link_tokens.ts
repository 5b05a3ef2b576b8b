/**
 * The tokens of an identity, one for each of its links: each login gets its
 * link another one, and the one that was used stays good until its successor is
 * used, for the connection may be cut before that is read.
 *
 * @module
 */

import { createHash, timingSafeEqual } from "node:crypto";
import { ChatError } from "../../shared/errors.ts";
import {
  count,
  fieldsOf,
  list,
  optionalText,
  RecordDamage,
  text,
} from "./record_fields.ts";
import type { RecordFields } from "./record_fields.ts";

/** Most links of an account; of those that are gone the oldest makes room. */
export const MAX_LINKS = 32;

const TOKEN_BYTES = 16;
/** Half of SHA-256: as many bits as a token has. */
export const HASH_DIGITS = 32;
const HASH = /^[0-9a-f]{32}$/;

/** What the tokens of one link are recognised by. */
export type LinkToken = {
  /** Which link of its identity. */
  readonly link: number;
  /** Of the token that was given last. */
  readonly hash: string;
  /** Of the one that was used for it. */
  readonly used?: string;
  /** When it ends, in milliseconds since 1970. */
  readonly until: number;
};

/** What a login gets. */
export interface IssuedToken {
  /** All tokens of the identity after it. */
  readonly tokens: readonly LinkToken[];
  /** The link that it is. */
  readonly link: number;
  /** Takes this link up again. */
  readonly token: string;
}

/** Which link a login is. */
export interface LinkChoice {
  /** Takes up the link of this token; else it is a new one. */
  readonly takes?: LinkToken | undefined;
  /** The token that was used for it. */
  readonly proof?: string | undefined;
  /** Whether there is one link only. */
  readonly isSingle: boolean;
  /** Links that are there at the moment: their tokens stay. */
  readonly live?: ReadonlySet<number> | undefined;
  /** When the new token ends. */
  readonly until: number;
}

/**
 * Returns the link whose token it is, if it has not ended. Takes the same time
 * for every token that it is not.
 */
export function linkOf(
  tokens: readonly LinkToken[],
  token: string,
  now: number,
): LinkToken | undefined {
  const hash = hashOf(token);
  let found: LinkToken | undefined;
  for (const one of tokens) {
    const isNew = isSame(hash, one.hash);
    const isUsed = isSame(hash, one.used ?? one.hash);
    if ((isNew || isUsed) && one.until > now) found = one;
  }
  return found;
}

/**
 * Gives a link its next token.
 *
 * @throws {ChatError} `too_many` when as many links as may be are there.
 */
export function issueToken(
  tokens: readonly LinkToken[],
  { takes, proof, isSingle, live, until }: LinkChoice,
): IssuedToken {
  const token = newSecret();
  const link = takes?.link ?? nextLink(tokens);
  const issued: LinkToken = {
    link,
    hash: hashOf(token),
    ...(takes && proof !== undefined && { used: hashOf(proof) }),
    until,
  };
  const others = isSingle ? [] : tokens.filter((one) => one.link !== link);
  return { tokens: [...withRoom(others, live), issued], link, token };
}

/** Returns what a secret of random bits is recognised by. */
export function hashOf(secret: string): string {
  const digits = createHash("sha256").update(secret).digest("hex");
  return digits.slice(0, HASH_DIGITS);
}

/** Returns 128 random bits, as hexadecimal digits. */
export function newSecret(): string {
  return crypto.getRandomValues(new Uint8Array(TOKEN_BYTES)).toHex();
}

/** Reads the tokens of a stored identity; @throws {RecordDamage} */
export function readTokens(fields: RecordFields): readonly LinkToken[] {
  return list(fields, "tokens").map((value) => {
    const token = fieldsOf(value);
    const used = optionalText(token, "used");
    return {
      link: count(token, "link"),
      hash: checkedHash(text(token, "hash")),
      ...(used !== undefined && { used: checkedHash(used) }),
      until: count(token, "until"),
    };
  });
}

function checkedHash(hash: string): string {
  if (HASH.test(hash)) return hash;
  throw new RecordDamage(`a token is no ${HASH_DIGITS} hexadecimal digits`);
}

function isSame(hash: string, other: string): boolean {
  const bytes = (digits: string) => new TextEncoder().encode(digits);
  return timingSafeEqual(bytes(hash), bytes(other));
}

/** Leaves room for one more; who is there can come back, whoever else comes. */
function withRoom(
  tokens: readonly LinkToken[],
  live: ReadonlySet<number> = new Set(),
): readonly LinkToken[] {
  if (tokens.length < MAX_LINKS) return tokens;
  const gone = tokens.filter(({ link }) => !live.has(link))
    .toSorted((one, other) => one.until - other.until);
  const over = new Set(gone.slice(0, tokens.length - MAX_LINKS + 1));
  if (over.size > 0) return tokens.filter((token) => !over.has(token));
  throw new ChatError(
    "too_many",
    `Cannot open one more link: an account has ${MAX_LINKS} at most`,
  );
}

/** A number of a link is not given again as long as a newer link is there. */
function nextLink(tokens: readonly LinkToken[]): number {
  return Math.max(0, ...tokens.map(({ link }) => link)) + 1;
}
