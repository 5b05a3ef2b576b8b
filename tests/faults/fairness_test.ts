/**
 * G4, G5: one client never slows the others. Ten well-behaved clients are
 * measured quiet, then beside each way in which others might make them wait.
 *
 * Short: a few ways, and only what needs no clock. Long (`KTN_FAULTS=long`):
 * all ways with their figures; a table is printed. Single ways are chosen by
 * words that their names have, and databases are kept for the next run, with
 *
 *     KTN_WAY=tail,history KTN_STORED=/tmp/stored KTN_FAULTS=long \
 *       deno test -A tests/faults/fairness_test.ts
 *
 * `KTN_WAY_MS` is how long an attack takes, `KTN_AFTER_MS` how long after it
 * the memory is looked at; names are in `fairness/way.ts`. Ways in which all
 * attackers have one address are in `address_fairness_test.ts`.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { faultTest, IS_LONG, lacking, tell } from "../support/effort.ts";
import { ATTACKS } from "./fairness/attackers.ts";
import { StoredFolders } from "./fairness/stored.ts";
import {
  leftOver,
  slownesses,
  tableHead,
  wayLine,
  wrongs,
} from "./fairness/way_report.ts";
import {
  assertWasTried,
  chosen,
  STORED_FOLDER,
  TIMES,
} from "./fairness/way_choice.ts";
import { runWay, type WayOutcome } from "./fairness/way_run.ts";
import { WAYS } from "./fairness/way.ts";

const IS_LINUX = lacking({ Linux: Deno.build.os === "linux" });
const CHOSEN = chosen(WAYS);

Deno.test("every attack is part of a way, and every way has its name", () => {
  const used = new Set(WAYS.map(({ attack }) => attack));
  assertEquals([...used].sort(), [...ATTACKS.keys()].sort());
  assertEquals(new Set(WAYS.map(({ name }) => name)).size, WAYS.length);
});

if (IS_LONG) {
  // Servers live on to the last look at their memory, over the steps.
  const options = { sanitizeOps: false, sanitizeResources: false };
  const name = "G4, G5: one client never slows the others, in no way";
  Deno.test({ name, ...options, ignore: IS_LINUX !== undefined }, runAll);
} else {
  for (const way of CHOSEN) {
    faultTest(
      `G4: ${way.name}: others lose nothing, are refused nothing and are served`,
      IS_LINUX,
      async () => {
        await using folders = new StoredFolders();
        const outcome = await runWay(way, TIMES, folders);
        await outcome.memoryAfter;
        assertWasTried(outcome);
        assertEquals(wrongs(outcome), []);
      },
    );
  }
}

async function runAll(test: Deno.TestContext): Promise<void> {
  await using folders = new StoredFolders(STORED_FOLDER);
  tell(tableHead());
  const outcomes: WayOutcome[] = [];
  for (const way of CHOSEN) {
    await test.step(way.name, async () => {
      const outcome = await runWay(way, TIMES, folders);
      tell(wayLine(outcome));
      assertWasTried(outcome);
      outcomes.push(outcome);
      assertEquals([...wrongs(outcome), ...slownesses(outcome)], []);
    });
  }
  tell(`\n${tableHead()}`);
  for (const outcome of outcomes) {
    const after = await outcome.memoryAfter;
    tell(wayLine(outcome, after));
    if (TIMES.afterMs === 0) continue;
    const name = `${outcome.way.name}: memory is back`;
    await test.step(name, () => assertEquals(leftOver(outcome, after), []));
  }
}
