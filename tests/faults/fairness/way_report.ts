/**
 * What is wrong with what came of a way, in words; and all ways as a table.
 *
 * @module
 */

import { MAX_OUTBOX_BYTES } from "../../../server/net/limits.ts";
import type { WayOutcome } from "./way_run.ts";

/** What is looked at; the memory some time after is told apart. */
type WayFigures = Omit<WayOutcome, "memoryAfter">;

const MIB = 1024 * 1024;
/** The longest 99th percentile beside any attack. */
const MAX_P99_MS = 100;
/** What memory may grow beside the named bounds. */
const SPARE_BYTES = 64 * MIB;
/** Of one connection beside its outbox: what is read, and a value of it. */
const MAX_INPUT_BYTES = 128 * 1024;
/** How much more memory than before may be in use some time after. */
const MAX_AFTER = 1.2;
/** The longest any answer may take, wherever it is tried. */
export const MAX_ANSWER_MS = 5000;

/** Returns what nobody who does nothing wrong may meet, on any machine. */
export function wrongs({ busy }: WayFigures): readonly string[] {
  const { refused, cut, disorder, missing, max, examples } = busy;
  const counts = { refused, cut, disorder, missing };
  const wrong = Object.entries(counts).filter(([, count]) => count > 0)
    .map(([what, count]) => `${count} ${what}`);
  if (max > MAX_ANSWER_MS) wrong.push(`waited ${max.toFixed()} ms`);
  return wrong.length > 0 ? [...wrong, ...examples] : wrong;
}

/** Returns what is too slow or too large, as measured beside nothing else. */
export function slownesses(outcome: WayFigures): readonly string[] {
  const { quiet, busy, memory, way } = outcome;
  const slow: string[] = [];
  const maxP99 = Math.min(MAX_P99_MS, 2 * quiet.p99 + 25);
  if (busy.p99 > maxP99) {
    slow.push(`p99 ${busy.p99.toFixed()} ms, at most ${maxP99.toFixed()}`);
  }
  const perConnection = MAX_OUTBOX_BYTES + MAX_INPUT_BYTES;
  const maxGrown = way.connections * perConnection + SPARE_BYTES;
  const grown = memory.peak - memory.quiet;
  if (grown > maxGrown) {
    slow.push(`${mib(grown)} MiB more, at most ${mib(maxGrown)}`);
  }
  return slow;
}

/** Returns what is wrong with the memory some time after. */
export function leftOver(
  { memory }: WayFigures,
  after: number,
): readonly string[] {
  if (after <= memory.quiet * MAX_AFTER) return [];
  const share = Math.round((after / memory.quiet - 1) * 100);
  return [`${share} % more memory some time after`];
}

const COLUMNS = [
  "way",
  "quiet p99",
  "p99",
  "max",
  "own lag",
  "refused",
  "cut",
  "missing",
  "MiB before",
  "peak",
  "after",
  "attackers",
];

/** Returns the heading of the table. */
export function tableHead(): string {
  return `${tableLine(COLUMNS)}\n${tableLine(COLUMNS.map(() => "---"))}`;
}

/** Returns the line of a way; memory some time after may be missing. */
export function wayLine(outcome: WayFigures, after?: number): string {
  const { way, quiet, busy, memory, attackers } = outcome;
  const { connected, read, written, refused } = attackers;
  return tableLine([
    way.name,
    ms(quiet.p99),
    ms(busy.p99),
    ms(busy.max),
    ms(busy.lag),
    String(busy.refused),
    String(busy.cut),
    String(busy.missing + busy.disorder),
    mib(memory.quiet),
    mib(memory.peak),
    after === undefined ? "" : mib(after),
    [
      `${connected} connected`,
      `${mib(written)} MiB written`,
      `${mib(read)} MiB read`,
      `${refused} refused`,
    ].join(", "),
  ]);
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function ms(value: number): string {
  return value < 10 ? value.toFixed(1) : value.toFixed();
}

function mib(bytes: number): string {
  return (bytes / MIB).toFixed();
}
