/**
 * How long tokens are good: from when they were used last, and a link that is
 * there uses its own all the time.
 *
 * @module
 */

import type { Identities } from "./identities.ts";
import type { Identity } from "./identity.ts";
import { UNCHANGED } from "./records.ts";

const DAY_MS = 86_400_000;
/** How long the token of a guest is good. */
export const GUEST_TOKEN_MS = 30 * DAY_MS;
/** How long the token of an account is good that nobody uses. */
export const ACCOUNT_TOKEN_MS = 90 * DAY_MS;

/** When a token ends that is used now. */
export function tokenEnd(
  { kind }: Pick<Identity, "kind">,
  now: number,
): number {
  return now + (kind === "account" ? ACCOUNT_TOKEN_MS : GUEST_TOKEN_MS);
}

/**
 * Lets the tokens of links that are there go on, once a day: who is connected
 * for months can come back after a lost connection, too.
 */
export function keepTokens(
  identities: Identities,
  number: number,
  { links, now }: { readonly links: ReadonlySet<number>; readonly now: number },
): Promise<void> {
  return identities.change(number, (identity) => {
    const until = tokenEnd(identity, now);
    const isDue = identity.tokens.some((token) =>
      links.has(token.link) && token.until < until - DAY_MS
    );
    if (!isDue) return UNCHANGED;
    const tokens = identity.tokens.map((token) =>
      links.has(token.link) ? { ...token, until } : token
    );
    return { ...identity, tokens };
  });
}
