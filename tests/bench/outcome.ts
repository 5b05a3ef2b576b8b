/**
 * What a server did in a scenario: the middle of its runs, and how far they
 * lie apart.
 *
 * @module
 */

import { median } from "./percentile.ts";

/** One run. */
export interface Run {
  readonly scenario: string;
  readonly contender: string;
  /** NaN when it failed. */
  readonly value: number;
  readonly more?: Readonly<Record<string, number>>;
  /** Deliveries that never came. */
  readonly lost?: number;
  /** Connections the server closed. */
  readonly cut?: number;
  /** Processor time of the server for a million deliveries, in seconds. */
  readonly cpuPerMillion?: number;
  readonly peakKib?: number;
  /** With starting and stopping everything. */
  readonly tookMs?: number;
  /** Why there is no value. */
  readonly failure?: string;
}

/** All runs of one server in one scenario. */
export interface Outcome {
  /** The middle value. */
  readonly value: number;
  readonly lowest: number;
  readonly highest: number;
  /** Runs that gave a value. */
  readonly runs: number;
  readonly more: Readonly<Record<string, number>>;
  /** Of all runs together. */
  readonly lost: number;
  readonly cut: number;
  readonly failed: number;
  /** NaN where it says nothing. */
  readonly cpuPerMillion: number;
  readonly peakKib: number;
}

/** Sums runs up. */
export function outcomeOf(all: readonly Run[]): Outcome {
  const runs = all.filter(({ value }) => !Number.isNaN(value));
  const values = runs.map(({ value }) => value);
  return {
    value: median(values),
    lowest: Math.min(...values),
    highest: Math.max(...values),
    runs: runs.length,
    more: medians(runs.map(({ more = {} }) => more)),
    lost: sum(all.map(({ lost = 0 }) => lost)),
    cut: sum(all.map(({ cut = 0 }) => cut)),
    failed: all.length - runs.length,
    cpuPerMillion: median(
      runs.flatMap(({ cpuPerMillion = [] }) => cpuPerMillion),
    ),
    peakKib: Math.max(...runs.flatMap(({ peakKib = [] }) => peakKib)),
  };
}

/** How many times better a value is than another. */
export function timesBetter(
  value: number,
  other: number,
  better: "more" | "less",
): number {
  return better === "more" ? value / other : other / value;
}

function medians(
  all: readonly Readonly<Record<string, number>>[],
): Readonly<Record<string, number>> {
  const names = Object.keys(all[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, median(all.map((one) => one[name] ?? NaN))]),
  );
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
