/**
 * Timings of benchmarks in multiples of the calibration, and what became slower
 * or faster than before. Knows nothing of how they were taken.
 *
 * @module
 */

/** The benchmark all others are measured by. */
export const CALIBRATION = "calibration";

/** A change below this share is taken for noise. */
const NOISE = 0.15;

/** Nanoseconds of each benchmark, by name. */
export type Timings = Readonly<Record<string, number>>;

/** What is stored to be compared with later. */
export interface Baseline {
  /** For people; the comparison does not need it. */
  readonly machine: string;
  readonly nanoseconds: Timings;
}

/** What became of one benchmark. */
export interface Change {
  readonly name: string;
  readonly kind: "slower" | "faster" | "same" | "added" | "removed";
  /** Time as a multiple of the time before, the machine's own speed aside. */
  readonly times: number;
}

/** Compares two sets of timings; the calibration itself is left out. */
export function compare(before: Timings, after: Timings): readonly Change[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  names.delete(CALIBRATION);
  return [...names].map((name) => {
    const times = inCalibrations(after, name) / inCalibrations(before, name);
    return { name, kind: kindOf(name, times, before, after), times };
  });
}

/** Returns the lower timing of each benchmark: noise only ever adds. */
export function lowest(all: readonly Timings[]): Timings {
  const names = all.flatMap((timings) => Object.keys(timings));
  return Object.fromEntries(
    names.map((name) => [
      name,
      Math.min(...all.map((timings) => timings[name] ?? Infinity)),
    ]),
  );
}

function kindOf(
  name: string,
  times: number,
  before: Timings,
  after: Timings,
): Change["kind"] {
  if (!(name in before)) return "added";
  if (!(name in after)) return "removed";
  if (times > 1 + NOISE) return "slower";
  return times < 1 / (1 + NOISE) ? "faster" : "same";
}

function inCalibrations(timings: Timings, name: string): number {
  return (timings[name] ?? NaN) / (timings[CALIBRATION] ?? NaN);
}
