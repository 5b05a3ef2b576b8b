import { assertEquals } from "@std/assert";
import {
  type ForgetfulStore,
  Forgetter,
  type RetentionNotice,
} from "../../../server/log/forgetter.ts";

const DAY = 24 * 3_600_000;
const SAID = 20_000 * DAY;

/** A log of `last` entries, all said at the same time. */
function storeOf(last: number): ForgetfulStore {
  return {
    last,
    forgotten: 0,
    usedBytes: 0,
    newestTime: SAID,
    believedTime: undefined,
    firstSince: (time, after, count) =>
      time <= SAID && after < last && count > 0 ? after + 1 : undefined,
    forget(upTo) {
      Object.assign(this, { forgotten: upTo });
    },
  };
}

/** Steps until there is nothing more to do; returns what the last one said. */
function settle(forgetter: Forgetter, store: ForgetfulStore, now: number) {
  for (let steps = 0; steps < 1000; steps++) {
    const more = forgetter.step(store, now);
    if (more !== true) return more;
  }
  throw new Error("There is no end");
}

Deno.test("Forgetter tells what was forgotten, once, and of much in parts", () => {
  const notices: RetentionNotice[] = [];
  const forgetter = new Forgetter(
    { keepMessages: 5 },
    (notice) => notices.push(notice),
  );
  const store = storeOf(12_005);
  assertEquals(settle(forgetter, store, SAID), false);
  assertEquals(settle(forgetter, store, SAID), false);
  const told = notices.map((notice) =>
    notice.kind === "forgotten" ? [notice.first, notice.last] : []
  );
  assertEquals(told, [[1, 10_200], [10_201, 12_000]]);
});

Deno.test("Forgetter forgets nothing by age while the clock is far from the newest entry, and warns once", () => {
  const notices: RetentionNotice[] = [];
  const limits = { keepMs: 90 * DAY };
  const ahead = SAID + 7300 * DAY;
  const store = storeOf(10);
  for (let start = 0; start < 2; start++) {
    const forgetter = new Forgetter(limits, (notice) => notices.push(notice));
    for (let look = 0; look < 3; look++) {
      const more = settle(forgetter, store, ahead);
      assertEquals(typeof more === "number" && more > DAY - 60_000, true);
    }
    assertEquals([store.forgotten, store.believedTime], [0, undefined]);
  }
  assertEquals(notices.map(({ kind }) => kind), ["clock", "clock"]);
  // What is too much goes, whatever the clock says.
  const both = new Forgetter({ ...limits, keepMessages: 4 }, () => {});
  settle(both, store, ahead);
  assertEquals(store.forgotten, 6);
});

Deno.test("Forgetter is not led to believe a wrong clock by what was said under it", () => {
  const limits = { keepMs: 90 * DAY };
  const store = storeOf(10);
  settle(new Forgetter(limits, () => {}), store, SAID + DAY);
  assertEquals(store.believedTime, SAID + DAY);
  const ahead = SAID + 7300 * DAY;
  const later = { ...store, newestTime: ahead };
  const more = settle(new Forgetter(limits, () => {}), later, ahead + 1000);
  assertEquals([typeof more, later.forgotten], ["number", 0]);
});
