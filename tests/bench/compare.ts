/**
 * `deno task bench:compare`: the benchmarks now against the stored ones;
 * `--save` stores them. Ends with 1 when something became slower.
 *
 * @module
 */

import {
  type Baseline,
  type Change,
  compare,
  lowest,
  type Timings,
} from "./baseline.ts";
import { table } from "./table.ts";

const FOLDER = new URL("./", import.meta.url).pathname;
const BASELINE = `${FOLDER}baseline.json`;
/** Every benchmark runs so often; the fastest run counts. */
const ROUNDS = 3;

/** As much of `deno bench --json` as is needed. */
interface BenchReport {
  readonly cpu: string;
  readonly runtime: string;
  readonly benches: readonly {
    readonly name: string;
    readonly results: readonly { readonly ok?: { readonly p75: number } }[];
  }[];
}

async function main(args: readonly string[]): Promise<number> {
  const reports: BenchReport[] = [];
  while (reports.length < ROUNDS) reports.push(await runBenchmarks());
  const now = lowest(reports.map(timings));
  if (args.includes("--save")) return await save(reports[0], now);
  // Stored by this very program.
  const before = JSON.parse(await Deno.readTextFile(BASELINE)) as Baseline;
  const changes = compare(before.nanoseconds, now);
  say(describe(changes, now));
  return changes.some(({ kind }) => kind === "slower") ? 1 : 0;
}

async function runBenchmarks(): Promise<BenchReport> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["bench", "--quiet", "--no-check", "-A", "--json", FOLDER],
    stderr: "inherit",
  }).output();
  if (!success) throw new Error("Cannot run the benchmarks");
  // The format of the Deno that runs this.
  return JSON.parse(new TextDecoder().decode(stdout)) as BenchReport;
}

function timings({ benches }: BenchReport): Timings {
  return Object.fromEntries(
    benches.map(({ name, results }) => [name, results[0]?.ok?.p75 ?? NaN]),
  );
}

async function save(
  report: BenchReport | undefined,
  nanoseconds: Timings,
): Promise<number> {
  const machine = `${report?.cpu}, ${report?.runtime}`;
  const baseline: Baseline = { machine, nanoseconds };
  const text = JSON.stringify(baseline, null, 2) + "\n";
  await Deno.writeTextFile(BASELINE, text);
  say(`Wrote ${BASELINE}`);
  return 0;
}

function describe(changes: readonly Change[], now: Timings): string {
  const rows = changes.map(({ name, kind, times }) => [
    name,
    `${((now[name] ?? NaN) / 1000).toFixed(1)}`,
    times.toFixed(2),
    kind === "same" ? "" : kind,
  ]);
  return table(["Benchmark", "µs", "times the baseline", ""], rows);
}

function say(text: string): void {
  // deno-lint-ignore no-console -- the program's output
  console.log(text);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
