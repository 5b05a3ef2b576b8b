/**
 * Reports to who runs the program how a connection goes: away, back again, over, and
 * what that leaves open. Says nothing that everybody expects.
 *
 * @module
 */

import type { ErrorEvent } from "../../shared/event.ts";
import type { CloseReason } from "../connection/close_reason.ts";
import type { ConnectionState } from "../connection/connection_events.ts";
import type { Outgoing } from "../connection/unacked_messages.ts";
import type { Notifier } from "./notifier.ts";

/** Reports how one connection goes. */
export class StatusReporter {
  readonly #notifier: Notifier;
  #isAway = false;

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
    }
    if (state.kind === "waiting" && !this.#isAway) {
      this.#isAway = true;
      if (state.isKnown) this.#notifier.note("Trying again");
      else this.#notifier.warn(`${state.why}; trying again`);
    }
  }

  /** Reports a refusal; while it tries to come back only success is news. */
  error({ text }: ErrorEvent): void {
    if (!this.#isAway) this.#notifier.warn(text || "Refused");
  }

  /** Reports how it ended; a refusal was reported when it came. */
  ending(ending: CloseReason): void {
    if (ending.kind === "unreachable" || ending.kind === "stranger") {
      this.#notifier.warn(ending.text);
    }
    if (ending.kind === "abandoned") {
      this.#notifier.warn("Gave up: the server cannot be reached");
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
}
