/**
 * What ends by itself: tokens that nobody used, guests whose token is over, and
 * memberships of guests that left while the disk was full.
 *
 * @module
 */

import type { Identities } from "./identities.ts";
import type { LinkToken } from "./link_tokens.ts";
import type { Members } from "./members.ts";

/** Whose time is looked at. */
export interface ExpiryParts {
  readonly identities: Identities;
  readonly members: Members;
  /** Ends an identity, with all that is its own. */
  readonly end: (identity: number) => Promise<void>;
}

/** Ends tokens whose time is over, and guests that nobody can be any more. */
export async function expirePeople(
  { identities, members, end }: ExpiryParts,
  now: number,
): Promise<void> {
  const isOver = ({ until }: LinkToken) => until <= now;
  const gone = [...identities.all()].filter(({ here }) => !here);
  await Promise.all(gone.flatMap(({ number, kind, tokens }) => {
    if (kind === "account") {
      return tokens.some(isOver)
        ? [dropTokens(identities, number, isOver)]
        : [];
    }
    if (tokens.every(isOver)) return [end(number)];
    return members.roomsOf(number).size > 0 ? [members.leaveAll(number)] : [];
  }));
}

function dropTokens(
  identities: Identities,
  number: number,
  isOver: (token: LinkToken) => boolean,
): Promise<void> {
  return identities.change(number, (identity) => ({
    ...identity,
    tokens: identity.tokens.filter((token) => !isOver(token)),
  }));
}
