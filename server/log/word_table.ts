/**
 * The table of the index of words: in which entries of a window a word is.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";

/** Greater than every character that a word may go on with. */
const LAST_CHARACTER = "\u{10ffff}";

/** Reads and writes rows; every call is in its caller's transaction. */
export class WordTable {
  readonly #add: StatementSync;
  readonly #get: StatementSync;
  readonly #beginning: StatementSync;
  readonly #forget: StatementSync;
  readonly #forgetWindows: StatementSync;
  readonly #set: StatementSync;
  readonly #delete: StatementSync;

  /** Prepares the statements. */
  constructor(database: DatabaseSync) {
    this.#add = database.prepare(
      `INSERT INTO words (window, word, places) VALUES (?, ?, ?)
       ON CONFLICT (window, word) DO UPDATE
         SET places = places || excluded.places`,
    );
    this.#get = database.prepare(
      "SELECT places FROM words WHERE window = ? AND word = ?",
    );
    this.#beginning = database.prepare(
      `SELECT places FROM words
       WHERE window = ? AND word >= ? AND word < ? LIMIT ?`,
    );
    this.#forget = database.prepare(
      `DELETE FROM words
       WHERE window = ? AND word = ? AND substr(places, -2) <= ?`,
    );
    const where = "WHERE window = ? AND word = ?";
    this.#set = database.prepare(`UPDATE words SET places = ? ${where}`);
    this.#delete = database.prepare(`DELETE FROM words ${where}`);
    this.#forgetWindows = database.prepare(
      "DELETE FROM words WHERE window < ?",
    );
  }

  /** Adds places, which are greater than those there, to a word. */
  add(window: number, word: string, places: string): void {
    this.#add.run(window, word, places);
  }

  /** Returns the places of a word; empty when it is not in the window. */
  places(window: number, word: string): string {
    return String(this.#get.get(window, word)?.places ?? "");
  }

  /** Returns the places of each word that begins so, of so many at most. */
  placesOfAll(window: number, beginning: string, limit: number): string[] {
    const end = beginning + LAST_CHARACTER;
    return this.#beginning.all(window, beginning, end, limit)
      .map(({ places }) => String(places));
  }

  /** Removes a word that is in no entry behind a place. */
  forget(window: number, word: string, place: string): void {
    this.#forget.run(window, word, place);
  }

  /** Removes one place of a word. */
  remove(window: number, word: string, place: string): void {
    const places = this.places(window, word);
    let left = "";
    for (let index = 0; index < places.length; index += place.length) {
      const one = places.slice(index, index + place.length);
      if (one !== place) left += one;
    }
    if (left === places) return;
    if (left === "") this.#delete.run(window, word);
    else this.#set.run(left, window, word);
  }

  /** Removes all windows before one: what damaged entries left in them. */
  forgetBefore(window: number): void {
    this.#forgetWindows.run(window);
  }
}
