import { assert, assertEquals } from "@std/assert";
import { ReadBuffer } from "../../../server/net/read_buffer.ts";

Deno.test("ReadBuffer starts small, grows while it is filled, up to a bound", () => {
  const buffer = new ReadBuffer();
  const first = buffer.bytes.length;
  assert(first <= 1024);
  const sizes: number[] = [];
  for (let n = 0; n < 8; n++) {
    buffer.adapt(buffer.bytes.length);
    sizes.push(buffer.bytes.length);
  }
  assertEquals(sizes.at(-1), 16 * 1024);
  assertEquals(sizes.toSorted((one, two) => one - two), sizes);
  assert((sizes[0] ?? 0) > first);
});

Deno.test("ReadBuffer shrinks when little comes, down to where it started", () => {
  const buffer = new ReadBuffer();
  const first = buffer.bytes.length;
  for (let n = 0; n < 8; n++) buffer.adapt(buffer.bytes.length);
  for (let n = 0; n < 8; n++) buffer.adapt(1);
  assertEquals(buffer.bytes.length, first);
});

Deno.test("ReadBuffer stays as it is when it is partly used", () => {
  const buffer = new ReadBuffer();
  buffer.adapt(buffer.bytes.length);
  const { bytes } = buffer;
  buffer.adapt(bytes.length / 2);
  assert(buffer.bytes === bytes);
});
