/**
 * What became of the messages that were sent on one connection: confirmed,
 * refused, to be sent again, or never to be known.
 *
 * @module
 */

import type { AckEvent, ErrorEvent } from "../../shared/event.ts";
import type { ConnectionEvents, DeliveryResult } from "./connection_events.ts";
import type { Timeouts } from "./timeouts.ts";
import type { Outgoing, UnackedMessages } from "./unacked_messages.ts";
import type { Sender } from "./sender.ts";
import type { MessageFilter } from "./message_filter.ts";
import { whyUnsendable } from "./version_check.ts";

/** Refusals of a message that time alone can lift, and how long that takes. */
const RETRY_AFTER: ReadonlyMap<string | undefined, "rateMs" | "storeMs"> =
  new Map([
    ["rate", "rateMs"],
    ["store_full", "storeMs"],
    ["unavailable", "storeMs"],
  ]);

/** Options for {@linkcode Delivery}. */
export interface DeliveryOptions {
  readonly pending: UnackedMessages;
  readonly sender: Sender;
  readonly filter: MessageFilter;
  readonly timeouts: Timeouts;
  readonly onSettled: ConnectionEvents["onSettled"];
  readonly listener: Pick<ConnectionEvents, "onEvent">;
}

/** Settles messages; each once. */
export class Delivery {
  readonly #options: DeliveryOptions;

  /** Settles what waits in `pending`. */
  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  /** It is known what became of a message; the next may go. */
  settle(id: string, result: DeliveryResult = { kind: "sent" }): void {
    const { pending, sender, onSettled } = this.#options;
    const message = pending.settle(id);
    if (message) onSettled(message, result);
    sender.push();
  }

  /** A message is stored, at its place. */
  ack({ id, seq }: AckEvent): void {
    if (seq === undefined) return; // of a request that stores nothing
    this.#options.filter.acked(id, seq);
    this.settle(id);
  }

  /**
   * Takes a refusal, if it is one of a message: some are sent again later.
   *
   * @returns "none" when it is about something else.
   */
  refuse(error: ErrorEvent): "none" | "again" | "final" {
    const { pending, sender, timeouts } = this.#options;
    const { id, code } = error;
    if (id === undefined || !pending.wasWritten(id)) return "none";
    const wait = RETRY_AFTER.get(code);
    if (!wait) {
      this.settle(id, { kind: "refused", error });
      return "final";
    }
    pending.requeue(id);
    sender.pause(timeouts[wait]);
    return "again";
  }

  /** Refuses a message that must not go to a server without rooms. */
  refuseUnsent({ id, target }: Outgoing): void {
    const text = `${whyUnsendable(target)}: everybody would read it there`;
    const code = target.room === undefined ? "unknown_user" : "unknown_room";
    const error: ErrorEvent = { kind: "error", timestamp: "", text, code, id };
    const payload = { response: "error", code, content: text, id };
    this.#options.listener.onEvent(error, payload);
    this.settle(id, { kind: "refused", error });
  }

  /**
   * Gives up what was written in the session before this one: to a server that
   * knows no ids it cannot be sent again, for it might come twice.
   */
  forgetWritten(): void {
    for (const { id } of this.#options.pending.written()) {
      this.settle(id, { kind: "unknown" });
    }
  }
}
