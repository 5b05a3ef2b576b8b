import { assert, assertEquals } from "@std/assert";
import type { Disconnect } from "../../../client/connection/close_reason.ts";
import {
  absenceBackoff,
  type AwayKind,
  MAX_RETRY_MS,
  RetrySchedule,
} from "../../../client/connection/retry_schedule.ts";
import type { ErrorEvent } from "../../../shared/event.ts";
import { readEvent } from "../../../shared/read_event.ts";

const CUT: Disconnect = { kind: "cut" };
const MINUTE_MS = 60_000;

function errorOf(retryMs: number): ErrorEvent {
  const fields = { response: "error", code: "full", ["retry_ms"]: retryMs };
  const event = readEvent(fields);
  if (event.kind !== "error") throw new Error("It is an error");
  return event;
}

/** The server closes and asks to stay away. */
function closed(retryMs: number): Disconnect {
  return { kind: "cut", last: errorOf(retryMs) };
}

/** The server refuses the login and says when to come back. */
function refused(retryMs: number): Disconnect {
  return { kind: "refused", error: errorOf(retryMs) };
}

Deno.test("absenceBackoff() comes back first within 0.25 to 0.75 s, whoever is away", () => {
  for (const kind of ["cut", "refused"] as const) {
    const firsts = [0, 0.5, 1].map((random) =>
      absenceBackoff(() => random)(0, 0, kind)
    );
    assertEquals(firsts, [250, 500, 750]);
  }
});

Deno.test("absenceBackoff() tries within 1 s for half a minute, then within a thirtieth of the absence, up to 30 s", () => {
  const longest = absenceBackoff(() => 1);
  const bounds = [0.001, 1, 29.9, 30, 60, 120, 600, 900, 1e9].map((seconds) =>
    Math.round(longest(9, seconds * 1000, "cut"))
  );
  assertEquals(bounds, [
    ...[1000, 1000, 1000, 1000, 2000, 4000, 20_000, 30_000, 30_000],
  ]);
  // The jitter is over the whole interval.
  assertEquals(absenceBackoff(() => 0)(9, MINUTE_MS, "cut"), 0);
});

Deno.test("absenceBackoff() asks a server that refuses less and less often, down to once in 5 s", () => {
  const longest = absenceBackoff(() => 1);
  const bounds = [1, 5, 10, 25, 1e9].map((seconds) =>
    longest(9, seconds * 1000, "refused")
  );
  assertEquals(bounds, [1000, 1000, 2000, 5000, 5000]);
});

/** How long clients wait that come back to a server that was away so long. */
function returns(awayMs: number, count: number): readonly number[] {
  return Array.from({ length: count }, () => {
    let now = 0;
    const schedule = new RetrySchedule(absenceBackoff(), () => now);
    while (now < awayMs) now += schedule.waitMs(CUT);
    return now - awayMs;
  }).sort((one, other) => one - other);
}

Deno.test("clients that were cut together try within seconds of the server's return, and not all at once", () => {
  for (const [awayMs, p99Ms] of [[5000, 1000], [MINUTE_MS, 2100]] as const) {
    const ms = returns(awayMs, 1000);
    const p99 = ms[989] ?? Infinity;
    assert(p99 <= p99Ms, `away ${awayMs} ms, p99 ${p99} ms`);
    // In no tenth of a second more than a third of them.
    for (let from = 0; from < p99Ms; from += 100) {
      const count = ms.filter((one) => one >= from && one < from + 100).length;
      assert(count < 334, `${count} of 1000 within 100 ms`);
    }
  }
});

Deno.test("RetrySchedule.waitMs() counts attempts, and the absence, until a session was up for 10 s", () => {
  let now = 0;
  const seen: [attempt: number, awayMs: number][] = [];
  const backoff = (attempt: number, awayMs: number) => {
    seen.push([attempt, awayMs]);
    return 0;
  };
  const schedule = new RetrySchedule(backoff, () => now);
  for (const onlineMs of [0, 0, 9999, 10_000, 0]) {
    schedule.online();
    now += onlineMs;
    schedule.waitMs(CUT);
    now += 1000; // nobody is there
  }
  assertEquals(seen, [[0, 0], [1, 1000], [2, 11_999], [0, 0], [1, 1000]]);
});

Deno.test("RetrySchedule.waitMs() counts no time as online before a login", () => {
  let now = 0;
  const attempts: number[] = [];
  const schedule = new RetrySchedule(
    (attempt) => attempts.push(attempt),
    () => now,
  );
  schedule.online();
  schedule.waitMs(CUT);
  now += MINUTE_MS;
  schedule.waitMs(CUT);
  assertEquals(attempts, [0, 1]);
});

Deno.test("RetrySchedule.waitMs() adds what the server asked for, at most five minutes", () => {
  const wait = (end: Disconnect) => new RetrySchedule(() => 5).waitMs(end);
  for (const endOf of [closed, refused]) {
    assertEquals(wait(endOf(2000)), 2005);
    assertEquals(wait(endOf(3e9)), MAX_RETRY_MS + 5);
    assertEquals(wait(endOf(1e300)), 300_005);
    assertEquals(wait(endOf(-7)), 5);
  }
});

Deno.test("RetrySchedule.waitMs() is a whole number, as programs are told it", () => {
  const schedule = new RetrySchedule(() => 5.25);
  assertEquals(schedule.waitMs(closed(2000.5)), 2006);
});

Deno.test("RetrySchedule.waitMs() tells a refusal from a server that is away", () => {
  const kinds: AwayKind[] = [];
  const schedule = new RetrySchedule((_attempt, _awayMs, kind) =>
    kinds.push(kind)
  );
  schedule.waitMs(CUT);
  schedule.waitMs(refused(0));
  schedule.waitMs({ kind: "silent" });
  assertEquals(kinds, ["cut", "refused", "cut"]);
});
