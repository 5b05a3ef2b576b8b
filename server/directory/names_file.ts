/**
 * Names that are kept from one process to the next, in a file of their own: it
 * is written when a server stops, and taken when one starts. A server that was
 * killed leaves none behind.
 *
 * @module
 */

import { writeAllSync } from "../../shared/bytes.ts";
import { checkWideName } from "../../shared/names.ts";
import type { KeptName } from "./name_registry.ts";

/** The name of the file in the data folder. */
export const NAMES_FILE = "names.json";

/**
 * After so long, in milliseconds, nobody is kept a name for: the people who
 * were there would be shown as leaving a minute after the start.
 */
const MAX_AWAY_MS = 3_600_000;

/** More people than a server takes, each with the longest name. */
const MAX_NAMES_BYTES = 32 * 1024 * 1024;

const HASH = /^[0-9a-f]{64}$/;
const MAX_PROOFS = 2;

/** The file of a data folder that this process has locked. */
export class NamesFile {
  readonly #path: string;
  readonly #now: () => number;

  /**
   * Takes where it is.
   *
   * @param now Clock in milliseconds since 1970.
   */
  constructor(folder: string, now: () => number = Date.now) {
    this.#path = `${folder}/${NAMES_FILE}`;
    this.#now = now;
  }

  /**
   * Returns the names that the process before has kept, and removes them: they
   * are good once. None when that was long ago.
   *
   * @throws {Error} when it cannot be read; it is removed all the same.
   */
  take(): readonly KeptName[] {
    const text = this.#takeText();
    if (text === undefined) return [];
    const { stopped, names } = readNames(JSON.parse(text));
    return Math.abs(this.#now() - stopped) > MAX_AWAY_MS ? [] : names;
  }

  /**
   * Keeps names; without any there is no file.
   *
   * @throws what the system says when it cannot be written.
   */
  keep(names: readonly KeptName[]): void {
    if (names.length === 0) return;
    const text = JSON.stringify({
      stopped: this.#now(),
      names: names.map(({ name, proofs, leftMs }) => ({
        ...{ name, proofs, ["left_ms"]: Math.round(leftMs) },
      })),
    });
    const temporary = `${this.#path}.tmp`;
    try {
      writeFile(temporary, text);
      Deno.renameSync(temporary, this.#path);
    } catch (error) {
      removeQuietly(temporary); // on a full disk it would hold what is left
      throw error;
    }
  }

  #takeText(): string | undefined {
    try {
      const { size } = Deno.statSync(this.#path);
      if (size > MAX_NAMES_BYTES) throw new Error("The file is too long");
      return Deno.readTextFileSync(this.#path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    } finally {
      removeQuietly(this.#path);
    }
  }
}

function writeFile(path: string, text: string): void {
  const options = { write: true, create: true, truncate: true, mode: 0o600 };
  using file = Deno.openSync(path, options);
  writeAllSync(file, new TextEncoder().encode(text));
  file.syncDataSync();
}

function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It is not there.
  }
}

function readNames(
  value: unknown,
): { readonly stopped: number; readonly names: readonly KeptName[] } {
  const { stopped, names } = fieldsOf(value);
  if (!isTime(stopped) || !Array.isArray(names)) throw notNames();
  return { stopped, names: names.map(readName) };
}

function readName(value: unknown): KeptName {
  const { name, proofs, left_ms: leftMs } = fieldsOf(value);
  if (typeof name !== "string" || !isTime(leftMs)) throw notNames();
  if (!Array.isArray(proofs) || !proofs.every(isHash)) throw notNames();
  if (proofs.length === 0 || proofs.length > MAX_PROOFS) throw notNames();
  checkWideName(name);
  return { name, proofs, leftMs };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw notNames();
  return { ...value };
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function isHash(value: unknown): value is string {
  return typeof value === "string" && HASH.test(value);
}

function notNames(): Error {
  return new Error("It is not a list of names");
}
