/**
 * What became of the messages that were sent on one connection: confirmed,
 * refused, to be sent again, or never to be known.
 *
 * @module
 */

import type { AckEvent, ErrorEvent } from "../../shared/event.ts";
import type { Listener, Verdict } from "./listener.ts";
import type { Patience } from "./patience.ts";
import type { Pending } from "./pending.ts";
import { HEALS } from "./refusals.ts";
import type { Sender } from "./sender.ts";
import type { Story } from "./story.ts";

/** Options for {@linkcode Delivery}. */
export interface DeliveryOptions {
  readonly pending: Pending;
  readonly sender: Sender;
  readonly story: Story;
  readonly patience: Patience;
  readonly onSettled: Listener["onSettled"];
}

/** Settles messages; each once. */
export class Delivery {
  readonly #options: DeliveryOptions;

  /** Settles what waits in `pending`. */
  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** It is known what became of a message; the next may go. */
  settle(id: string, verdict: Verdict = { kind: "sent" }): void {
    const { pending, sender, onSettled } = this.#options;
    const message = pending.settle(id);
    if (message) onSettled(message, verdict);
    sender.push();
  }

  /** A message is stored, at its place. */
  ack({ id, seq }: AckEvent): void {
    this.#options.story.placed(id, seq);
    this.settle(id);
  }

  /**
   * Takes a refusal, if it is one of a message: what time heals is sent again.
   *
   * @returns "none" when it is about something else.
   */
  refuse(error: ErrorEvent): "none" | "again" | "final" {
    const { pending, sender, patience } = this.#options;
    const { id, code } = error;
    if (id === undefined || !pending.wasWritten(id)) return "none";
    const heals = HEALS.get(code);
    if (!heals) {
      this.settle(id, { kind: "refused", error });
      return "final";
    }
    pending.takeBack(id);
    sender.pause(patience[heals]);
    return "again";
  }

  /**
   * Gives up what was written to a connection before this one: to a server that
   * knows no ids it cannot be said again, for it might come twice.
   */
  forgetWritten(): void {
    for (const { id } of this.#options.pending.written()) {
      this.settle(id, { kind: "unknown" });
    }
  }
}
