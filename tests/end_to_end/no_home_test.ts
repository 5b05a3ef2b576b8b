/** A service without a user, a container: nothing says where home is. */

import { assertEquals, assertMatch } from "@std/assert";
import { start } from "../support/running.ts";
import { shippedWays } from "../support/shipped_rights.ts";

const NO_HOME =
  "Cannot tell where the history is: the environment names no home folder; name a folder with --data DIR\n";
/** Port 1 of this machine, where nothing listens. */
const NOBODY = "localhost:1";

/** Runs ktn with no variable but where Deno has its files. */
async function runWithoutHome(args: readonly string[]) {
  const [way] = shippedWays(args[0] ?? "");
  const { DENO_DIR, HOME } = Deno.env.toObject();
  const env = { DENO_DIR: DENO_DIR ?? `${HOME}/.cache/deno` };
  const surroundings = { clearEnv: true, env };
  await using ktn = start([...way?.program ?? [], ...args], surroundings);
  return await ktn.ended();
}

for (
  const args of [
    ["serve"],
    ["serve", "--check"],
    ["export"],
    ["import"],
    ["backup", "copy.db"],
    ["check"],
  ]
) {
  Deno.test(`ktn ${args.join(" ")} without a home folder says what to do in one sentence`, async () => {
    const { code, out, err } = await runWithoutHome(args);
    assertEquals([code, out, err], [8, "", NO_HOME]);
  });
}

for (
  const args of [
    ["connect", NOBODY],
    ["send", NOBODY, "hello"],
    ["tail", NOBODY],
    ["search", NOBODY, "hello"],
    ["names", NOBODY],
  ]
) {
  Deno.test(`ktn ${args.join(" ")} needs no home folder`, async () => {
    const { code, err } = await runWithoutHome(args);
    assertEquals(code, 3);
    assertMatch(err, /^! Cannot connect to localhost:1: .*\n$/);
  });
}

for (const args of [["version"], ["completions", "bash"], ["help"]]) {
  Deno.test(`ktn ${args.join(" ")} needs no home folder`, async () => {
    const { code, err } = await runWithoutHome(args);
    assertEquals([code, err], [0, ""]);
  });
}
