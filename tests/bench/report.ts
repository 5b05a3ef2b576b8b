/**
 * What is written about a contest: a table for each scenario, a chart, and
 * where they stand in a document. Knows nothing of how it was measured.
 *
 * @module
 */

import type { Bar, Panel } from "./chart.ts";
import type { Contender } from "./contender.ts";
import { type Outcome, outcomeOf, type Run, timesBetter } from "./outcome.ts";
import type { Scenario } from "./scenario.ts";
import { short, table } from "./table.ts";

/** Between these lines of a document the tables stand. */
export const BEGIN = "<!-- measured: deno task bench:peers -->";
/** The line after the tables. */
export const END = "<!-- /measured -->";

/** What was measured. */
export interface Contest {
  readonly contenders: readonly Contender[];
  readonly scenarios: readonly Scenario[];
  readonly runs: readonly Run[];
}

/** A server and what it did. */
interface Row {
  readonly contender: Contender;
  readonly outcome: Outcome;
}

/** Returns a table for each scenario that ran. */
export function tables(contest: Contest): string {
  return contest.scenarios
    .map((scenario) => ({ scenario, rows: rowsOf(contest, scenario) }))
    .filter(({ rows }) => rows.length > 0)
    .map(({ scenario, rows }) =>
      `### ${scenario.title}\n\n${scenarioTable(scenario, rows)}`
    )
    .join("\n\n");
}

/** Returns the bars of each scenario in which servers can be compared. */
export function panels(contest: Contest): readonly Panel[] {
  return contest.scenarios.flatMap((scenario) => {
    const rows = rowsOf(contest, scenario)
      .filter(({ outcome }) => outcome.runs > 0);
    const { title, unit, better } = scenario;
    if (scenario.only || rows.length === 0) return [];
    const bars = rows.map(barOf);
    return [{ title, unit: `${unit}, ${better} is better`, bars }];
  });
}

/**
 * Returns the document with other tables in it.
 *
 * @throws {Error} when it has no place for them.
 */
export function replaceMeasured(document: string, measured: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin === -1 || end < begin) {
    throw new Error(`Cannot find the lines ${BEGIN} and ${END}`);
  }
  const head = document.slice(0, begin + BEGIN.length);
  return `${head}\n\n${measured}\n\n${document.slice(end)}`;
}

function rowsOf({ contenders, runs }: Contest, { name }: Scenario): Row[] {
  return contenders.flatMap((contender) => {
    const own = runs.filter((run) =>
      run.scenario === name && run.contender === contender.name
    );
    return own.length > 0 ? [{ contender, outcome: outcomeOf(own) }] : [];
  });
}

function scenarioTable(scenario: Scenario, rows: readonly Row[]): string {
  const names = Object.keys(rows.find(isThere)?.outcome.more ?? {});
  const ktn = rows.find(({ contender }) => contender.name === "ktn")?.outcome;
  const head = [
    "Server",
    scenario.unit,
    "lowest to highest",
    "ktn is better by",
    ...names,
    "lost",
    "cut",
    "CPU s per million",
    "peak MiB",
  ];
  return table(
    head,
    rows.map((row) => cells(row, names, ratio(scenario, ktn, row))),
  );
}

function isThere({ outcome }: Row): boolean {
  return outcome.runs > 0;
}

function ratio(
  { better }: Scenario,
  ktn: Outcome | undefined,
  { contender, outcome }: Row,
): string {
  if (!ktn || contender.name === "ktn") return "";
  const times = timesBetter(ktn.value, outcome.value, better);
  return Number.isFinite(times) ? `${short(times)} x` : "-";
}

function cells(
  { contender: { title }, outcome }: Row,
  names: readonly string[],
  ratio: string,
): readonly string[] {
  const { value, lowest, highest, failed, more, lost, cut } = outcome;
  return [
    failed > 0 ? `${title} (${failed} runs failed)` : title,
    short(value),
    outcome.runs > 0 ? `${short(lowest)} to ${short(highest)}` : "-",
    ratio,
    ...names.map((name) => short(more[name] ?? NaN)),
    String(lost),
    String(cut),
    short(outcome.cpuPerMillion),
    short(outcome.peakKib / 1024),
  ];
}

function barOf({ contender, outcome: { value } }: Row): Bar {
  const { title: label, protocol } = contender;
  return { label, value, text: short(value), isOurs: protocol === "ktn" };
}
