/**
 * Bytes in pieces: joined to one, and written whole where a writer takes a part
 * of them at a time.
 *
 * @module
 */

/** Takes bytes, as a connection or a file does. */
export interface ByteWriter {
  /** Resolves with how many of the bytes were taken, at least one. */
  write(bytes: Uint8Array): Promise<number>;
}

/** Takes bytes at once, as a file or standard output does. */
export interface ByteWriterSync {
  /** Returns how many of the bytes were taken, at least one. */
  writeSync(bytes: Uint8Array): number;
}

/** Returns the pieces, one behind the other; of one piece only that itself. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const [first] = pieces;
  if (first && pieces.length === 1) return first;
  let length = 0;
  for (const piece of pieces) length += piece.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** Writes all of the bytes; rejects with what the writer rejects with. */
export async function writeAll(
  writer: ByteWriter,
  bytes: Uint8Array,
): Promise<void> {
  for (let rest = bytes; rest.length > 0;) {
    rest = rest.subarray(await writer.write(rest));
  }
}

/** Writes all of the bytes at once; throws what the writer throws. */
export function writeAllSync(writer: ByteWriterSync, bytes: Uint8Array): void {
  for (let rest = bytes; rest.length > 0;) {
    rest = rest.subarray(writer.writeSync(rest));
  }
}
