/**
 * What was cut, to be put back: a ring as readline has it.
 *
 * @module
 */

/** Texts that were cut. */
export interface KillRing {
  /** The newest last. */
  readonly kills: readonly string[];
  /** Which of them was put back last. */
  readonly at: number;
}

/** How many texts are kept, the newest; readline keeps ten. */
export const MAX_KILLS = 32;

/** A ring before anything was cut. */
export const EMPTY_RING: KillRing = { kills: [], at: 0 };

/** Returns the ring with a text of its own. */
export function kill(ring: KillRing, text: string): KillRing {
  return newest([...ring.kills, text].slice(-MAX_KILLS));
}

/** Returns the ring with a text joined to the newest, in front of it or behind. */
export function joinKill(
  { kills }: KillRing,
  text: string,
  side: "before" | "after",
): KillRing {
  const last = kills.at(-1) ?? "";
  const joined = side === "before" ? text + last : last + text;
  return newest([...kills.slice(0, -1), joined]);
}

/** Returns the text to put back now. */
export function yanked({ kills, at }: KillRing): string {
  return kills[at] ?? "";
}

/** Returns the ring turned to the newest. */
export function newestFirst({ kills }: KillRing): KillRing {
  return newest(kills);
}

/** Returns the ring turned to the one before, around the end. */
export function turned({ kills, at }: KillRing): KillRing {
  return { kills, at: (at - 1 + kills.length) % Math.max(1, kills.length) };
}

function newest(kills: readonly string[]): KillRing {
  return { kills, at: Math.max(0, kills.length - 1) };
}
