import { assertEquals } from "@std/assert";
import {
  type RateDecision,
  RateLimit,
} from "../../../server/session/rate_limit.ts";

function verdicts(limit: RateLimit, count: number, isLoggedIn = true) {
  return Array.from({ length: count }, () => limit.take(isLoggedIn));
}

function times(count: number, verdict: RateDecision): RateDecision[] {
  return Array(count).fill(verdict);
}

Deno.test("RateLimit lets a burst through, refuses 60 more, then cuts", () => {
  const limit = new RateLimit({ burst: 3, perSecond: 1, now: () => 0 });
  assertEquals(verdicts(limit, 64), [
    ...times(3, "go"),
    ...times(60, "refuse"),
    "cut",
  ]);
});

Deno.test("RateLimit counts refusals anew after one that went through", () => {
  let now = 0;
  const limit = new RateLimit({ burst: 1, perSecond: 1, now: () => now });
  for (let round = 0; round < 3; round++) {
    assertEquals(verdicts(limit, 61), ["go", ...times(60, "refuse")]);
    now += 1000;
  }
});

Deno.test("RateLimit lets 16 requests be made before the login", () => {
  const limit = new RateLimit({ burst: 100, perSecond: 1, now: () => 0 });
  assertEquals(verdicts(limit, 17, false), [...times(16, "go"), "cut"]);
  const other = new RateLimit({ burst: 100, perSecond: 1, now: () => 0 });
  assertEquals(verdicts(other, 16, false), times(16, "go"));
  assertEquals(verdicts(other, 50), times(50, "go"));
});

Deno.test("RateLimit of null lets everything through", () => {
  const limit = new RateLimit(null);
  assertEquals(verdicts(limit, 500, false), times(500, "go"));
});

Deno.test("RateLimit refuses nothing of what piled up while the server stood still", () => {
  let now = 0;
  const limit = new RateLimit({ burst: 10, perSecond: 4, now: () => now });
  now += 10_000;
  const first = limit.take(true, { take: () => 10_000 });
  assertEquals([first, ...verdicts(limit, 39)], times(40, "go"));
  assertEquals(limit.take(true), "go", "the burst is left");
});
