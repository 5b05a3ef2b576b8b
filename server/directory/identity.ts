/**
 * A person to the server: an account, or one guest. Its number is given once;
 * messages, talks, memberships and read marks belong to that, not to the name.
 *
 * @module
 */

import type { Json } from "../../shared/json.ts";
import { type LinkToken, readTokens } from "./link_tokens.ts";
import {
  count,
  counts,
  fieldsOf,
  flag,
  optionalCount,
  optionalText,
  text,
  word,
} from "./record_fields.ts";

/** What is stored of an identity. */
export type IdentityRecord = {
  /** As it was spelled when it was claimed. */
  readonly name: string;
  readonly kind: "guest" | "account";
  /** The scrypt string of an account's password. */
  readonly password?: string;
  /** One of each link; see `link_tokens.ts`. */
  readonly tokens: readonly LinkToken[];
  /** When it began, in milliseconds since 1970. */
  readonly made: number;
  /** Where the log stood then; missing for an account that was made by others. */
  readonly began?: number;
  /** When it logged in, or was lost, last. */
  readonly seen: number;
  /**
   * It has logged in and has not left: nobody else gets a guest's name. Over a
   * stop and a crash it stays so.
   */
  readonly here?: true;
  /** The identities of which it takes no direct messages. */
  readonly blocked?: readonly number[];
  /** Why it is away, as it says; missing while it is not. */
  readonly away?: string;
  /** It takes direct messages of nobody. */
  readonly closed?: true;
};

/** An identity as others know it; never changed, but replaced. */
export interface Identity extends Readonly<IdentityRecord> {
  /** Given once; from 1. */
  readonly number: number;
  /** Whether it outlives this process. */
  readonly isStored: boolean;
}

/** Returns the key of an identity's record. */
export function identityKey(number: number): string {
  return `identity/${number}`;
}

/** Returns what is stored of an identity. */
export function recordOf(
  { number: _, isStored: __, ...record }: Identity,
): IdentityRecord {
  return record;
}

/** Reads a stored identity; @throws {RecordDamage} */
export function readIdentity(value: Json): IdentityRecord {
  const fields = fieldsOf(value);
  const password = optionalText(fields, "password");
  const began = optionalCount(fields, "began");
  const blocked = counts(fields, "blocked");
  const away = optionalText(fields, "away");
  return {
    name: text(fields, "name"),
    kind: word(fields, "kind", ["guest", "account"]),
    ...(password !== undefined && { password }),
    tokens: readTokens(fields),
    made: count(fields, "made"),
    ...(began !== undefined && { began }),
    seen: count(fields, "seen"),
    ...(flag(fields, "here") && { here: true }),
    ...(blocked.length > 0 && { blocked }),
    ...(away !== undefined && { away }),
    ...(flag(fields, "closed") && { closed: true }),
  };
}
