/**
 * Tells who runs the program how a connection goes: away, back again, over, and
 * what that leaves open. Says nothing that everybody expects. Knows nothing of
 * what is said on the connection.
 *
 * @module
 */

import type { ErrorEvent } from "../../shared/event.ts";
import type { Ending } from "../connection/ending.ts";
import type { State } from "../connection/listener.ts";
import type { Outgoing } from "../connection/pending.ts";
import type { Voice } from "./notifier.ts";

/** Tells how one connection goes. */
export class Narrator {
  readonly #voice: Voice;
  #isAway = false;

  /** Makes one that has nothing to tell yet. */
  constructor(voice: Voice) {
    this.#voice = voice;
  }

  /** Tells where the connection stands. */
  state(state: State): void {
    if (state.kind === "online") {
      if (this.#isAway) {
        this.#voice.note(state.again ? "Online again" : "Online");
      }
      if (!state.isSameLog) this.#voice.note("The server has a new log");
      this.#isAway = false;
    }
    if (state.kind === "waiting" && !this.#isAway) {
      this.#isAway = true;
      if (state.isKnown) this.#voice.note("Trying again");
      else this.#voice.warn(`${state.why}; trying again`);
    }
  }

  /** Tells what was refused; while it tries to come back only success is news. */
  error({ text }: ErrorEvent): void {
    if (!this.#isAway) this.#voice.warn(text || "Refused");
  }

  /** Tells how it ended; a refusal was told when it came. */
  ending(ending: Ending): void {
    if (ending.kind === "unreachable" || ending.kind === "stranger") {
      this.#voice.warn(ending.text);
    }
    if (ending.kind === "abandoned") {
      this.#voice.warn("Gave up: the server cannot be reached");
    }
  }

  /** Names the messages whose fate is not known. */
  unsent(messages: readonly Outgoing[]): void {
    if (messages.length === 0) return;
    this.#voice.warn(`Not confirmed, so perhaps not sent: ${messages.length}`);
    for (const { text } of messages) this.#voice.warn(text);
  }
}
