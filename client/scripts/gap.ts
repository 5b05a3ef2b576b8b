/**
 * What a reader asked for and is no longer stored.
 *
 * @module
 */

/** What is missing, and why. */
export type Gap =
  /** The server keeps only so much; `from` is missing where it is not known. */
  | {
    readonly code: "forgotten";
    readonly from?: number;
    readonly to: number;
  }
  /** The server lost its history, or has another one; it is read from its start. */
  | { readonly code: "log_changed"; readonly log?: string };

/** Where a reader wants to go on. */
export interface Wanted {
  readonly after: number;
  /** Whether what stood at or before `after` may have been wanted as well. */
  readonly isVague: boolean;
}

/**
 * Returns what is missing where everything up to `forgotten` is gone.
 * Who goes on after 0 wants what there is.
 */
export function gapAfter(
  { after, isVague }: Wanted,
  forgotten: number,
): Gap | undefined {
  if (after === 0 || forgotten === 0) return undefined;
  if (forgotten > after) {
    return { code: "forgotten", from: after + 1, to: forgotten };
  }
  return isVague && forgotten === after
    ? { code: "forgotten", to: forgotten }
    : undefined;
}

/** Describes a gap for people. */
export function describeGap(gap: Gap): string {
  if (gap.code === "log_changed") {
    return "The server has another log than before, all of it follows (log_changed)";
  }
  const first = gap.from === undefined ? "What was said" : `Seq ${gap.from}`;
  const verb = gap.from === undefined ? `up to seq ${gap.to}` : `to ${gap.to}`;
  return `${first} ${verb} is no longer stored (forgotten)`;
}
