/**
 * Does what one peer asks, in its order and at its rate: frames in, answers out.
 * Errors become answers here and nowhere else.
 *
 * @module
 */

import { refusal } from "../chat/replies.ts";
import { ChatError, type CloseCode } from "../../shared/errors.ts";
import type { Frame } from "../../shared/frame.ts";
import {
  type Call,
  type Identified,
  isMsg,
  readCall,
} from "../../shared/request.ts";
import type { TokenBucketOptions } from "../../shared/token_bucket.ts";
import type { Logger } from "../logging/logger.ts";
import type { Link, LinkOwner } from "../net/link.ts";
import { dispatch } from "../requests/mod.ts";
import type { Peer } from "../requests/peer.ts";
import { RateLimit } from "./rate_limit.ts";
import { RequestQueue } from "./request_queue.ts";

/** Whose requests they are. */
export interface RequestOwner extends Peer {
  /** Closes, with the reason. */
  close(code: CloseCode): void;
  /** The connection is over. */
  gone(): void;
}

/** Options for {@linkcode RequestLoop}. */
export interface RequestLoopOptions {
  /** How often the peer may ask; null for as often as it likes. */
  readonly rate: TokenBucketOptions | null;
  readonly logger: Logger;
}

/** The requests of one peer. */
export class RequestLoop implements LinkOwner {
  readonly #owner: RequestOwner;
  readonly #link: Link;
  readonly #logger: Logger;
  readonly #limit: RateLimit;
  readonly #queue = new RequestQueue<Frame>(isMessage);
  #hasEnded = false;

  /** Makes a loop with nothing to do. */
  constructor(
    owner: RequestOwner,
    link: Link,
    { rate, logger }: RequestLoopOptions,
  ) {
    this.#owner = owner;
    this.#link = link;
    this.#logger = logger;
    this.#limit = new RateLimit(rate);
  }

  /** Takes what the peer sent, and does of it what may be done now. */
  receive(frames: readonly Frame[]): void {
    this.#queue.push(frames);
    this.#run();
  }

  /** Takes the end of what the peer sends; it may still be reading. */
  ended(): void {
    this.#hasEnded = true;
    this.#goOn();
  }

  /** Takes a bug; what the peer asks next is done all the same. */
  failed(error: unknown): void {
    this.#logger.bug("session", error);
  }

  /** Takes the end of the connection. */
  gone(): void {
    this.#queue.clear();
    this.#owner.gone();
  }

  /** A message was given to the log: all but messages wait for its answer. */
  hold(): void {
    this.#queue.hold();
  }

  /** The message is settled and answered. */
  release(): void {
    if (this.#queue.release()) this.#run();
  }

  /** Forgets what was not begun. */
  clear(): void {
    this.#queue.clear();
  }

  /** Answers with an error; one that is no refusal is a bug, and logged. */
  refuse(error: unknown, call: Identified = {}): void {
    if (!(error instanceof ChatError)) this.#logger.bug("request", error);
    const payload = refusal(error);
    const { id } = call;
    this.#link.send(id === undefined ? payload : { ...payload, id });
  }

  readonly #run = (): void => {
    const queue = this.#queue;
    for (let frame = queue.peek(); frame; frame = queue.peek()) {
      const doing = this.#link.isCongested
        ? this.#link.drained()
        : this.#do(frame);
      if (doing) queue.waitFor(doing, this.#run);
    }
    this.#goOn();
  };

  /** Asks for more when there is room; closes when the peer has sent all. */
  #goOn(): void {
    if (this.#queue.hasRoom) this.#link.resume();
    else this.#link.pause();
    if (this.#hasEnded && this.#queue.isIdle) this.#link.close();
  }

  #do(frame: Frame): void | Promise<void> {
    this.#queue.take();
    if (!this.#link.isOpen) return;
    if (frame.kind === "http") return this.#link.abort();
    if (frame.kind === "fatal") return this.#owner.close("too_long");
    const decision = this.#limit.take(this.#owner.user !== undefined);
    if (decision === "cut") return this.#owner.close("rate");
    return this.#answer(frame, decision);
  }

  #answer(
    frame: Frame & { kind: "value" | "fault" },
    decision: "go" | "refuse",
  ): void | Promise<void> {
    let call: Call | undefined;
    try {
      if (frame.kind === "fault") throw frame.error;
      call = readCall(frame.value);
      if (decision === "refuse") {
        throw new ChatError("rate", "Cannot take so much at once: slow down");
      }
      return dispatch(this.#owner, call)
        ?.catch((error) => this.refuse(error, call));
    } catch (error) {
      // Messages before it are answered first.
      return this.#queue.afterMessages(() => this.refuse(error, call));
    }
  }
}

function isMessage(frame: Frame): boolean {
  return frame.kind === "value" && isMsg(frame.value);
}
