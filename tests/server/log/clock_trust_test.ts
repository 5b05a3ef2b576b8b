import { assertEquals } from "@std/assert";
import { ClockTrust } from "../../../server/log/clock_trust.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const START = 50 * YEAR;

/** Doubts of a trust that is asked at some times: wall, and steady clock. */
function doubts(
  keepMs: number,
  looks: readonly (readonly [wall: number, steady: number])[],
): (number | undefined)[] {
  let steady = 0;
  const trust = new ClockTrust(keepMs, START, () => steady);
  return looks.map(([wall, at]) => {
    steady = at;
    return trust.doubt(START + wall)?.forMs;
  });
}

Deno.test("ClockTrust believes a clock that goes on, stood for days, or goes back", () => {
  const looks = [
    ...[[0, 0], [HOUR, HOUR], [7 * DAY + HOUR, HOUR]],
    ...[[-YEAR, HOUR], [-YEAR + DAY, 25 * HOUR]],
  ] as const;
  assertEquals(doubts(90 * DAY, looks), looks.map(() => undefined));
});

Deno.test("ClockTrust doubts a clock that is far ahead, until it has stayed there for a day", () => {
  assertEquals(
    doubts(90 * DAY, [
      [20 * YEAR, 0],
      [20 * YEAR + HOUR, HOUR],
      [20 * YEAR + DAY, DAY],
      [20 * YEAR + DAY + HOUR, DAY + HOUR],
    ]),
    [DAY, DAY - HOUR, undefined, undefined],
  );
});

Deno.test("ClockTrust forgets its doubt when the clock comes back", () => {
  assertEquals(
    doubts(90 * DAY, [[YEAR, 0], [HOUR, HOUR], [YEAR, 2 * HOUR]]),
    [DAY, undefined, DAY],
  );
});

Deno.test("ClockTrust doubts a smaller lead, and for less long, where less is kept", () => {
  assertEquals(
    doubts(HOUR, [[HOUR, 0], [3 * HOUR, 0], [4 * HOUR, HOUR]]),
    [undefined, HOUR, undefined],
  );
});
