/**
 * What is made of the blocks: the places of each conversation's blocks, the
 * ids, and the mentions. They are held against the blocks in small steps, and made anew from them
 * when they do not agree. What was wrong stays in the file under another name
 * and is not touched again: freeing pages that a wrong index names could free
 * those of the messages.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { foldName } from "../../shared/names.ts";
import { BlockWalk, type WalkStep } from "./block_walk.ts";
import type { BlockTable, Damage } from "./block_table.ts";
import { unlessCorrupt } from "./database.ts";
import { IdsSetAside, type IdTable } from "./id_table.ts";
import { IndexDamage } from "./index_damage.ts";
import type { Entry } from "./log.ts";
import type { MetadataTable } from "./metadata_table.ts";
import type { Place } from "./place_table.ts";
import { type IdUse, useOfId } from "./repeated_id.ts";
import { CREATE_IDS, CREATE_MENTIONS, CREATE_PLACES } from "./index_tables.ts";
import type { MentionTable } from "./mention_table.ts";
import { countAuthors } from "./author_counts.ts";

/** The whole table is checked so often, and at the start. */
const CHECK_AGAIN_MS = 24 * 3_600_000;

/** The log whose indexes they are. */
export interface IndexedLog {
  readonly last: number;
  readonly forgotten: number;
  /** Changes something, whole or not at all. */
  change<T>(work: () => T): T;
}

/** The tables that are read and written. */
export interface IndexedTables {
  readonly blocks: BlockTable;
  readonly ids: IdTable;
  readonly mentions: MentionTable;
  readonly metadata: MetadataTable;
}

/** Checks places, ids and mentions, and makes them anew. */
export class StoredIndexes {
  readonly #database: DatabaseSync;
  readonly #tables: IndexedTables;
  readonly #log: IndexedLog;
  readonly #onDamage: (damage: Damage) => void;
  #walk: BlockWalk | undefined;
  #checkAt = 0;
  #isBeingMade: boolean;
  #idsSetAside: IdsSetAside | undefined;

  /** Goes on with what an earlier run began to make anew. */
  constructor(
    database: DatabaseSync,
    tables: IndexedTables,
    log: IndexedLog,
    onDamage: (damage: Damage) => void,
  ) {
    this.#database = database;
    this.#tables = tables;
    this.#log = log;
    this.#onDamage = onDamage;
    this.#isBeingMade = tables.metadata.seq("rebuilt") === 0;
  }

  /** Whether they are being made anew, and do not say everything yet. */
  get isBeingMade(): boolean {
    return this.#isBeingMade;
  }

  /** Begins to make them anew; `step()` goes on with it. */
  makeAnew(): void {
    this.#walk = undefined;
    this.#idsSetAside = undefined;
    this.#log.change(() => {
      this.#setAside("places", CREATE_PLACES);
      this.#setAside("ids", CREATE_IDS);
      this.#setAside("mentions", CREATE_MENTIONS);
      this.#tables.metadata.set("mentioned", 0);
      this.#tables.metadata.set("rebuilt", 0);
    });
    this.#isBeingMade = true;
  }

  /**
   * Checks the next few blocks when it is time, or takes them into what is made
   * anew, which cannot be put off; returns whether there is more.
   *
   * @throws {IndexDamage} when an index does not say what a block says.
   */
  step(isQuiet = true): boolean {
    if (this.#isBeingMade) return this.#fill();
    if (!isQuiet || performance.now() < this.#checkAt) return false;
    return this.#check();
  }

  /**
   * Returns how an id was used last, as the table says or the one that was set
   * aside; undefined when the table of ids says everything.
   */
  earlierUseOf(author: string, id: string): IdUse | undefined {
    if (!this.#isBeingMade) return undefined;
    const use = this.#tables.ids.useOf(author, id);
    const earlier = this.#useSetAside(author, id);
    return (earlier?.seq ?? 0) > (use?.seq ?? 0) ? earlier : use;
  }

  /** Returns whether the id of an entry was taken over by a newer one. */
  isTakenOver({ author, id, seq }: Entry): boolean {
    if (id === undefined) return false;
    const use = unlessCorrupt(() => this.#tables.ids.useOf(author, id));
    return use !== undefined && use.seq > seq;
  }

  #useSetAside(author: string, id: string): IdUse | undefined {
    const seq = unlessCorrupt(() => this.#earlierIds()?.seqOf(author, id));
    if (seq === undefined) return undefined;
    const [entry] = unlessCorrupt(() => this.#tables.blocks.at([seq])) ?? [];
    return entry && hasId(entry, author, id) ? useOfId(entry, seq) : undefined;
  }

  #check(): boolean {
    const step = this.#next();
    for (const entries of step.blocks) {
      if (!this.#hasAll(entries)) throw new IndexDamage(placeOf(entries));
    }
    this.#report(step);
    return !step.isDone;
  }

  #fill(): boolean {
    const step = this.#next();
    this.#log.change(() => {
      for (const entries of step.blocks) this.#take(entries);
      if (step.isDone) this.#tables.metadata.set("rebuilt", 1);
    });
    this.#report(step);
    if (step.isDone) this.#isBeingMade = false;
    return !step.isDone;
  }

  #next(): WalkStep {
    const { forgotten, last } = this.#log;
    this.#walk ??= new BlockWalk(this.#tables.blocks, forgotten, last);
    return this.#walk.step();
  }

  #report({ missing, isDone }: WalkStep): void {
    const { forgotten } = this.#log; // more than when the walk began
    for (const { first, last } of missing) {
      if (last > forgotten) this.#onDamage({ first, last });
    }
    if (!isDone) return;
    this.#walk = undefined;
    this.#checkAt = performance.now() + CHECK_AGAIN_MS;
  }

  #hasAll(entries: readonly Entry[]): boolean {
    const { blocks, mentions, metadata } = this.#tables;
    const mentioned = metadata.seq("mentioned");
    return blocks.places.has(placeOf(entries), countAuthors(entries)) &&
      entries.every((entry) =>
        this.#hasId(entry) && (entry.seq <= mentioned || mentions.has(entry))
      );
  }

  /** An id that was taken over is at the entry that took it over. */
  #hasId(entry: Entry): boolean {
    const { author, id, seq } = entry;
    if (id === undefined) return true;
    const use = this.#tables.ids.useOf(author, id);
    if (!use || use.seq < seq) return false;
    if (use.seq === seq) return isUse(use, entry);
    const [later] = this.#tables.blocks.at([use.seq]);
    return later !== undefined && hasId(later, author, id);
  }

  #take(entries: readonly Entry[]): void {
    const { blocks, ids, mentions } = this.#tables;
    blocks.places.insert(placeOf(entries), countAuthors(entries));
    mentions.insert(entries);
    for (const entry of entries) {
      const { author, id, seq } = entry;
      if (id !== undefined) ids.takeOver(author, id, useOfId(entry, seq));
    }
  }

  #setAside(table: string, create: string): void {
    const name = `damaged_${table}_${this.#setAsideOf(table).length + 1}`;
    this.#database.exec(`ALTER TABLE ${table} RENAME TO ${name}; ${create}`);
  }

  #earlierIds(): IdsSetAside | undefined {
    if (this.#idsSetAside) return this.#idsSetAside;
    const [newest] = this.#setAsideOf("ids");
    if (newest === undefined) return undefined;
    return this.#idsSetAside = new IdsSetAside(this.#database, newest);
  }

  /** Returns the names that a table was given when it was damaged, newest first. */
  #setAsideOf(table: string): string[] {
    return this.#database.prepare(
      "SELECT name FROM sqlite_schema WHERE name GLOB ? ORDER BY rowid DESC",
    ).all(`damaged_${table}_*`).map(({ name }) => String(name));
  }
}

/** Returns where the block with these entries is. */
function placeOf(entries: readonly Entry[]): Place {
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) throw new Error("Expected a block to have entries");
  return { room: first.conversation, first: first.seq, last: last.seq };
}

function hasId(entry: Entry, author: string, id: string): boolean {
  return entry.id === id && foldName(entry.author) === foldName(author);
}

/** Of what was stored by version 5 of the tables only the id is known. */
function isUse({ by, digest }: IdUse, entry: Entry): boolean {
  if (digest === undefined) return true;
  const { by: identity, digest: right } = useOfId(entry, entry.seq);
  return by === identity && digest === right;
}
