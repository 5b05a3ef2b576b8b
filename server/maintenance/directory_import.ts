/**
 * People and rooms of an export, put into a folder that has none. Where it has
 * others the numbers of the export mean somebody else: then its messages keep
 * the names, and nothing more.
 *
 * @module
 */

import type { Json } from "../../shared/json.ts";
import { foldName } from "../../shared/names.ts";
import { ID_KEY } from "../directory/directory.ts";
import { SqliteDirectoryStore } from "../directory/sqlite_directory_store.ts";
import { LOBBY_KEY, talkKey } from "../log/conversation.ts";
import type { ExportedEntry } from "./data_reader.ts";

/** A line about people or rooms. */
export type DirectoryLine =
  | { readonly directory: string }
  | { readonly key: string; readonly value: Json };

/** Records put at once. */
const MAX_PENDING = 1000;

/** Returns the line, if it is one about people or rooms. */
export function readDirectoryLine(line: string): DirectoryLine | undefined {
  if (!/^\{"(?:directory|key)":/.test(line)) return undefined;
  const { directory, key, value } = JSON.parse(line);
  if (typeof directory === "string") return { directory };
  return typeof key === "string" && value !== undefined
    ? { key, value }
    : undefined;
}

/** Takes the lines of one export, into a folder that this process has locked. */
export class DirectoryImport implements AsyncDisposable {
  readonly #folder: string;
  #store: SqliteDirectoryStore | undefined;
  /** Whether the numbers of the export are those of the folder. */
  #isSame = false;
  #isNew = false;
  #pending: Promise<unknown>[] = [];
  /** How many records were put. */
  records = 0;

  /** Takes the data folder. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Takes a line.
   *
   * @throws {ChatError} when it cannot be kept.
   */
  async take(line: DirectoryLine): Promise<void> {
    if ("directory" in line) return await this.#begin(line.directory);
    if (!this.#isNew || !this.#store) return;
    this.#pending.push(this.#store.put(line.key, line.value, 0));
    this.records++;
    if (this.#pending.length >= MAX_PENDING) await this.#settle();
  }

  /** Returns what of a message means the same in this folder. */
  adapt(entry: ExportedEntry): ExportedEntry {
    if (this.#isSame || entry.by === 0 && entry.conversation === LOBBY_KEY) {
      return entry;
    }
    const { account: _, ...rest } = entry;
    return { ...rest, by: 0, conversation: foreignKey(entry) };
  }

  /** Keeps all, and closes the directory. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#settle();
    } finally {
      await this.#store?.[Symbol.asyncDispose]();
      this.#store = undefined;
    }
  }

  async #begin(id: string): Promise<void> {
    this.#store ??= new SqliteDirectoryStore(this.#folder);
    const there = new Map<string, Json | undefined>();
    await this.#store.watch((key, value) => void there.set(key, value));
    const own = there.get(ID_KEY);
    this.#isNew = own === undefined && there.size === 0;
    this.#isSame = this.#isNew || own === id;
    if (this.#isNew) await this.#store.put(ID_KEY, id, 0);
  }

  async #settle(): Promise<void> {
    const pending = this.#pending;
    this.#pending = [];
    await Promise.all(pending);
  }
}

/** A room that never had a number, or a talk that nobody can open. */
function foreignKey({ target, author }: ExportedEntry): string {
  const { room, to } = target;
  if (room !== undefined) return room;
  return talkKey([foldName(author), foldName(to)].sort().join(" "));
}
