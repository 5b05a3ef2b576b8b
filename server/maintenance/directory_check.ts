/**
 * Whether what is kept about people and rooms is whole.
 *
 * @module
 */

import { Directory, ID_KEY } from "../directory/directory.ts";
import {
  DIRECTORY_FILE,
  DirectoryDatabase,
} from "../directory/directory_database.ts";
import { MemoryDirectoryStore } from "../directory/memory_directory_store.ts";
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
  const path = `${folder}/${DIRECTORY_FILE}`;
  const problems: string[] = [];
  const store = new MemoryDirectoryStore();
  const onBug = (error: unknown) =>
    void problems.push(error instanceof Error ? error.message : String(error));
  await using directory = await Directory.open(store, { onBug });
  try {
    if (isThere(path)) await fill(store, path, problems);
  } catch (error) {
    problems.push(toDataError(path, error).message);
  }
  const people = [...directory.identities.all()];
  const accounts = people.filter(({ kind }) => kind === "account").length;
  return {
    problems,
    accounts,
    guests: people.length - accounts,
    rooms: directory.rooms.size - 1,
  };
}

async function fill(
  store: MemoryDirectoryStore,
  path: string,
  problems: string[],
): Promise<void> {
  using file = DirectoryDatabase.open(path, true);
  const rows = file.database.prepare("PRAGMA integrity_check").all();
  for (const { integrity_check: line } of rows) {
    if (line !== "ok") problems.push(`${DIRECTORY_FILE}: ${line}`);
  }
  for (const { key, value } of file.all()) {
    if (value !== undefined && key !== ID_KEY) await store.put(key, value, 0);
  }
}
