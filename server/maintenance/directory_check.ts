/**
 * Whether what is kept about people and rooms is whole.
 *
 * @module
 */

import { Directory } from "../directory/directory.ts";
import {
  DIRECTORY_FILE,
  DirectoryDatabase,
} from "../directory/directory_database.ts";
import type { DirectoryStore, OnChange } from "../directory/directory_store.ts";
import { toDataError } from "../log/database.ts";
import { isThere } from "../log/new_database.ts";

/** What was found. */
export interface DirectoryReport {
  /** One sentence each; empty when all is well. */
  readonly problems: readonly string[];
  readonly accounts: number;
  readonly guests: number;
  /** Beside the lobby. */
  readonly rooms: number;
}

/** Checks the directory of a folder, also beside its server. */
export async function checkDirectory(folder: string): Promise<DirectoryReport> {
  const problems: string[] = [];
  const store = new CheckedStore(`${folder}/${DIRECTORY_FILE}`, problems);
  const onBug = (error: unknown) =>
    void problems.push(error instanceof Error ? error.message : String(error));
  await using directory = await Directory.open(store, { onBug });
  const people = [...directory.identities.all()];
  const accounts = people.filter(({ kind }) => kind === "account").length;
  return {
    problems,
    accounts,
    guests: people.length - accounts,
    rooms: directory.rooms.size - 1,
  };
}

/** What is in a file, which is not changed. */
class CheckedStore implements DirectoryStore {
  readonly #path: string;
  readonly #problems: string[];

  constructor(path: string, problems: string[]) {
    this.#path = path;
    this.#problems = problems;
  }

  watch(onChange: OnChange): Promise<void> {
    try {
      if (isThere(this.#path)) this.#read(onChange);
    } catch (error) {
      this.#problems.push(toDataError(this.#path, error).message);
    }
    return Promise.resolve();
  }

  /** Nothing is changed, and nobody hears of it. */
  put(): Promise<number> {
    return Promise.resolve(0);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }

  #read(onChange: OnChange): void {
    using file = DirectoryDatabase.open(this.#path, true);
    const rows = file.database.prepare("PRAGMA integrity_check").all();
    for (const { integrity_check: line } of rows) {
      if (line !== "ok") this.#problems.push(`${DIRECTORY_FILE}: ${line}`);
    }
    for (const { key, value, revision } of file.all()) {
      onChange(key, value, revision);
    }
  }
}
