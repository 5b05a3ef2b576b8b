/**
 * A write of all bytes that the other end takes in time.
 *
 * @module
 */

import { type ByteWriter, writeAll } from "../../shared/bytes.ts";
import { within } from "./within.ts";

/** Writes all bytes; rejects when the other end takes none for too long. */
export async function writeAllInTime(
  writer: ByteWriter,
  bytes: Uint8Array,
): Promise<void> {
  const write = (rest: Uint8Array) => within(writer.write(rest), "a write");
  await writeAll({ write }, bytes);
}
