/**
 * Rings, and runs the user's command, for what is worth it. Knows nothing of
 * what was said and where it is shown.
 *
 * @module
 */

import { attentionFor, type BellChoice } from "./notifications.ts";
import { MentionCommand, whyNoCommand } from "./mention_command.ts";
import type { Alert } from "../chat/alert.ts";

/** Options for {@linkcode Alarm}. */
export interface AlarmOptions {
  readonly bell: BellChoice;
  /** The user's command for mentions, if there is one. */
  readonly onMention?: string;
  /** Rings. */
  readonly ring: () => void;
  /** Tells what is wrong. */
  readonly warn: (text: string) => void;
  /** Whether the window is chosen; missing where terminals do not tell. */
  readonly isFocused: () => boolean | undefined;
}

/** Calls somebody who looks elsewhere. */
export class Alarm {
  readonly #options: AlarmOptions;
  readonly #command: MentionCommand | undefined;

  /** Takes what to do; nothing is done yet. */
  constructor(options: AlarmOptions) {
    const { onMention: command, warn } = options;
    const onFailure = (why: string) => warn(sentence(why));
    this.#options = options;
    this.#command = command === undefined
      ? undefined
      : new MentionCommand({ command, onFailure });
  }

  /** Tells at the beginning that the command can never run, if so. */
  check(): void {
    const why = this.#command && whyNoCommand();
    if (why !== undefined) this.#options.warn(sentence(why));
  }

  /** Does what something that was said just now is worth. */
  hear(alert: Alert): void {
    const { bell, isFocused, ring } = this.#options;
    const { rings, runsCommand } = attentionFor(alert, {
      bell,
      isFocused: isFocused(),
    });
    if (rings) ring();
    const isAllowed = runsCommand && whyNoCommand() === undefined;
    if (isAllowed) void this.#command?.run(alert);
  }
}

function sentence(why: string): string {
  return `Cannot do what --on-mention says: ${why}`;
}
