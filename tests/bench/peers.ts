/**
 * `deno task bench:peers`: ktn and its peers in the same scenarios, on this
 * machine, in one go. Reads the command line and writes what came of it.
 *
 * @module
 */

import { parseFlags } from "../../shared/command_line.ts";
import type { Flag } from "../../shared/flag.ts";
import { type Parsed, UsageError } from "../../shared/flags.ts";
import { describeFlags } from "../../shared/help.ts";
import { count, FILE, SWITCH, text } from "../../shared/value_type.ts";
import { chart } from "./chart.ts";
import {
  chartRows,
  comparisons,
  type Contest,
  legend,
  summary,
} from "./comparison.ts";
import type { Contender } from "./contender.ts";
import { CONTENDERS, jetStream, reference } from "./contenders.ts";
import { runAll } from "./contest.ts";
import {
  describeMachine,
  describePrograms,
  findJetStream,
  isInstalled,
} from "./machine.ts";
import type { Run } from "./outcome.ts";
import { replaceMeasured, tables } from "./report.ts";
import { quick, type Scenario } from "./scenario.ts";
import { SCENARIOS } from "./scenarios.ts";
import { short } from "./table.ts";

const DOCUMENT = new URL("../../docs/performance.md", import.meta.url).pathname;
const CHART = new URL("../../docs/performance.svg", import.meta.url).pathname;

const NAMES = text("NAMES");
const ROUNDS_FLAG = {
  name: "rounds",
  type: count({ min: 1, max: 99 }),
  help: "Runs of each; the middle one counts",
} as const satisfies Flag;
const FLAGS: readonly Flag[] = [
  { name: "only", type: NAMES, help: "Servers, such as ktn,nats" },
  { name: "scenario", type: NAMES, help: "Scenarios, or how they begin" },
  { name: "quick", type: SWITCH, help: "A tenth of everything, and one round" },
  ROUNDS_FLAG,
  { name: "reference", type: FILE, help: "The C reference, limit.c" },
  {
    name: "jetstream",
    type: FILE,
    help: "A nats-server of 2.10 or newer, if not found",
  },
  {
    name: "write",
    type: SWITCH,
    help: "Write docs/performance.* also for a part",
  },
  { name: "help", type: SWITCH, help: "This" },
];

async function main(args: readonly string[]): Promise<void> {
  const parsed = parseFlags(FLAGS, args, {});
  if (parsed.isOn("help")) return say(describeFlags(FLAGS, 80));
  const contenders = chooseContenders(parsed);
  const scenarios = chooseScenarios(parsed);
  requireInstalled(contenders);
  const { rounds = parsed.isOn("quick") ? 1 : 3 } = parsed.values([
    ROUNDS_FLAG,
  ]);
  const folder = await Deno.makeTempDir({ prefix: "ktn-bench" });
  const runs: Run[] = [];
  const onRun = (run: Run) => {
    runs.push(run);
    say(describe(run));
  };
  try {
    await runAll({ contenders, scenarios, rounds, folder, onRun });
    await report({ contenders, scenarios, runs }, folder, isWhole(parsed));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Whether the result may stand in the documents. */
function isWhole(parsed: Parsed): boolean {
  const isPart = parsed.isOn("quick") || parsed.text("only") !== undefined ||
    parsed.text("scenario") !== undefined;
  return !isPart || parsed.isOn("write");
}

function chooseContenders(parsed: Parsed): readonly Contender[] {
  const limit = parsed.text("reference");
  const program = parsed.text("jetstream") ?? findJetStream();
  if (!program) say("Without JetStream: no nats-server of 2.10 or newer here");
  const all = [
    ...CONTENDERS,
    ...(program ? [jetStream(program)] : []),
    ...(limit ? [reference(limit)] : []),
  ];
  return choose(
    "only",
    parsed.text("only"),
    all,
    (name, word) => name === word,
  );
}

function chooseScenarios(parsed: Parsed): readonly Scenario[] {
  const chosen = choose(
    "scenario",
    parsed.text("scenario"),
    SCENARIOS,
    (name, word) => name.startsWith(word),
  );
  return parsed.isOn("quick") ? chosen.map(quick) : chosen;
}

/** Returns those that one of the words means; all without words. */
function choose<T extends { readonly name: string }>(
  flag: string,
  words: string | undefined,
  all: readonly T[],
  isMeant: (name: string, word: string) => boolean,
): readonly T[] {
  if (words === undefined) return all;
  const chosen = words.split(",").map((word) => {
    const exact = all.filter(({ name }) => name === word);
    const meant = exact.length > 0
      ? exact
      : all.filter(({ name }) => isMeant(name, word));
    if (meant.length > 0) return meant;
    const names = all.map(({ name }) => name).join(", ");
    throw new UsageError(`--${flag} cannot be "${word}": one of ${names}`);
  });
  return all.filter((one) => chosen.some((meant) => meant.includes(one)));
}

function requireInstalled(contenders: readonly Contender[]): void {
  const missing = contenders
    .flatMap(({ program }) => program ?? [])
    .filter((program) => !isInstalled(program));
  if (missing.length === 0) return;
  throw new UsageError(
    `Cannot find ${missing.join(", ")}: apt-get install ${
      missing.join(" ")
    }, or leave them out with --only`,
  );
}

async function report(
  contest: Contest,
  folder: string,
  mayWrite: boolean,
): Promise<void> {
  const measured = tables(contest);
  const compared = comparisons(contest);
  const inWords = summary(compared);
  say(`\n${measured}\n\n${inWords}\n`);
  if (!mayWrite) return;
  const machine = describeMachine(folder);
  const peers = `Peers: ${describePrograms(contest.contenders)}.`;
  const document = await Deno.readTextFile(DOCUMENT);
  const head = `${machine} ${peers}\n\n${inWords}`;
  const half = replaceMeasured(document, "summary", head);
  const whole = replaceMeasured(half, "tables", measured);
  await Deno.writeTextFile(DOCUMENT, whole);
  await Deno.writeTextFile(CHART, chart(chartRows(compared), legend(contest)));
  const args = ["fmt", "--quiet", DOCUMENT, CHART];
  await new Deno.Command(Deno.execPath(), { args }).output();
  say(`Wrote ${DOCUMENT} and ${CHART}`);
}

function describe(run: Run): string {
  const { scenario, contender, value, lost = 0, cut = 0, failure } = run;
  const took = `${((run.tookMs ?? 0) / 1000).toFixed(1).padStart(5)} s`;
  const head = `${took}  ${scenario.padEnd(26)} ${contender.padEnd(12)}`;
  if (failure) return `${head} ${failure}`;
  const more = Object.entries(run.more ?? {})
    .map(([name, amount]) => `${name} ${short(amount)}`);
  const losses = lost + cut > 0 ? [`lost ${lost}, cut ${cut}`] : [];
  return [head, short(value).padStart(8), ...more, ...losses].join("  ");
}

function say(text: string): void {
  // deno-lint-ignore no-console -- the program's output
  console.log(text);
}

if (import.meta.main) {
  try {
    await main(Deno.args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    say(error.message);
    Deno.exit(2);
  }
}
