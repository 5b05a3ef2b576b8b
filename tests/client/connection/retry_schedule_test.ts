import { assertEquals } from "@std/assert";
import type { Disconnect } from "../../../client/connection/close_reason.ts";
import {
  MAX_RETRY_MS,
  RetrySchedule,
} from "../../../client/connection/retry_schedule.ts";
import { readEvent } from "../../../shared/read_event.ts";

const CUT: Disconnect = { kind: "cut", online: true };

/** The server closes and asks to stay away. */
function closed(retryMs: number): Disconnect {
  const last = readEvent({
    response: "error",
    code: "shutdown",
    ["retry_ms"]: retryMs,
  });
  if (last.kind !== "error") throw new Error("It is an error");
  return { kind: "cut", online: true, last };
}

Deno.test("RetrySchedule.waitMs() counts attempts until a session was up for a second", () => {
  const schedule = new RetrySchedule((attempt) => attempt);
  const waits = [0, 0, 999, 1000, 0].map((ms) => schedule.waitMs(CUT, ms));
  assertEquals(waits, [0, 1, 2, 0, 1]);
});

Deno.test("RetrySchedule.waitMs() adds what the server asked for, within bounds that a timer can hold", () => {
  const wait = (retryMs: number) =>
    new RetrySchedule(() => 5).waitMs(closed(retryMs), 0);
  assertEquals(wait(2000), 2005);
  assertEquals(wait(3e9), MAX_RETRY_MS + 5);
  assertEquals(wait(1e300), MAX_RETRY_MS + 5);
  assertEquals(wait(-7), 5);
});

Deno.test("RetrySchedule.waitMs() is a whole number, as programs are told it", () => {
  const schedule = new RetrySchedule(() => 5.25);
  assertEquals(schedule.waitMs(closed(2000.5), 0), 2006);
});
