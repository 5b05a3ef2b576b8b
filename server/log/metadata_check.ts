/**
 * Holds the single values against the blocks when a log is opened: a wrong one
 * could hide all messages, or give their seqs again.
 *
 * @module
 */

import { newName } from "./ancestor_table.ts";
import { type BlockTable, describeDamage, isDamage } from "./block_table.ts";
import { DataError } from "./data_error.ts";
import { unlessCorrupt } from "./database.ts";
import type { MetadataTable } from "./metadata_table.ts";

/** What is checked. */
export interface CheckedTables {
  readonly metadata: MetadataTable;
  readonly blocks: BlockTable;
}

/**
 * Sets right what is wrong; to be called in a transaction.
 *
 * @param last The newest seq of the blocks.
 * @returns the names of the values that were wrong.
 * @throws {DataError} when newer messages than `last` were there: their seqs
 * must not be given again.
 */
export function mendMetadata(
  { metadata, blocks }: CheckedTables,
  last: number,
): readonly string[] {
  const wrong: string[] = [];
  if (!metadata.isWhole("log")) {
    metadata.logName = newName();
    wrong.push("log");
  }
  const oldest = oldestOf(blocks) ?? last + 1;
  const forgotten = metadata.seq("forgotten");
  if (!metadata.isWhole("forgotten") || forgotten >= oldest) {
    metadata.set("forgotten", oldest - 1);
    wrong.push("forgotten");
  }
  const indexed = metadata.seq("indexed");
  if (!metadata.isWhole("indexed") || indexed > last) {
    checkNewest(blocks, last);
    wrong.push("indexed");
  }
  return wrong;
}

/** The first seq that can be read. */
function oldestOf(blocks: BlockTable): number | undefined {
  return unlessCorrupt(() => {
    for (const block of blocks.blocks(0)) {
      if (!isDamage(block)) return block[0]?.seq;
    }
    return undefined;
  });
}

function checkNewest({ places }: BlockTable, last: number): void {
  const newest = unlessCorrupt(() => places.newest) ?? last;
  if (newest <= last) return;
  const what = describeDamage({ first: last + 1, last: newest });
  throw new DataError(
    `Cannot use this log: ${what}; restore a backup, or save what is whole with "ktn export"`,
  );
}
