/**
 * What one peer says, on its way into the log: when it may go, what it counts
 * until it is written to those who hear it, and how its sender is answered.
 *
 * @module
 */

import type { Call } from "../../shared/request.ts";
import { outcomeReply, RECEIVED } from "../chat/replies.ts";
import type { Chat } from "../chat/chat.ts";
import type { Log, Outcome } from "../log/log.ts";
import type { Peer, Saying } from "../requests/peer.ts";
import type { DeliveryLimit } from "./delivery_limit.ts";
import type { Feed } from "./feed.ts";
import type { RequestLoop } from "./request_loop.ts";

/** Where messages go. */
export interface MessagePath {
  readonly chat: Pick<Chat, "listenersOf">;
  readonly deliveries: DeliveryLimit;
  readonly log: Pick<Log, "append">;
}

/** What a message of a peer changes for the peer itself. */
export interface Sender {
  readonly peer: Pick<Peer, "answer" | "form" | "send"> & {
    readonly share: Parameters<DeliveryLimit["add"]>[0];
  };
  readonly feed: Pick<Feed, "stored">;
  readonly requests: Pick<RequestLoop, "hold" | "release">;
}

/** The messages of one peer. */
export class OwnMessages {
  readonly #path: MessagePath;
  readonly #sender: Sender;

  /** Nothing is on its way yet. */
  constructor(path: MessagePath, sender: Sender) {
    this.#path = path;
    this.#sender = sender;
  }

  /**
   * Puts a message into the log, at once if not too many are on their way;
   * answered when it is stored.
   *
   * @param make Checks that it may be said, when it is; none if it may not go
   * any more.
   */
  say(call: Call, make: () => Saying | undefined): void | Promise<void> {
    return this.#path.deliveries.do(this.#sender.peer.share, () => {
      const saying = make();
      if (saying) this.#append(call, saying);
    });
  }

  #append(call: Call, saying: Saying): void {
    const { chat, deliveries, log } = this.#path;
    const { peer: { share }, requests } = this.#sender;
    const { id } = call;
    const { draft } = saying;
    const listeners = chat.listenersOf(draft.conversation);
    const bytes = deliveries.add(share, draft.text, listeners);
    const settle = (outcome: Outcome) => {
      deliveries.settled(bytes);
      this.#settled(call, saying, outcome);
    };
    requests.hold();
    log.append(
      id === undefined ? { ...draft, settle } : { ...draft, id, settle },
    );
  }

  #settled(call: Call, { draft, fields }: Saying, outcome: Outcome): void {
    const { peer, feed, requests } = this.#sender;
    try {
      if (outcome.kind === "stored") feed.stored(outcome.entry.seq);
      const isAwaited = call.id !== undefined || outcome.kind === "refused";
      if (isAwaited) {
        peer.answer(call, outcomeReply(outcome, draft.target, fields?.()));
      } else if (peer.form !== "lines") peer.send(RECEIVED);
    } finally {
      requests.release(); // else the peer would stay paused
    }
  }
}
