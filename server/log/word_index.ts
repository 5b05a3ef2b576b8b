/**
 * The full-text index of the SQLite log (FTS5), made after the fact: it
 * takes 6 µs an entry, twice what storing one takes, so entries are indexed in
 * small steps when it is quiet, and a search first waits for what is missing.
 * Knows nothing of when it is quiet.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { foldName } from "../../shared/names.ts";
import type { EntryTable } from "./entry_table.ts";
import type { Facts } from "./facts.ts";
import type { SearchQuery } from "./log.ts";
import { CREATE_WORD_INDEX } from "./schema.ts";
import type { StoredEntry } from "./stored_entry.ts";
import { wordsOf } from "./words.ts";

/** Entries of one step: 3 to 5 ms. */
const STEP = 500;

/**
 * Author and room are indexed as words too, behind marks no word begins with:
 * so that a rare author's common word is found without reading every entry
 * that has the word.
 */
const AUTHOR_MARK = "§";
const ROOM_MARK = "¶";

/** Finds entries by words; every call is in its caller's transaction. */
export class WordIndex {
  readonly #database: DatabaseSync;
  readonly #table: EntryTable;
  readonly #facts: Facts;
  readonly #insert: StatementSync;
  readonly #delete: StatementSync;
  readonly #find: StatementSync;

  /** Prepares the statements. */
  constructor(database: DatabaseSync, table: EntryTable, facts: Facts) {
    this.#database = database;
    this.#table = table;
    this.#facts = facts;
    this.#insert = database.prepare(
      "INSERT INTO word_index (rowid, words) VALUES (?, ?)",
    );
    this.#delete = database.prepare("DELETE FROM word_index WHERE rowid = ?");
    // CROSS JOIN: the index first, whatever the planner thinks.
    this.#find = database.prepare(
      `SELECT seq, time, room, author, text, id, checksum
       FROM word_index CROSS JOIN entries ON seq = word_index.rowid
       WHERE word_index MATCH ? AND word_index.rowid < ?
         AND room IN (SELECT value FROM json_each(?))
         AND (? IS NULL OR author = ?)
       ORDER BY word_index.rowid DESC LIMIT ?`,
    );
  }

  /** The words of every entry up to this seq can be found. */
  get position(): number {
    return this.#facts.seq("indexed");
  }

  /** Indexes the next few entries; returns whether there may be more. */
  step(): boolean {
    const entries = this.#table.after(this.position, STEP);
    for (const entry of entries) {
      this.#insert.run(entry.seq, indexedWords(entry));
    }
    const last = entries.at(-1);
    if (last) this.#facts.set("indexed", last.seq);
    return entries.length === STEP;
  }

  /** Returns the newest matches, oldest first. */
  find(query: SearchQuery): StoredEntry[] {
    const { words, rooms, author, before, limit } = query;
    if (rooms.length === 0 || wordsOf(words).length === 0) return [];
    const rows = this.#find.all(
      toMatch(query),
      before ?? Number.MAX_SAFE_INTEGER,
      JSON.stringify(rooms),
      author ?? null,
      author ?? null,
      limit,
    );
    return this.#table.whole(rows).reverse();
  }

  /** Forgets the entries after one seq up to another. */
  delete(after: number, upTo: number): void {
    const last = Math.min(upTo, this.position);
    // One by one: FTS5 answers a range of rows by reading all of them.
    for (let seq = after + 1; seq <= last; seq++) this.#delete.run(seq);
  }

  /** Throws the index away, to be made anew step by step. */
  reset(): void {
    this.#database.exec("DROP TABLE word_index");
    this.#database.exec(CREATE_WORD_INDEX);
    this.#facts.set("indexed", 0);
  }
}

function indexedWords({ text, author, room }: StoredEntry): string {
  return [
    ...wordsOf(text),
    mark(AUTHOR_MARK, foldName(author)),
    mark(ROOM_MARK, room),
  ].join(" ");
}

/** Returns the query in FTS5's language; every word in it is quoted. */
function toMatch({ words, rooms, author }: SearchQuery): string {
  const wanted = wordsOf(words).map(quote);
  if (author !== undefined) {
    wanted.push(quote(mark(AUTHOR_MARK, foldName(author))));
  }
  const anyRoom = rooms.map((room) => quote(mark(ROOM_MARK, room)));
  return [...wanted, `(${anyRoom.join(" OR ")})`].join(" AND ");
}

/** Two names may get the same mark; the rows themselves are compared too. */
function mark(sign: string, name: string): string {
  return sign + name.replace(/[^0-9A-Za-z]/g, sign);
}

function quote(word: string): string {
  return `"${word.replaceAll('"', '""')}"`;
}
