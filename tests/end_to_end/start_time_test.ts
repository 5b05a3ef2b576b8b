import { assert } from "@std/assert";
import { PROGRAM } from "../support/program.ts";
import { start } from "../support/running.ts";

/** From the start of the process to the end of its help. */
const MAX_MS = 100;
/** The tests that run beside this one take their time as well. */
const TRIES = 30;

Deno.test("ktn --help is there within 100 ms", async () => {
  let best = Infinity;
  for (let n = 0; n < TRIES && best > MAX_MS; n++) {
    const began = performance.now();
    await using help = start([...PROGRAM, "--help"]);
    await help.ended();
    best = Math.min(best, performance.now() - began);
  }
  assert(best <= MAX_MS, `${best} ms`);
});
