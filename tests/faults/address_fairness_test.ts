/**
 * G4: a hundred clients of one address never slow those of others. As in
 * `fairness_test.ts`, in a network of its own: this machine's own address is not
 * limited as others are.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { faultTest, IS_LONG, tell } from "../support/effort.ts";
import { HelperProcess } from "../support/helper_process.ts";
import { IN_NETWORK, mayMakeNetwork } from "./fairness/network.ts";
import type {
  NetworkWayOutcome,
  NetworkWaySpec,
} from "./fairness/network_way.ts";
import { ADDRESS_WAYS, type Way } from "./fairness/way.ts";
import {
  assertWasTried,
  chosen,
  STORED_FOLDER,
  TIMES,
} from "./fairness/way_choice.ts";
import {
  slownesses,
  tableHead,
  wayLine,
  wrongs,
} from "./fairness/way_report.ts";

const MODULE = new URL("./fairness/network_way.ts", import.meta.url).pathname;
// Also where all else must be there: whoever tests need not be root.
const LACKS = Deno.build.os === "linux" && mayMakeNetwork()
  ? undefined
  : "a right to make networks";

async function run(way: Way): Promise<NetworkWayOutcome> {
  const spec: NetworkWaySpec = { way, times: TIMES, stored: STORED_FOLDER };
  await using process = await HelperProcess.start({
    module: MODULE,
    spec,
    within: IN_NETWORK,
  });
  return await process.ask("run");
}

for (const way of chosen(ADDRESS_WAYS)) {
  faultTest(
    `G4: ${way.name}: others lose nothing, are refused nothing and are served`,
    LACKS,
    async () => {
      const outcome = await run(way);
      tell(`${tableHead()}\n  ${wayLine(outcome)}`);
      assertWasTried(outcome);
      const slow = IS_LONG ? slownesses(outcome) : [];
      assertEquals([...wrongs(outcome), ...slow], []);
    },
  );
}
