/**
 * What waits for its ack, on the screen and on disk, and what becomes of a
 * message that nobody took: it goes back to where it was typed.
 *
 * @module
 */

import type { Room } from "../chat/room.ts";
import type { Transcript } from "../chat/transcript.ts";
import type { DeliveryResult } from "../connection/connection_events.ts";
import {
  type Outgoing,
  UnackedMessages,
} from "../connection/unacked_messages.ts";
import type { UnackedStore } from "../connection/unacked_store.ts";
import type { Event } from "../../shared/event.ts";
import type { ChatModel } from "./chat_model.ts";
import type { ConnectionStatus } from "./connection_status.ts";
import { UnackedSaver } from "./unacked_saver.ts";

/** Options for {@linkcode UnsentMessages}. */
export interface UnsentMessagesOptions {
  readonly model: ChatModel;
  readonly transcript: Transcript;
  readonly status: Pick<ConnectionStatus, "setPending">;
  /** What an earlier run left, and where this one's is kept. */
  readonly store: Pick<UnackedStore, "load" | "save">;
  /** Gives a refused text back to who typed it, where it was typed. */
  readonly giveBack: (text: string, room: Room) => void;
}

/** Why a message was not taken. */
type Refusal = Extract<DeliveryResult, { kind: "refused" }>;

const NOT_KEPT =
  "Cannot keep unsent messages on disk: do not leave before they are sent";

/** Keeps and shows them. */
export class UnsentMessages {
  /** The messages themselves. */
  readonly pending: UnackedMessages;
  readonly #options: UnsentMessagesOptions;
  readonly #saver: UnackedSaver;
  /** What was refused last, and where it was typed. */
  #refused: { readonly id: string; readonly room: Room } | undefined;

  /** Begins with what an earlier run left. */
  constructor(options: UnsentMessagesOptions) {
    const { store, transcript, model } = options;
    this.#options = options;
    this.pending = new UnackedMessages(store.load());
    this.#saver = new UnackedSaver({
      pending: this.pending,
      store,
      onFailure: () => {
        transcript.warn(NOT_KEPT);
        model.roomsChanged();
      },
    });
  }

  /** Shows what an earlier run left; what is for one person, in their talk. */
  open(): void {
    const { conversations } = this.#options.transcript;
    for (const { target } of this.pending.list()) {
      if (target.to !== undefined) conversations.with(target.to, target.talk);
    }
    this.show();
  }

  /** A message is on its way. */
  added(): void {
    this.#saver.added();
    this.show();
  }

  /** A message is settled; one that nobody took goes back. */
  settled(message: Outgoing, result: DeliveryResult): void {
    this.#saver.settled();
    this.show();
    if (result.kind === "refused") this.#giveBack(message, result);
  }

  /** Returns where an event belongs that says why a message was refused. */
  roomOfRefusal(event: Event): Room | undefined {
    const { id, room } = this.#refused ?? {};
    return event.kind === "error" && event.id === id ? room : undefined;
  }

  /** Writes what is not written; returns whether all is kept. */
  async flush(maxMs: number): Promise<boolean> {
    // What was written meanwhile must not go to an old server again.
    if (this.pending.size > 0) this.#saver.settled();
    return await this.#saver.flush(maxMs);
  }

  /** Shows how many wait, and which. */
  show(): void {
    const messages = this.pending.list();
    this.#options.model.setPending(messages);
    this.#options.status.setPending(messages);
  }

  #giveBack(message: Outgoing, { error }: Refusal): void {
    const { giveBack, model, transcript } = this.#options;
    const { rooms } = model.state;
    const { id, text, target } = message;
    const found = rooms.find(target);
    // A talk with nobody is none.
    const isNone = found?.kind === "talk" && error.code === "unknown_user" &&
      found.scrollback.first === found.scrollback.end;
    if (found && isNone && found !== rooms.current) model.removeRoom(found);
    const isThere = found !== undefined && rooms.list.includes(found);
    const room = isThere ? found : rooms.current;
    this.#refused = { id, room };
    transcript.warn(`Not sent: ${text}`, room);
    model.roomsChanged();
    const line = isThere ? text : lineElsewhere(message);
    if (line !== undefined) giveBack(line, room);
  }
}

/**
 * Returns the line that says it from another place than where it belongs;
 * nothing where a text would go to the wrong people.
 */
function lineElsewhere({ text, target: { to } }: Outgoing): string | undefined {
  return to === undefined ? undefined : `/msg ${to} ${text}`;
}
