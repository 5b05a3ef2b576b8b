/**
 * Where on a machine this user's programs keep what they should remember.
 *
 * @module
 */

import { type Address, formatAddress } from "../../shared/address.ts";
import type { Environment } from "../../shared/flags.ts";
import { foldName } from "../../shared/names.ts";
import { userFolder } from "../../shared/user_folder.ts";

/** What is remembered for each server and name; a folder each. */
export type Remembered = "unsent" | "read" | "token";

/**
 * Returns the folder for what a user's programs should remember, or nothing
 * when the environment names none.
 */
export function stateFolder(
  environment: Environment,
  os: string,
): string | undefined {
  return userFolder("state", os, environment);
}

/** Returns the file for one name on one server; spellings of it share one. */
export function stateFile(
  folder: string,
  what: Remembered,
  address: Address,
  name: string,
): string {
  const who = encodeURIComponent(foldName(name));
  const where = encodeURIComponent(formatAddress(address).toLowerCase());
  return `${folder}/${what}/${who}@${where}.json`;
}
