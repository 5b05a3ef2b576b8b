import { assertEquals } from "@std/assert";
import { SyncPace } from "../../../server/log/sync_pace.ts";

/** A disk whose first syncs took so long. */
function paceAfter(...times: readonly number[]): SyncPace {
  const pace = new SyncPace();
  for (const ms of times) pace.handedOver(ms);
  return pace;
}

Deno.test("SyncPace waits for no sync before it knows the disk", () => {
  assertEquals(paceAfter().isFast, false);
  assertEquals(paceAfter(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1).isFast, false);
});

Deno.test("SyncPace takes a disk for fast whose quickest sync was, for the loop may have been busy", () => {
  assertEquals(paceAfter(9, 9, 9, 0.2, 9, 9, 9, 9).isFast, true);
});

Deno.test("SyncPace never waits for a slow disk", () => {
  assertEquals(paceAfter(...Array(1000).fill(5)).isFast, false);
});

Deno.test("SyncPace waits no longer after one that was slow, and tries again after sixteen", () => {
  const pace = paceAfter(...Array(8).fill(0.1));
  pace.waited(0.2);
  assertEquals(pace.isFast, true);
  pace.waited(3);
  assertEquals(pace.isFast, false);
  for (let n = 0; n < 15; n++) pace.handedOver(0.1);
  assertEquals(pace.isFast, false);
  pace.handedOver(0.1);
  assertEquals(pace.isFast, true);
});
