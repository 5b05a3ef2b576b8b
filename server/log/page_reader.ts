/**
 * Pages of conversations, read by the table of places and checked against the
 * table of blocks: what one of them hides is noticed before anybody gets a page
 * with a hole in it.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { type BlockRow, readBlock } from "./block.ts";
import { type BlockTable, type Damage, damageOf } from "./block_table.ts";
import { BlocksInRange, type PlacesRead } from "./blocks_in_range.ts";
import type { ConversationRanges } from "./conversation_ranges.ts";
import { unlessCorrupt } from "./database.ts";
import { IndexDamage } from "./index_damage.ts";
import type { Entry, PageQuery } from "./log.ts";
import { PageFilter } from "./page_filter.ts";
import { MixedPlaces } from "./mixed_places.ts";
import { mergePage, type PlaceSource } from "./page_merge.ts";
import { type Place, toPlace } from "./place_table.ts";
import { type PlacedBlock, PlacedBlocks } from "./placed_blocks.ts";

/** So many and more conversations are looked for together. */
const MANY_CONVERSATIONS = 8;

const NOTHING = ["", { after: 0, upTo: 0 }] as const;

/** Reads pages; what is damaged is reported and left out. */
export class PageReader {
  readonly #blocks: BlockTable;
  readonly #placed: PlacedBlocks;
  readonly #onDamage: (damage: Damage) => void;
  readonly #mixed: MixedPlaces;
  readonly #after: BlocksInRange;
  readonly #before: BlocksInRange;

  /** Prepares the statements. */
  constructor(
    database: DatabaseSync,
    blocks: BlockTable,
    onDamage: (damage: Damage) => void,
  ) {
    this.#blocks = blocks;
    this.#placed = new PlacedBlocks(database, blocks.places);
    this.#onDamage = onDamage;
    this.#mixed = new MixedPlaces(database);
    // From the block before the page on, as it may reach into it.
    this.#after = new BlocksInRange(
      database,
      `last > ?1 AND first <= ?2 AND first >= coalesce(
         (SELECT first FROM blocks WHERE first <= ?1 ORDER BY first DESC LIMIT 1),
         0) ORDER BY first`,
    );
    this.#before = new BlocksInRange(
      database,
      "first < ? AND first >= ? ORDER BY first DESC",
    );
  }

  /** Reads a page as if nothing were there after a seq. */
  pageUpTo(query: PageQuery, upTo: number): Entry[] {
    const { after, before = upTo + 1 } = query;
    if (after !== undefined) {
      return this.page(query).filter(({ seq }) => seq <= upTo);
    }
    return this.page({ ...query, before: Math.min(before, upTo + 1) });
  }

  /**
   * Reads a page, oldest first.
   *
   * @throws {IndexDamage} when the table of places hides a block of it.
   */
  page(query: PageQuery): Entry[] {
    const { after, before = Number.MAX_SAFE_INTEGER } = query;
    const filter = new PageFilter(query);
    const { ranges } = filter;
    const isBack = after === undefined;
    const start = isBack
      ? { seq: before, step: -1 } as const
      : { seq: after, step: 1 } as const;
    const places: Place[] = [];
    const read = (block: PlacedBlock) => {
      places.push(block);
      return this.#read(block);
    };
    const sources = this.#sources(ranges, query);
    const page = mergePage(sources, start, query, { read, filter });
    const end = page.isFull ? page.entries.at(isBack ? 0 : -1)?.seq : undefined;
    const all = this.#placesOfOne(ranges, places);
    this.#check(
      isBack
        ? this.#before.hidden(before, end ?? 0, all)
        : this.#after.hidden(after, end ?? Number.MAX_SAFE_INTEGER, all),
    );
    return page.entries;
  }

  /** Of one conversation that is read to its ends all places must be known. */
  #placesOfOne(
    ranges: ConversationRanges,
    places: readonly Place[],
  ): PlacesRead | undefined {
    const [[room, { after, upTo }] = NOTHING, ...others] = ranges;
    const isWhole = after === 0 && upTo === Infinity;
    return others.length === 0 && isWhole ? { room, places } : undefined;
  }

  #read(block: PlacedBlock): readonly Entry[] {
    return (block.row && readBlock(block.row)) ?? this.#readAlone(block);
  }

  /** Tells what is wrong with it. */
  #readAlone(place: Place): readonly Entry[] {
    const row = this.#row(place);
    const entries = row && readBlock(row);
    if (!entries) this.#onDamage(row ? damageOf(row) : place);
    else if (row.room !== place.room || row.last !== place.last) {
      throw new IndexDamage(place);
    }
    return entries ?? [];
  }

  /** A page of the file that cannot be read takes only its own blocks along. */
  #row({ first }: Place): BlockRow | undefined {
    return unlessCorrupt(() => this.#blocks.row(first));
  }

  #check(hidden: readonly BlockRow[]): void {
    const found = hidden.map(toPlace).find((head) => this.#isWhole(head));
    if (found) throw new IndexDamage(found);
  }

  /** What a damaged block says of itself means nothing. */
  #isWhole(head: Place): boolean {
    const row = this.#row(head);
    return row !== undefined && readBlock(row) !== undefined;
  }

  /** One for each conversation; for many, one for all. */
  #sources(
    ranges: ConversationRanges,
    { after, before = Number.MAX_SAFE_INTEGER, limit }: PageQuery,
  ): readonly PlaceSource<PlacedBlock>[] {
    if (ranges.size >= MANY_CONVERSATIONS) {
      const places = after === undefined
        ? this.#mixed.before(ranges.keys, before)
        : this.#mixed.after(ranges.keys, after);
      return [{ places, isMixed: true }];
    }
    return Array.from(ranges, ([key, range]) => ({
      places: after === undefined
        ? this.#placed.before(key, range, before, limit)
        : this.#placed.after(key, range, after, limit),
    }));
  }
}
