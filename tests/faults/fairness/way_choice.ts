/**
 * Which ways are tried, how long, and with what: as the environment says.
 *
 * @module
 */

import { assert } from "@std/assert";
import { effort, IS_LONG } from "../../support/effort.ts";
import type { Way } from "./way.ts";
import type { WayOutcome, WayTimes } from "./way_run.ts";

const WORDS = (Deno.env.get("KTN_WAY") ?? "").split(",");
const ATTACK_MS = Number(Deno.env.get("KTN_WAY_MS") ?? effort(1200, 10_000));
const AFTER_MS = Number(Deno.env.get("KTN_AFTER_MS") ?? effort(0, 60_000));
/** Without a look at the memory there is no need to warm up for it. */
const WARM_MS = AFTER_MS > 0 ? Math.min(ATTACK_MS, 3000) : 0;

/** How long the parts of each way take. */
export const TIMES: WayTimes = {
  warmMs: WARM_MS,
  restMs: Math.max(effort(0, 2000), Math.min(AFTER_MS, 10_000)),
  quietMs: ATTACK_MS * 0.3,
  attackMs: ATTACK_MS,
  afterMs: AFTER_MS,
};

/** Where databases are kept; missing for nowhere. */
export const STORED_FOLDER = Deno.env.get("KTN_STORED");

/** Returns those that are to be tried. */
export function chosen(ways: readonly Way[]): readonly Way[] {
  return ways.filter(({ name, isShort }) =>
    (isShort || IS_LONG) && WORDS.some((word) => name.includes(word))
  );
}

/** An attack that does nothing, or that nobody looks at, is no proof. */
export function assertWasTried(
  { way, attackers, busy }: Pick<WayOutcome, "way" | "attackers" | "busy">,
): void {
  assert(attackers.connected >= way.connections, "not all connected");
  assert(attackers.written > 0, "nothing was sent");
  assert(busy.samples > 0, "nothing was measured");
}
