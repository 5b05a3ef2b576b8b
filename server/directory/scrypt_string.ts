/**
 * A password as it is kept: what scrypt makes of it, with the salt and the
 * parameters beside it, so that these can grow and older ones stay good.
 *
 * @module
 */

import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** What hashing costs; memory is 128 * N * r bytes. */
export interface ScryptCost {
  /** The binary logarithm of N. */
  readonly logN: number;
  /** The size of a block. */
  readonly r: number;
  /** How many of them are mixed one after the other. */
  readonly p: number;
}

/** 32 MiB, and a third of a second on a core of 2.6 GHz. */
export const USUAL_COST: ScryptCost = { logN: 15, r: 8, p: 3 };

/** No stored string may ask for more memory. */
const MAX_BYTES = 256 * 1024 * 1024;
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const FORM =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([\w-]{22})\$([\w-]{43})$/;

/** A string that was read. */
interface ScryptString {
  readonly cost: ScryptCost;
  readonly salt: Uint8Array;
  readonly key: Uint8Array;
}

/** Hashes a password; beside the event loop. */
export async function hashPassword(
  password: string,
  cost: ScryptCost,
): Promise<string> {
  const salt = new Uint8Array(randomBytes(SALT_BYTES));
  const key = await derive(password, salt, cost);
  const text = (bytes: Uint8Array) =>
    bytes.toBase64({ alphabet: "base64url", omitPadding: true });
  const { logN, r, p } = cost;
  return `$scrypt$ln=${logN},r=${r},p=${p}$${text(salt)}$${text(key)}`;
}

/**
 * Tells whether it is the password; beside the event loop.
 *
 * @param stored Where nothing is stored it takes the time all the same.
 */
export async function isPassword(
  password: string,
  stored: string | undefined,
  usual: ScryptCost,
): Promise<boolean> {
  const read = stored === undefined ? undefined : readScryptString(stored);
  const { cost, salt, key } = read ?? nobodys(usual);
  const derived = await derive(password, salt, cost);
  const isSame = timingSafeEqual(derived, key);
  return isSame && read !== undefined;
}

/** Reads a stored string; nothing where it is none, or asks for too much. */
export function readScryptString(stored: string): ScryptString | undefined {
  const [, logN, r, p, salt = "", key = ""] = FORM.exec(stored) ?? [];
  if (logN === undefined) return undefined;
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) };
  if (memoryOf(cost) > MAX_BYTES || cost.p < 1 || cost.logN < 1) {
    return undefined;
  }
  const bytes = (text: string) =>
    Uint8Array.fromBase64(text, { alphabet: "base64url" });
  return { cost, salt: bytes(salt), key: bytes(key) };
}

function nobodys(cost: ScryptCost): ScryptString {
  const salt = new Uint8Array(SALT_BYTES);
  return { cost, salt, key: new Uint8Array(KEY_BYTES) };
}

function memoryOf({ logN, r }: ScryptCost): number {
  return 128 * r * 2 ** logN;
}

function derive(
  password: string,
  salt: Uint8Array,
  cost: ScryptCost,
): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const options = {
    ...{ N: 2 ** cost.logN, r: cost.r, p: cost.p },
    maxmem: 2 * memoryOf(cost),
  };
  // However somebody's keyboard composes an accent, it is the same password.
  const text = password.normalize("NFC");
  scrypt(text, salt, KEY_BYTES, options, (error, key) => {
    if (error) reject(error);
    else resolve(new Uint8Array(key));
  });
  return promise;
}
