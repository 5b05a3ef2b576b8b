/**
 * What of all that is said is worth a sound, or a command of the user's.
 * Knows nothing of how a sound is made and a command is run.
 *
 * @module
 */

import type { Alert } from "../chat/alert.ts";

/** What rings. */
export const BELL_CHOICES = ["off", "mention", "all"] as const;

/** One of {@linkcode BELL_CHOICES}. */
export type BellChoice = typeof BELL_CHOICES[number];

/** What decides besides what was said. */
export interface AttentionOptions {
  readonly bell: BellChoice;
  /** Whether the window is chosen; missing where terminals do not tell. */
  readonly isFocused: boolean | undefined;
}

/** What to do about something that was said. */
export interface Attention {
  readonly rings: boolean;
  readonly runsCommand: boolean;
}

/** Decides what to do: nothing where somebody is known to look. */
export function attentionFor(
  { isMention }: Alert,
  { bell, isFocused }: AttentionOptions,
): Attention {
  const isAway = isFocused !== true;
  const isWanted = bell === "all" || (bell === "mention" && isMention);
  return { rings: isAway && isWanted, runsCommand: isAway && isMention };
}
