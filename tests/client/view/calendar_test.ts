import { assertEquals } from "@std/assert";
import { Calendar, countsTo12 } from "../../../client/view/calendar.ts";

const TIME = Date.UTC(2026, 10, 22, 0, 5, 7);
const DAY_MS = 86_400_000;

Deno.test("Calendar writes times in 24 or 12 hours, always as long", () => {
  const of = (hour12: boolean) => new Calendar({ hour12, timeZone: "UTC" });

  assertEquals(of(false).clock(TIME), "00:05");
  assertEquals(of(true).clock(TIME), "12:05 AM");
  assertEquals(of(true).clock(TIME + DAY_MS / 2), "12:05 PM");
  assertEquals(of(false).full(TIME), "Sunday, 22 November 2026, 00:05:07 UTC");
});

Deno.test("Calendar writes times of the zone it is for", () => {
  const calendar = new Calendar({ timeZone: "America/New_York" });

  assertEquals(calendar.clock(TIME), "19:05");
  assertEquals(calendar.day(TIME), "Saturday, 21 November 2026");
});

Deno.test("Calendar.since() adds the day where it is another one", () => {
  const calendar = new Calendar({ timeZone: "UTC" });

  assertEquals(calendar.since(TIME, TIME + 1000), "00:05");
  assertEquals(
    calendar.since(TIME, TIME + DAY_MS),
    "Sunday, 22 November 2026, 00:05",
  );
});

Deno.test("countsTo12() goes by the locale for times", () => {
  assertEquals(countsTo12({ LANG: "en_US.UTF-8" }), true);
  assertEquals(countsTo12({ LANG: "en_GB.UTF-8" }), false);
  assertEquals(countsTo12({ LANG: "de_DE@euro" }), false);
  assertEquals(countsTo12({ LANG: "en_US", LC_TIME: "sv_SE" }), false);
  assertEquals(countsTo12({ LANG: "en_US", LC_ALL: "C.UTF-8" }), false);
  for (const LANG of ["C", "POSIX", "", "x", "not a locale", "zz_ZZ"]) {
    assertEquals(countsTo12({ LANG }), false, LANG);
  }
  assertEquals(countsTo12({}), false);
});
