/**
 * What the tests of a log say.
 *
 * @module
 */

import type { Log } from "../../server/log/log.ts";
import type { Witness } from "../support/witness.ts";

/** Texts that something on the way might take for more than texts. */
export const AWKWARD_TEXTS: readonly string[] = [
  "'; DROP TABLE entries; --",
  "\"quoted\" and 'quoted'",
  "ada AND bob OR NOT carol",
  "NEAR(one two) words:three ^four five* -six",
  "§ada ¶lobby {a b}: c",
  "👩‍👩‍👧‍👦 ❤️ 🇩🇪 é e\u0301 ﬁ",
  "line one\nline two\ttab\r\n",
  " spaces around ",
  "日本語のメッセージ",
  "x".repeat(4096),
];

/** Says `1`, `2`, ... in one turn, each with the suffix. */
export async function sayNumbers(
  log: Log,
  witness: Witness,
  count: number,
  suffix = "",
): Promise<void> {
  await witness.sayAll(
    log,
    numbersTo(count).map((number) => ({ text: `${number} ${suffix}`.trim() })),
  );
}

/** Returns 1, 2, ... up to `count`. */
export function numbersTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
