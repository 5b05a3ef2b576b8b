/**
 * The names that a ktn before the directory kept over a restart, in a file of
 * their own: taken over once, so that an upgrade is a lost connection, too.
 *
 * @module
 */

import { checkWideName } from "../../shared/names.ts";
import type { Json } from "../../shared/json.ts";
import type { Directory } from "./directory.ts";
import { HASH_DIGITS, type LinkToken } from "./link_tokens.ts";
import { count, fieldsOf, list, RecordDamage, text } from "./record_fields.ts";

/** The name of the file in the data folder. */
export const OLD_NAMES_FILE = "names.json";

/** After so long, in milliseconds, nobody was kept a name for. */
const MAX_AWAY_MS = 3_600_000;
/** More people than a server took, each with the longest name. */
const MAX_FILE_BYTES = 32 * 1024 * 1024;

const HASH = /^[0-9a-f]{64}$/;

/**
 * Adds the people of the file as guests who are here, and removes it.
 *
 * @throws {Error} when it cannot be read, and what adding them throws; it is
 * removed all the same.
 */
export async function takeOldNames(
  folder: string,
  { newcomers, logins }: Directory,
  now: number = Date.now(),
): Promise<void> {
  const file = takeText(`${folder}/${OLD_NAMES_FILE}`);
  if (file === undefined) return;
  const fields = fieldsOf(JSON.parse(file));
  if (Math.abs(now - count(fields, "stopped")) > MAX_AWAY_MS) return;
  const until = logins.tokenEnd({ kind: "guest" });
  const time = { made: now, seen: now, here: true, isStored: true } as const;
  for (const kept of list(fields, "names")) {
    const { name, hash, used } = readName(kept);
    const token: LinkToken = { link: 1, hash, used, until };
    await newcomers.add({ name, kind: "guest", tokens: [token], ...time });
  }
}

function takeText(path: string): string | undefined {
  try {
    const { size } = Deno.statSync(path);
    if (size > MAX_FILE_BYTES) throw new Error("The file is too long");
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  } finally {
    removeQuietly(path);
  }
}

function readName(
  value: Json,
): { readonly name: string; readonly hash: string; readonly used: string } {
  const fields = fieldsOf(value);
  const name = text(fields, "name");
  checkWideName(name);
  const [hash, used = hash] = list(fields, "proofs").map(hashOf);
  if (hash === undefined || used === undefined) {
    throw new RecordDamage("a name has no proofs");
  }
  return { name, hash, used };
}

function hashOf(proof: Json): string {
  if (typeof proof === "string" && HASH.test(proof)) {
    return proof.slice(0, HASH_DIGITS);
  }
  throw new RecordDamage("a proof is none");
}

function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It is not there.
  }
}
