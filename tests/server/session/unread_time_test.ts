import { assertEquals } from "@std/assert";
import { UnreadTime } from "../../../server/session/unread_time.ts";

Deno.test("UnreadTime counts while a peer is held and while the server stands still, once", () => {
  let now = 0;
  let stalledMs = 100;
  const unread = new UnreadTime({
    now: () => now,
    stalledMs: () => stalledMs,
  });
  assertEquals(unread.take(), 0);
  unread.hold();
  now += 30;
  assertEquals(unread.take(), 30);
  now += 20;
  unread.release();
  now += 1000;
  stalledMs += 5;
  assertEquals([unread.take(), unread.take()], [25, 0]);
});
