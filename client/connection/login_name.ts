/**
 * Who to be when nobody said: the login name of this machine, made legal; or a
 * name of letters and digits only, as many old servers take no others.
 *
 * @module
 */

import type { Environment } from "../../shared/flags.ts";
import { checkWideName, MAX_NAME_LENGTH } from "../../shared/names.ts";

/** What made-up names end in. */
const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
const LENGTH = 6;

/**
 * Returns the name of who is logged in here, or nothing if it cannot serve.
 * Letters and digits only, as many old servers take no others.
 */
export function loginName(environment: Environment): string | undefined {
  const { USER, LOGNAME, USERNAME } = environment;
  const given = USER || LOGNAME || USERNAME || "";
  const name = given.normalize("NFKD").replace(/[^A-Za-z0-9]/g, "")
    .slice(0, MAX_NAME_LENGTH);
  return whyNotName(name) === undefined ? name : undefined;
}

/** Returns a name for a script on a machine that does not say who runs it. */
export function guestName(random: () => number = Math.random): string {
  return `guest${1000 + Math.floor(random() * 9000)}`;
}

/** Returns a name for a program that only reads, and that nobody has, such as `tailk3x9ab`. */
export function readerName(
  what: string,
  random: () => number = Math.random,
): string {
  const letters = Array.from(
    { length: LENGTH },
    () => LETTERS[Math.floor(random() * LETTERS.length)],
  );
  return `${what}${letters.join("")}`;
}

/** Who is to ask, as far as the command line says so. */
export interface Asker {
  readonly name?: string;
  /** Whose password is there has a name of one's own. */
  readonly passwordFile?: string;
}

/** Returns the name of who asks; for nobody in particular one that says what. */
export function askerName(
  what: string,
  { name, passwordFile }: Asker,
  environment: Environment,
): string {
  const own = passwordFile === undefined ? undefined : loginName(environment);
  return name ?? own ?? readerName(what);
}

/** Returns what is wrong with a name, in words for people. */
export function whyNotName(name: string): string | undefined {
  try {
    checkWideName(name);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
