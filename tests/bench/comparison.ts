/**
 * ktn beside its peers: how many times better it is than each, row by row, and
 * in words. Knows nothing of how it was measured.
 *
 * @module
 */

import type { LegendEntry, Row } from "./chart.ts";
import type { Contender } from "./contender.ts";
import { outcomeOf, type Run, timesBetter } from "./outcome.ts";
import type { Scenario } from "./scenario.ts";
import { short } from "./table.ts";

/** What differs less is as good: so far apart are the runs of one server. */
const AS_GOOD = 0.95;
const BETTER = 1.05;

/** What was measured. */
export interface Contest {
  readonly contenders: readonly Contender[];
  readonly scenarios: readonly Scenario[];
  readonly runs: readonly Run[];
}

/** One scenario in which ktn and a peer gave a value. */
export interface Comparison {
  readonly scenario: Scenario;
  /** What ktn did. */
  readonly value: number;
  /** The others, the best first. */
  readonly peers: readonly {
    readonly contender: Contender;
    readonly times: number;
  }[];
}

/** Returns the scenarios in which there is somebody to compare ktn with. */
export function comparisons(contest: Contest): readonly Comparison[] {
  return contest.scenarios.flatMap((scenario) => {
    const value = valueOf(contest, scenario, "ktn");
    const peers = contest.contenders
      .filter(({ letter }) => letter !== undefined)
      .map((contender) => ({
        contender,
        times: timesBetter(
          value,
          valueOf(contest, scenario, contender.name),
          scenario.better,
        ),
      }))
      .filter(({ times }) => Number.isFinite(times))
      .sort((one, other) => one.times - other.times);
    return peers.length > 0 ? [{ scenario, value, peers }] : [];
  });
}

/** Returns the rows of the picture. */
export function chartRows(all: readonly Comparison[]): readonly Row[] {
  return all.map(({ scenario, value, peers }) => ({
    title: scenario.title,
    value: `${short(value)} ${scenario.unit}`,
    marks: peers.map(({ contender: { letter = "" }, times }) => ({
      letter,
      times,
    })),
  }));
}

/** Returns who has a letter in the picture. */
export function legend({ contenders }: Contest): readonly LegendEntry[] {
  return contenders.flatMap(({ letter, title }) =>
    letter ? [{ letter, name: title }] : []
  );
}

/** Returns in words where ktn is ahead, and where it is not. */
export function summary(all: readonly Comparison[]): string {
  const best = ({ peers }: Comparison) => peers[0]?.times ?? NaN;
  return [
    ...list("Ahead of every peer", all.filter((one) => best(one) >= BETTER)),
    ...list(
      "As good as the best, within 5 %",
      all.filter((one) => best(one) < BETTER && best(one) >= AS_GOOD),
    ),
    ...list("Behind", all.filter((one) => best(one) < AS_GOOD)),
  ].join("\n\n");
}

function list(title: string, all: readonly Comparison[]): readonly string[] {
  if (all.length === 0) return [];
  return [`**${title}:**`, all.map(describe).join("\n")];
}

/** Names all who are better, or else the best of the others. */
function describe({ scenario, value, peers }: Comparison): string {
  const ahead = peers.filter(({ times }) => times < AS_GOOD);
  const named = (ahead.length > 0 ? ahead : peers.slice(0, 1))
    .map(({ contender, times }) => `${short(times)} x ${contender.title}`)
    .join(", ");
  return `- ${scenario.title}: ${short(value)} ${scenario.unit}, ${named}`;
}

function valueOf(
  { runs }: Contest,
  scenario: Scenario,
  contender: string,
): number {
  const own = runs.filter((run) =>
    run.scenario === scenario.name && run.contender === contender
  );
  return outcomeOf(own).value;
}
