/**
 * What is written about a contest: a table for each scenario, and where it
 * stands in a document. Knows nothing of how it was measured.
 *
 * @module
 */

import type { Contest } from "./comparison.ts";
import type { Contender } from "./contender.ts";
import { type Outcome, outcomeOf, timesBetter } from "./outcome.ts";
import type { Scenario } from "./scenario.ts";
import { short, table } from "./table.ts";

/** What a document has of it: the machine, a summary, or all tables. */
export type Part = "summary" | "tables";
/** The line after each of them. */
const END = "<!-- /measured -->";

/** Returns the line before a part. */
export function begin(part: Part): string {
  return `<!-- measured, ${part}: deno task bench:peers -->`;
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

/**
 * Returns the document with another part in it.
 *
 * @throws {Error} when it has no place for it.
 */
export function replaceMeasured(
  document: string,
  part: Part,
  measured: string,
): string {
  const [before, rest] = split(document, begin(part));
  const [, after] = split(rest, END);
  return `${before}${begin(part)}\n\n${measured}\n\n${END}${after}`;
}

function split(text: string, line: string): readonly [string, string] {
  const at = text.indexOf(line);
  if (at === -1) throw new Error(`Cannot find the line ${line}`);
  return [text.slice(0, at), text.slice(at + line.length)];
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
