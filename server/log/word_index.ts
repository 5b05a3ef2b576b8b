/**
 * The full-text index of the SQLite log (FTS5), made after the commit: it
 * takes 6 µs an entry, several times what storing one takes, so entries are indexed in
 * small steps when it is quiet, and a search first waits for what is missing.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import { foldName } from "../../shared/names.ts";
import type { BlockTable } from "./block_table.ts";
import type { MetadataTable } from "./metadata_table.ts";
import { conversationKey, conversationKeys } from "./conversation.ts";
import type { Entry, SearchQuery } from "./log.ts";
import { CREATE_WORD_INDEX } from "./schema.ts";
import { tokenize } from "./tokenizer.ts";

/** Entries of one step: 3 to 5 ms. */
const STEP = 500;

/**
 * Characters of one entry that are indexed, more than anybody can say: what came
 * into the file in another way must not make the index stand still.
 */
const MAX_INDEXED_CHARS = 16_384;

/**
 * Author and conversation are indexed as words too, behind marks no word begins with:
 * so that a rare author's common word is found without reading every entry
 * that has the word.
 */
const AUTHOR_MARK = "§";
const CONVERSATION_MARK = "¶";

/** Keys of the conversations that are searched. */
type Keys = ReadonlySet<string>;

/** Finds entries by words; every call is in its caller's transaction. */
export class WordIndex {
  readonly #database: DatabaseSync;
  readonly #table: BlockTable;
  readonly #metadata: MetadataTable;
  readonly #insert: StatementSync;
  readonly #delete: StatementSync;
  readonly #find: StatementSync;

  /** Prepares the statements. */
  constructor(
    database: DatabaseSync,
    table: BlockTable,
    metadata: MetadataTable,
  ) {
    this.#database = database;
    this.#table = table;
    this.#metadata = metadata;
    this.#insert = database.prepare(
      "INSERT INTO word_index (rowid, words) VALUES (?, ?)",
    );
    this.#delete = database.prepare("DELETE FROM word_index WHERE rowid = ?");
    this.#find = database.prepare(
      `SELECT rowid AS seq FROM word_index
       WHERE word_index MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?`,
    );
  }

  /** The words of every entry up to this seq can be found. */
  get position(): number {
    return this.#metadata.seq("indexed");
  }

  /** Indexes the next few entries, up to a seq; returns whether there are more. */
  step(last: number): boolean {
    const upTo = Math.min(this.position + STEP, last);
    for (const entry of this.#table.between(this.position, upTo)) {
      this.#insert.run(entry.seq, indexedWords(entry));
    }
    this.#metadata.set("indexed", upTo);
    return upTo < last;
  }

  /** Returns the newest matches, oldest first. */
  find(query: SearchQuery): Entry[] {
    const { words, before, limit } = query;
    const keys = conversationKeys(query);
    if (keys.size === 0 || tokenize(words).length === 0) return [];
    const found: Entry[] = []; // newest first
    let edge = before ?? Number.MAX_SAFE_INTEGER;
    let seqs: readonly number[];
    do {
      seqs = this.#seqs(query, keys, edge);
      found.push(...this.#entriesOf(query, keys, seqs));
      edge = seqs.at(-1) ?? 0;
    } while (found.length < limit && seqs.length === limit);
    return found.slice(0, limit).reverse();
  }

  /** Forgets the entries after one seq up to another. */
  delete(after: number, upTo: number): void {
    const last = Math.min(upTo, this.position);
    // One by one: FTS5 answers a range of rows by reading all of them.
    for (let seq = after + 1; seq <= last; seq++) this.#delete.run(seq);
  }

  #seqs(query: SearchQuery, keys: Keys, before: number): number[] {
    const rows = this.#find.all(toMatch(query, keys), before, query.limit);
    return rows.map(({ seq }) => Number(seq));
  }

  /** Leaves out those whose author or conversation only has the same mark. */
  #entriesOf(
    query: SearchQuery,
    keys: Keys,
    seqs: readonly number[],
  ): Entry[] {
    const author = query.author && foldName(query.author);
    return this.#table.at(seqs).filter((entry) =>
      keys.has(conversationKey(entry.target, entry.author)) &&
      (author === undefined || foldName(entry.author) === author)
    );
  }

  /** Throws the index away, to be made anew step by step. */
  reset(): void {
    this.#database.exec("DROP TABLE word_index");
    this.#database.exec(CREATE_WORD_INDEX);
    this.#metadata.set("indexed", 0);
  }
}

function indexedWords({ text, author, target }: Entry): string {
  return [
    // The rest of what is too long to have been said is not found by its words.
    ...tokenize(text.slice(0, MAX_INDEXED_CHARS)),
    mark(AUTHOR_MARK, foldName(author)),
    mark(CONVERSATION_MARK, conversationKey(target, author)),
  ].join(" ");
}

/** Returns the query in FTS5's language; every word in it is quoted. */
function toMatch({ words, author }: SearchQuery, keys: Keys): string {
  const wanted = tokenize(words).map(quote);
  if (author !== undefined) {
    wanted.push(quote(mark(AUTHOR_MARK, foldName(author))));
  }
  const anyOf = [...keys].map((key) => quote(mark(CONVERSATION_MARK, key)));
  return [...wanted, `(${anyOf.join(" OR ")})`].join(" AND ");
}

/** Two names may get the same mark; the entries themselves are compared too. */
function mark(sign: string, name: string): string {
  return sign + name.replace(/[^0-9A-Za-z]/g, sign);
}

function quote(word: string): string {
  return `"${word.replaceAll('"', '""')}"`;
}
