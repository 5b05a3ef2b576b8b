/**
 * Reports to who runs the program how a connection goes: away, back again, over, and
 * what that leaves open. Says nothing that everybody expects.
 *
 * @module
 */

import type { ErrorEvent } from "../../shared/event.ts";
import { type CloseReason, giveUpMessage } from "../connection/close_reason.ts";
import type { ConnectionState } from "../connection/connection_events.ts";
import type { Outgoing } from "../connection/unacked_messages.ts";
import type { Notifier } from "./notifier.ts";

/** A shorter wait for a name is no news, in milliseconds. */
const QUIET_MS = 2000;

/** Reports how one connection goes. */
export class StatusReporter {
  readonly #notifier: Notifier;
  #isAway = false;
  /** That the name is another's, while that is not worth a word. */
  #nameTaken: string | undefined;
  #nameTakenAt = 0;

  /** Makes a reporter of one connection. */
  constructor(notifier: Notifier) {
    this.#notifier = notifier;
  }

  /** Reports a change of state. */
  state(state: ConnectionState): void {
    if (state.kind === "online") {
      if (this.#isAway) {
        this.#notifier.note(state.again ? "Online again" : "Online");
      }
      if (!state.isSameLog) this.#notifier.note("The server has a new log");
      this.#isAway = false;
      this.#nameTaken = undefined;
    }
    if (state.kind === "waiting" && !this.#isAway) {
      if (!this.#isLong(state.ms)) return;
      this.#tellNameTaken();
      this.#isAway = true;
      if (state.isKnown) this.#notifier.note("Trying again");
      else this.#notifier.warn(`${state.why}; trying again`);
    }
  }

  /** Reports a refusal; while it tries to come back only success is news. */
  error({ text, code }: ErrorEvent): void {
    if (this.#isAway) return;
    if (code === "name_taken") return this.#holdNameTaken(text);
    this.#notifier.warn(text || "Refused");
  }

  /** Reports how it ended; a refusal was reported when it came. */
  closed(reason: CloseReason): void {
    this.#tellNameTaken();
    if (reason.kind === "unreachable" || reason.kind === "stranger") {
      this.#notifier.warn(reason.text);
    }
    if (reason.kind === "abandoned") {
      this.#notifier.warn(giveUpMessage(reason.refusal));
    }
  }

  /** Lists the messages whose result is not known. */
  unsent(messages: readonly Outgoing[]): void {
    if (messages.length === 0) return;
    this.#notifier.warn(
      `Not confirmed, so perhaps not sent: ${messages.length}`,
    );
    for (const { text } of messages) this.#notifier.warn(text);
  }

  /** Programs under one name come one after another, mostly at once. */
  #holdNameTaken(text: string): void {
    if (this.#nameTaken === undefined) this.#nameTakenAt = performance.now();
    this.#nameTaken = text;
  }

  #tellNameTaken(): void {
    if (this.#nameTaken !== undefined) this.#notifier.warn(this.#nameTaken);
    this.#nameTaken = undefined;
  }

  /** Whether a wait is worth a word. */
  #isLong(ms: number): boolean {
    if (this.#nameTaken === undefined) return true;
    return performance.now() - this.#nameTakenAt + ms >= QUIET_MS;
  }
}
