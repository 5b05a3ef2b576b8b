/** A8: how long a refusal takes tells nobody whether there is such an account. */

import { assert, assertEquals } from "@std/assert";
import { Accounts } from "../../../server/directory/accounts.ts";
import { Attempts } from "../../../server/directory/attempts.ts";
import { PasswordHasher } from "../../../server/directory/password_hasher.ts";
import { effort, tell } from "../../support/effort.ts";
import {
  DirectoryBench,
  memoryPlace,
  outcomeOf,
} from "../../support/directory_bench.ts";

const TRIES = effort(60, 1000);
/** On a machine that is busy with other things: the best of so many counts. */
const ROUNDS = 5;
const NAMES = ["ada", "nobody", "guest"] as const;

/** Returns the median time of a refusal, by name, tried in turn. */
async function medians(accounts: Accounts): Promise<readonly number[]> {
  const times = NAMES.map((): number[] => []);
  for (let n = 0; n < TRIES * NAMES.length; n++) {
    const which = n % NAMES.length;
    const asker = { address: `192.0.2.${n}`, name: NAMES[which] ?? "" };
    const began = performance.now();
    const code = await outcomeOf(accounts.check(`wrong ${n}`, asker));
    times[which]?.push(performance.now() - began);
    assertEquals(code, "bad_password");
  }
  return times.map((each) => each.toSorted((a, b) => a - b)[TRIES >> 1] ?? 0);
}

Deno.test("A8: a wrong password, an unknown name and a guest's take the same time, within 5 %", async () => {
  await using bench = await DirectoryBench.make(memoryPlace());
  let now = 0;
  const accounts = new Accounts({
    directory: bench.directory,
    hasher: new PasswordHasher({ logN: 10, r: 8, p: 1 }),
    attempts: new Attempts(() => now += 3_600_000), // each try is the first
  });
  const { number } = await bench.person("ada");
  await accounts.register("password", { identity: number, address: "x" });
  await bench.person("guest");
  let best = Infinity;
  for (let round = 0; round < ROUNDS && best > 0.05; round++) {
    const all = await medians(accounts);
    best = Math.min(best, Math.max(...all) / Math.min(...all) - 1);
  }
  tell(`A8: medians of ${TRIES} differ by ${(100 * best).toFixed(1)} %`);
  assert(best <= 0.05, `they differ by ${(100 * best).toFixed(1)} %`);
});
