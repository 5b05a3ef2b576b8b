import { assertEquals } from "@std/assert";
import { readTimestamp } from "../../shared/timestamp.ts";

const NOW = new Date(2026, 10, 25, 0, 1).getTime();
const UTC = Date.UTC(2016, 1, 29, 12, 0, 5);
const LOCAL = new Date(2016, 1, 29, 12, 0, 5).getTime();

/** The last time there is. */
const LARGEST = 8.64e15;

/** What servers of 2013 to 2018 wrote, and which time it is. */
const TIMES: readonly (readonly [raw: unknown, time: number])[] = [
  [UTC, UTC],
  [UTC / 1000, UTC],
  [String(UTC / 1000), UTC],
  [` ${UTC / 1000}.5 `, UTC + 500],
  ["2016-02-29T12:00:05Z", UTC],
  ["2016-02-29T12:00:05.25z", UTC + 250],
  ["2016-02-29T13:00:05+01:00", UTC],
  ["2016-02-29T06:30:05-0530", UTC],
  ["2016-02-29T12:00:05", LOCAL],
  ["2016-02-29T12:00:05.123456", LOCAL + 123],
  ["2016-02-29T12:00", LOCAL - 5000],
  ["2016-02-29 12:00:05", LOCAL],
  ["2016-02-29 12:00:05.999999", LOCAL + 999],
  ["Mon Feb 29 12:00:05 2016", LOCAL],
  ["Tue Mar  1 12:00:05 2016", LOCAL + 86_400_000],
  ["13:05:10", new Date(2026, 10, 25, 13, 5, 10).getTime()],
  ["2016-02-29 12:00:60", LOCAL + 55_000], // a leap second
  [LARGEST, LARGEST],
  ["9:05:10", new Date(2026, 10, 25, 9, 5, 10).getTime()],
];

for (const [raw, time] of TIMES) {
  Deno.test(`readTimestamp() reads ${JSON.stringify(raw)}`, () => {
    assertEquals(readTimestamp(raw, NOW), time);
  });
}

/** Dates in disguise, and what no calendar or clock has. */
const NO_TIMES: readonly unknown[] = [
  "11.25 02:10:12",
  "02.10.12",
  "02.10 25 Nov",
  "02.10",
  "2.10",
  "1125",
  "20161125",
  "20161125101500",
  "Nov 25",
  "25/11/2016 10:15",
  "11/25/16 10:15:00",
  "Mon, 29 Feb 2016 12:00:05 GMT",
  "Mon Feb 30 12:00:05 2016",
  "2016-02-30 12:00:05",
  "2016-13-01T12:00:05Z",
  "2016-00-10T12:00:05Z",
  "2016-02-29T24:00:05Z",
  "2016-02-29",
  "2016",
  "12:00",
  "25:00:00",
  "12:60:00",
  "12:00:61",
  LARGEST + 1,
  "one hour ago",
  "5",
  "",
  null,
  true,
  NaN,
  [2016, 2, 29],
];

for (const raw of NO_TIMES) {
  Deno.test(`readTimestamp() guesses nothing from ${JSON.stringify(raw)}`, () => {
    assertEquals(readTimestamp(raw, NOW), undefined);
  });
}
