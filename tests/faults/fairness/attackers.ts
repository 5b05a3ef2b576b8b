/**
 * A process of attackers: all of one sort, each with a connection at a time.
 * Lines that it is asked: `attack MS`, answered when the time is over.
 *
 * @module
 */

import type { Address } from "../../../shared/address.ts";
import { serveLines } from "../../support/helper_process.ts";
import { type Attack, Attacker } from "./attack.ts";
import type { AttackCounts } from "./attack_connection.ts";
import { BYTE_ATTACKS } from "./byte_attacks.ts";
import { CONNECTION_ATTACKS } from "./connection_attacks.ts";
import { REQUEST_ATTACKS } from "./request_attacks.ts";

/** All attacks, by name. */
export const ATTACKS: ReadonlyMap<string, Attack> = new Map([
  ...BYTE_ATTACKS,
  ...CONNECTION_ATTACKS,
  ...REQUEST_ATTACKS,
]);

/** What a process of attackers is given at its start. */
export interface AttackSpec {
  readonly attack: string;
  readonly address: Address;
  /** Attackers at once. */
  readonly connections: number;
  /** People who are there, read all and say nothing. */
  readonly people: number;
}

/** Between two goes of one attacker, so that it hears of the end. */
const BETWEEN_MS = 1;

async function attack(
  spec: AttackSpec,
  counts: AttackCounts,
  ms: number,
): Promise<void> {
  const run = ATTACKS.get(spec.attack);
  if (!run) throw new RangeError(`Cannot find the attack "${spec.attack}"`);
  const signal = AbortSignal.timeout(ms);
  const { address } = spec;
  const all = Array.from({ length: spec.connections }, async (_, number) => {
    const attacker = new Attacker(number, { address, counts, signal });
    while (!signal.aborted) {
      await run(attacker);
      await attacker.pause(BETWEEN_MS);
    }
  });
  await Promise.all(all);
}

/** Has so many people join. */
async function join(spec: AttackSpec, counts: AttackCounts): Promise<void> {
  const { signal } = new AbortController();
  for (let number = 0; number < spec.people; number++) {
    const one = new Attacker(number, { ...spec, counts, signal });
    await one.logIn({ history: 0, version: 2 });
  }
}

if (import.meta.main) {
  // Who starts this process is ours and gives a whole spec.
  const spec = JSON.parse(Deno.args[0] ?? "") as AttackSpec;
  const none = () => (
    { connected: 0, closed: 0, read: 0, written: 0, refused: 0 }
  );
  await join(spec, none());
  await serveLines(async (line) => {
    const counts = none();
    await attack(spec, counts, Number(line.split(" ")[1]));
    return counts;
  });
}
