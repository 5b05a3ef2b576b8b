/**
 * `ktn names`: who is there, a line each.
 *
 * @module
 */

import type { Invocation } from "../../shared/command.ts";
import { foldName } from "../../shared/names.ts";
import { visibleName } from "../../shared/text.ts";
import { jsonLine } from "../scripts/json_line.ts";
import { Output } from "../scripts/output.ts";
import { runVisit } from "./visit_command.ts";
import { readAskOptions } from "./visit_options.ts";
import type { Ending } from "../connection/ending.ts";
import { VisitError } from "../scripts/visit.ts";

const NO_NAMES: Ending = {
  kind: "stranger",
  text: "Cannot find names in what this server answers",
};

/**
 * Runs `ktn names`.
 *
 * @returns the exit code.
 * @throws {UsageError} when the command line cannot be understood.
 */
export async function runNames(
  { parsed, servers }: Invocation,
): Promise<number> {
  const { json, ...setting } = readAskOptions(parsed, servers);
  const out = new Output(Deno.stdout);
  return await runVisit("names", setting, async (visit, me) => {
    const { event } = await visit.ask({ request: "names" });
    if (event.kind !== "names") throw new VisitError(NO_NAMES);
    const { timestamp } = event;
    // Who asks is nobody to be found there.
    const names = event.names.filter((name) => foldName(name) !== me);
    if (json) out.lines([jsonLine("names", { timestamp, names })]);
    else out.lines(names.map(visibleName));
  });
}
