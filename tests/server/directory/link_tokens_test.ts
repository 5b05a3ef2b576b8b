/** A11: a token that was not given is not taken. */

import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import {
  hashOf,
  issueToken,
  linkOf,
  type LinkToken,
  MAX_LINKS,
  newSecret,
} from "../../../server/directory/link_tokens.ts";

const UNTIL = 1000;

/** The tokens of so many links. */
function issueAll(count: number): {
  readonly tokens: readonly LinkToken[];
  readonly given: readonly string[];
} {
  let tokens: readonly LinkToken[] = [];
  const given: string[] = [];
  for (let n = 0; n < count; n++) {
    const issued = issueToken(tokens, { isSingle: false, until: UNTIL + n });
    tokens = issued.tokens;
    given.push(issued.token);
  }
  return { tokens, given };
}

Deno.test("linkOf() takes none of 10,000 guesses, 128 random bits each", () => {
  const { tokens, given } = issueAll(8);
  assertMatch(given[0] ?? "", /^[0-9a-f]{32}$/);
  const guesses = Array.from({ length: 10_000 }, () => newSecret());
  const taken = guesses.filter((guess) => linkOf(tokens, guess, 0));
  assertEquals(taken, []);
  const near = given.flatMap((token) => [
    ...[token.slice(1), `${token}0`, token.toUpperCase() + " ", hashOf(token)],
  ]);
  assertEquals(near.filter((guess) => linkOf(tokens, guess, 0)), []);
  for (const token of given) {
    assertNotEquals(linkOf(tokens, token, 0), undefined);
  }
});

Deno.test("linkOf() takes no token whose time is over", () => {
  const { tokens, given: [token = ""] } = issueAll(1);
  assertEquals(linkOf(tokens, token, UNTIL - 1)?.link, 1);
  assertEquals(linkOf(tokens, token, UNTIL), undefined);
});

Deno.test("issueToken() keeps no token, only what it is recognised by", () => {
  const { tokens, given } = issueAll(3);
  const kept = JSON.stringify(tokens);
  assertEquals(given.filter((token) => kept.includes(token)), []);
});

Deno.test("issueToken() has 32 links; the one that was used least lately goes", () => {
  const { tokens, given } = issueAll(MAX_LINKS + 2);
  assertEquals(tokens.length, MAX_LINKS);
  const gone = given.map((token) => linkOf(tokens, token, 0) === undefined);
  assertEquals(gone.indexOf(false), 2);
  assertEquals(gone.filter(Boolean).length, 2);
});
