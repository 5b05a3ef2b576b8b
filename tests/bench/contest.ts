/**
 * Who runs what, in which order: the servers take turns, so that a machine
 * that is slower for a while is slower for all of them.
 *
 * @module
 */

import { codecOf } from "./codec.ts";
import { type Contender, freePort, Running } from "./contender.ts";
import { LoadProcess } from "./load_process.ts";
import type { LoadSpec } from "./load_spec.ts";
import type { Run } from "./outcome.ts";
import { type Measured, type Scenario, USUAL_LOAD } from "./scenario.ts";

const FILLER = new URL("./filler.ts", import.meta.url).pathname;
/** Who takes longer for one run does not run again: ngIRCd lets in 30 a second. */
const MAX_AGAIN_MS = 12_000;
/** Fewer deliveries say nothing about the processor time of each. */
const MIN_DELIVERED = 10_000;

/** Options for {@linkcode runAll}. */
export interface ContestOptions {
  readonly contenders: readonly Contender[];
  readonly scenarios: readonly Scenario[];
  readonly rounds: number;
  /** Where servers have their files. */
  readonly folder: string;
  /** Called after each run. */
  readonly onRun: (run: Run) => void;
}

/** Runs everything; a run that fails is a run without a value. */
export async function runAll(options: ContestOptions): Promise<void> {
  for (const scenario of options.scenarios) {
    const contenders = options.contenders.filter((one) =>
      takesPart(one, scenario)
    );
    if (contenders.length === 0) continue;
    const data = await fill(scenario, options.folder);
    const slow = new Set<Contender>();
    const rounds = scenario.isOnce ? 1 : options.rounds;
    for (let round = 0; round < rounds; round++) {
      for (const contender of contenders.filter((one) => !slow.has(one))) {
        const folder = await Deno.makeTempDir({ dir: options.folder });
        const site = { port: freePort(), folder, ...(data && { data }) };
        const began = performance.now();
        const run = await attempt(scenario, contender, site);
        const tookMs = performance.now() - began;
        if (tookMs > MAX_AGAIN_MS) slow.add(contender);
        options.onRun({ ...run, tookMs });
        await Deno.remove(folder, { recursive: true });
      }
    }
    if (data) await Deno.remove(data, { recursive: true });
  }
}

function takesPart(contender: Contender, scenario: Scenario): boolean {
  const { protocol, name, isDurable } = contender;
  const { load: { textBytes = 0, rooms = 1 }, isOnlyKtn, durable } = scenario;
  if (rooms > 1 && !codecOf(protocol).hasRooms) return false;
  if (isOnlyKtn && name !== "ktn") return false;
  if (durable === "only" && !isDurable) return false;
  if (!durable && protocol === "jetstream") return false;
  return textBytes <= codecOf(protocol).maxTextBytes;
}

/** Makes the data folder a scenario needs. */
async function fill(
  { stored }: Scenario,
  folder: string,
): Promise<string | undefined> {
  if (!stored) return undefined;
  const data = `${folder}/stored-${stored}`;
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", FILLER, data, String(stored)],
  }).output();
  if (!success) throw new Error(`Cannot store ${stored} messages`);
  return data;
}

/** Where a run takes place. */
interface Site {
  readonly port: number;
  readonly folder: string;
  readonly data?: string;
}

async function attempt(
  scenario: Scenario,
  contender: Contender,
  site: Site,
): Promise<Run> {
  const names = { scenario: scenario.name, contender: contender.name };
  try {
    return {
      ...names,
      ...summary(scenario, await measure(scenario, contender, site)),
    };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { ...names, value: NaN, failure };
  }
}

async function measure(
  scenario: Scenario,
  contender: Contender,
  site: Site,
): Promise<Measured> {
  const { protocol } = contender;
  const spec: LoadSpec = {
    ...USUAL_LOAD,
    ...scenario.load,
    protocol,
    port: site.port,
  };
  await using server = await Running.start(contender, site, scenario.syncMs);
  const alone = server.usage;
  await using generator = new LoadProcess(spec);
  await generator.joined();
  const joined = server.usage;
  await pause(scenario.idleMs ?? 0);
  const load = await generator.run();
  if (load.ready < spec.people) {
    throw new Error(`let in only ${load.ready} of ${spec.people} in time`);
  }
  const usage = { alone, joined, after: server.usage };
  return { load, startMs: server.startMs, usage };
}

function summary(
  scenario: Scenario,
  measured: Measured,
): Omit<Run, "scenario" | "contender"> {
  const { load: { expected, delivered, cut }, usage } = measured;
  const cpuSeconds = usage.after.cpuSeconds - usage.joined.cpuSeconds;
  return {
    value: scenario.value(measured),
    more: scenario.more?.(measured) ?? {},
    lost: expected - delivered,
    cut,
    peakKib: usage.after.peakKib,
    ...(delivered >= MIN_DELIVERED &&
      { cpuPerMillion: cpuSeconds / delivered * 1e6 }),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
