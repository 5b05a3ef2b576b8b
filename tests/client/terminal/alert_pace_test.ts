import { assertEquals } from "@std/assert";
import {
  AlertPace,
  CALL_GAP_MS,
  CALLS_IN_A_ROW,
  LATER_GAP_MS,
  QUIET_MS,
} from "../../../client/terminal/alert_pace.ts";

Deno.test("AlertPace calls seldom after some calls in a row, until there was no reason for a while", () => {
  for (
    const [quietMs, gapMs] of [
      [QUIET_MS - 1, LATER_GAP_MS],
      [QUIET_MS, CALL_GAP_MS],
    ] as const
  ) {
    let now = 0;
    const pace = new AlertPace(() => now);
    pace.noteReason();
    for (let calls = 0; calls < CALLS_IN_A_ROW; calls++) {
      assertEquals(pace.waitMs, calls === 0 ? 0 : CALL_GAP_MS);
      pace.called();
    }
    assertEquals(pace.waitMs, LATER_GAP_MS);

    now += quietMs;
    pace.noteReason();
    pace.called();
    assertEquals(pace.waitMs, gapMs, `${quietMs}`);
  }
});
