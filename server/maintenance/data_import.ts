/**
 * Adding exported messages to a log, any number of times with the same result.
 *
 * @module
 */

import { DataError } from "../log/data_error.ts";
import type { ExportedEntry } from "./data_reader.ts";
import type { Outcome } from "../log/log.ts";
import { SqliteLog } from "../log/sqlite.ts";

/** The name of a log and a seq, of a message that was sent without an id. */
const MADE_ID = /^([^.]+)\.(\d+)$/;

/** What an import did. */
export interface ImportReport {
  /** How many messages are new. */
  readonly stored: number;
  /** How many were there already. */
  readonly known: number;
}

/**
 * Adds entries after what is in the log of a data folder; those that were
 * imported before, or come from this very log, are known and left out.
 *
 * @throws {DataError} when a server is running there, or the disk fails; what
 * was stored until then stays, and the import may be run again.
 */
export async function importEntries(
  folder: string,
  entries: AsyncIterable<ExportedEntry> | Iterable<ExportedEntry>,
): Promise<ImportReport> {
  await using log = SqliteLog.open(folder, {
    onCommit: () => {},
    // Nobody waits for an answer, so groups may be as large as they can be.
    mayDelay: () => true,
  });
  const count = { stored: 0, duplicate: 0, refused: 0 };
  const settle = ({ kind }: Outcome) => count[kind]++;
  for await (const { seq: _, ...said } of entries) {
    if (isOwn(log, said.id)) count.duplicate++;
    else log.append({ ...said, settle });
    if (count.refused > 0) break;
  }
  await log.drain();
  if (count.refused === 0) {
    return { stored: count.stored, known: count.duplicate };
  }
  throw new DataError(
    `Cannot store more than ${count.stored} of the messages: the disk is full or does not work`,
  );
}

/** Returns whether an exported id was made of a place in this very log. */
function isOwn(log: SqliteLog, id: string): boolean {
  const [, name, seq] = MADE_ID.exec(id) ?? [];
  return name !== undefined && log.owns(name, Number(seq));
}
