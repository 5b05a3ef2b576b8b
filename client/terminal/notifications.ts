/**
 * What of all that is said is worth a sound, or a command of the user's, for
 * somebody who looks elsewhere.
 *
 * @module
 */

import type { Alert } from "../chat/mentions.ts";
import { AlertPace } from "./alert_pace.ts";
import { MentionCommand, whyNoCommand } from "./mention_command.ts";

/** What rings. */
export const BELL_CHOICES = ["off", "mention", "all"] as const;

/** One of {@linkcode BELL_CHOICES}. */
export type BellChoice = typeof BELL_CHOICES[number];

/** Options for {@linkcode Notifications}. */
export interface NotificationsOptions {
  readonly bell: BellChoice;
  /** The user's command for mentions, if there is one. */
  readonly onMention?: string | undefined;
  /** Rings. */
  readonly ring: () => void;
  /** Shows what is wrong. */
  readonly warn: (text: string) => void;
  /** Whether the window is chosen; missing where terminals do not report it. */
  readonly isFocused: () => boolean | undefined;
  /**
   * A clock that only goes forward, in milliseconds.
   *
   * @default {performance.now}
   */
  readonly now?: () => number;
}

/** Rings, and runs the user's command. */
export class Notifications {
  readonly #options: NotificationsOptions;
  readonly #command: MentionCommand | undefined;
  readonly #bells: AlertPace;

  /** Takes what to do; nothing is done yet, but said if it can never be. */
  constructor(options: NotificationsOptions) {
    const { onMention: command, warn } = options;
    const onFailure = (why: string) => warn(sentence(why));
    this.#options = options;
    this.#bells = new AlertPace(options.now);
    if (command === undefined) return;
    this.#command = new MentionCommand({ command, onFailure });
    const why = whyNoCommand();
    if (why !== undefined) onFailure(why);
  }

  /** Does what something that was said just now is worth. */
  notify(alert: Alert): void {
    const { bell, isFocused } = this.#options;
    const { rings, runsCommand } = notificationsFor(alert, {
      bell,
      isFocused: isFocused(),
    });
    if (rings) this.#ring();
    const isAllowed = runsCommand && whyNoCommand() === undefined;
    if (isAllowed) void this.#command?.run(alert);
  }

  #ring(): void {
    this.#bells.noteReason();
    if (this.#bells.waitMs > 0) return;
    this.#bells.called();
    this.#options.ring();
  }
}

/** Decides what to do: nothing where somebody is known to look. */
export function notificationsFor(
  { isMention }: Alert,
  { bell, isFocused }: {
    readonly bell: BellChoice;
    readonly isFocused: boolean | undefined;
  },
): { readonly rings: boolean; readonly runsCommand: boolean } {
  const isAway = isFocused !== true;
  const isWanted = bell === "all" || (bell === "mention" && isMention);
  return { rings: isAway && isWanted, runsCommand: isAway && isMention };
}

function sentence(why: string): string {
  return `Cannot do what --on-mention says: ${why}`;
}
