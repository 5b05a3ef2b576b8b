/**
 * The few single values the SQLite log remembers. Their table is called `facts`
 * in the file, since version 1.
 *
 * @module
 */

import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { RunTrace } from "./run_note.ts";

/**
 * Values that are sequences; `rebuilt` is 1, or 0 while indexes are made anew;
 * mentions after `mentioned` are in their table.
 */
type SeqName = "forgotten" | "indexed" | "mentioned" | "rebuilt";

/** Named values, in the transaction of whoever sets them. */
export class MetadataTable {
  readonly #get: StatementSync;
  readonly #set: StatementSync;

  /** Prepares the statements. */
  constructor(database: DatabaseSync) {
    this.#get = database.prepare("SELECT value FROM facts WHERE name = ?");
    // A row that a flipped bit has given another name is made anew.
    this.#set = database.prepare(
      `INSERT INTO facts (value, name) VALUES (?, ?)
       ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    );
  }

  /** Returns a sequence; 0 when there is none. */
  seq(name: SeqName): number {
    return Number(this.#get.get(name)?.value ?? 0);
  }

  /** Returns whether a value is there and of the kind that was stored. */
  isWhole(name: SeqName | "log"): boolean {
    const value = this.#get.get(name)?.value;
    return name === "log"
      ? typeof value === "string" && value !== ""
      : Number.isSafeInteger(value) && Number(value) >= 0;
  }

  /** The unique name of this log. */
  get logName(): string {
    return this.#text("log");
  }

  /** Gives this log another name. */
  set logName(name: string) {
    this.#set.run(name, "log");
  }

  /** Which run used this file last. */
  get trace(): RunTrace {
    return { file: this.#text("file"), run: this.#text("run") };
  }

  /** Remembers which run uses this file. */
  set trace({ file, run }: RunTrace) {
    this.#set.run(file, "file");
    this.#set.run(run, "run");
  }

  /** When the clock was believed last; undefined when nobody looked at it. */
  get clock(): number | undefined {
    const time = Number(this.#get.get("clock")?.value ?? 0);
    return time === 0 ? undefined : time;
  }

  /** Remembers when the clock was believed. */
  set clock(time: number | undefined) {
    this.#set.run(Math.round(time ?? 0), "clock");
  }

  /** Remembers a sequence. */
  set(name: SeqName, seq: number): void {
    this.#set.run(seq, name);
  }

  #text(name: "log" | "file" | "run"): string {
    return String(this.#get.get(name)?.value);
  }
}
