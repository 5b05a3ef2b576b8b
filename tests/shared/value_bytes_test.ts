import { assert, assertEquals } from "@std/assert";
import { ValueBytes } from "../../shared/value_bytes.ts";

const KEPT_BYTES = 4096;

function holdInPieces(bytes: ValueBytes, length: number): Uint8Array {
  const chunk = new Uint8Array(1000).fill(7);
  bytes.begin(0);
  for (let rest = length; rest > chunk.length; rest -= chunk.length) {
    bytes.hold(chunk);
    bytes.nextChunk();
  }
  return bytes.upTo(chunk, length % chunk.length || chunk.length);
}

Deno.test("ValueBytes gives the memory of a long value back when it is read", () => {
  const bytes = new ValueBytes();
  assertEquals(holdInPieces(bytes, 60_000).length, 60_000);
  assert(bytes.capacity >= 60_000, `${bytes.capacity}`);
  bytes.end();
  assert(bytes.capacity <= KEPT_BYTES, `${bytes.capacity} bytes are kept`);
});

Deno.test("ValueBytes keeps the memory of short values, which come again", () => {
  const bytes = new ValueBytes();
  holdInPieces(bytes, 1500);
  const { capacity } = bytes;
  bytes.end();
  assertEquals([bytes.capacity, bytes.length(0)], [capacity, 0]);
});
