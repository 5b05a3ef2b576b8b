import { assertEquals } from "@std/assert";
import { outcomeOf, timesBetter } from "./outcome.ts";

const NAMES = { scenario: "s", contender: "c" };

Deno.test("outcomeOf() takes the middle of the runs that gave a value", () => {
  const outcome = outcomeOf([
    { ...NAMES, value: 30, lost: 2, peakKib: 5, more: { p50: 1 } },
    { ...NAMES, value: NaN, failure: "did not start" },
    { ...NAMES, value: 10, lost: 0, peakKib: 9, more: { p50: 3 } },
    { ...NAMES, value: 20, cut: 1, peakKib: 7, more: { p50: 2 } },
  ]);

  assertEquals(outcome, {
    value: 20,
    lowest: 10,
    highest: 30,
    runs: 3,
    more: { p50: 2 },
    lost: 2,
    cut: 1,
    failed: 1,
    cpuPerMillion: NaN,
    peakKib: 9,
  });
});

Deno.test("timesBetter() is above 1 for who is better, either way", () => {
  assertEquals(timesBetter(30, 10, "more"), 3);
  assertEquals(timesBetter(10, 30, "less"), 3);
});
