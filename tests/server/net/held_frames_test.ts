import { assertEquals } from "@std/assert";
import { HeldFrames } from "../../../server/net/held_frames.ts";
import type { Frame } from "../../../shared/frame.ts";
import { MAX_VALUE_BYTES } from "../../../shared/framing.ts";

const frame = (value: number): Frame => ({ kind: "value", value });

/** Hands on as a reader does: what may not wait goes behind what is held. */
function handOn(held: HeldFrames, reads: readonly number[]): readonly Frame[] {
  const handed: Frame[] = [];
  for (const [index, bytes] of reads.entries()) {
    const frames = [frame(index)];
    if (!held.add(frames, bytes)) handed.push(...held.take(frames));
  }
  return [...handed, ...held.take()];
}

Deno.test("HeldFrames gives out every frame once and in order, wherever its bound is met", () => {
  for (const bytes of [1, MAX_VALUE_BYTES / 3, 60_000, MAX_VALUE_BYTES + 1]) {
    using held = new HeldFrames(() => {});
    const reads = Array.from({ length: 10 }, () => bytes);
    assertEquals(
      handOn(held, reads),
      reads.map((_, index) => frame(index)),
      `${bytes} bytes a read`,
    );
  }
});

Deno.test("HeldFrames holds up to the bytes of one value, and says when that is over", () => {
  using held = new HeldFrames(() => {});
  assertEquals(held.add([frame(1)], MAX_VALUE_BYTES), true);
  assertEquals(held.add([frame(2)], 1), false);
  assertEquals(held.take(), [frame(1)]);
  assertEquals(held.add([frame(2)], 1), true);
});
