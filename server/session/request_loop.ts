/**
 * Does what one peer asks, in its order and at its rate: frames in, answers out.
 * Errors become answers here and nowhere else.
 *
 * Messages run into the log without waiting for each other; everything else
 * waits until what was asked before it is answered, so answers keep the order of
 * the requests.
 *
 * @module
 */

import { ChatError, type CloseCode } from "../../shared/errors.ts";
import type { Frame } from "../../shared/frame.ts";
import {
  type Call,
  type Identified,
  isMsg,
  readCall,
} from "../../shared/request.ts";
import type { TokenBucketOptions } from "../../shared/token_bucket.ts";
import { refusal } from "../chat/replies.ts";
import type { Logger } from "../logging/logger.ts";
import type { Link, LinkOwner } from "../net/link.ts";
import { dispatch } from "../requests/mod.ts";
import type { Peer } from "../requests/peer.ts";
import { RateLimit } from "./rate_limit.ts";
import { UnreadTime } from "./unread_time.ts";

/** Messages of one peer that may wait for the log before it is asked for more. */
export const MAX_UNSETTLED = 64;

const NOTHING: readonly Frame[] = [];

/** After so many messages the clock is looked at: each takes some microseconds. */
const LOOK_EVERY = 8;

/** What a loop needs of its link. */
export type RequestLink = Pick<
  Link,
  | "abort"
  | "close"
  | "drained"
  | "isCongested"
  | "isOpen"
  | "pause"
  | "resume"
  | "send"
  | "share"
>;

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
  /**
   * How long the server has stood still, in all, in milliseconds.
   *
   * @default {() => 0}
   */
  readonly stalledMs?: () => number;
  /**
   * Runs one request.
   *
   * @default {dispatch}
   */
  readonly run?: typeof dispatch;
}

/** The requests of one peer. */
export class RequestLoop implements LinkOwner {
  readonly #owner: RequestOwner;
  readonly #link: RequestLink;
  readonly #logger: Logger;
  readonly #limit: RateLimit;
  readonly #unread: UnreadTime;
  readonly #dispatch: typeof dispatch;
  #waiting = NOTHING;
  #next = 0;
  #isBusy = false;
  #unsettled = 0;
  #settled: PromiseWithResolvers<void> | undefined;
  #hasEnded = false;
  #isPaused = false;

  /** Makes a loop with nothing to do. */
  constructor(
    owner: RequestOwner,
    link: RequestLink,
    { rate, logger, stalledMs = () => 0, run = dispatch }: RequestLoopOptions,
  ) {
    this.#owner = owner;
    this.#link = link;
    this.#logger = logger;
    this.#limit = new RateLimit(rate);
    this.#unread = new UnreadTime({ stalledMs });
    this.#dispatch = run;
  }

  /** Takes what the peer sent, and does of it what may be done now. */
  receive(frames: readonly Frame[]): void {
    this.#waiting = this.#hasWaiting()
      ? [...this.#waiting.slice(this.#next), ...frames]
      : frames;
    this.#next = 0;
    this.#run(true); // its turn was waited for before
  }

  /** Takes the end of what the peer sends; it may still be reading. */
  ended(): void {
    this.#hasEnded = true;
    this.#goOn();
  }

  /** Takes a bug; what the peer asks next is done all the same. */
  failed(error: unknown): void {
    this.#logger.bug("session", error);
    try {
      this.#run();
    } catch (another) {
      this.failed(another); // at most once for each frame: each is taken first
    }
  }

  /** Ends a peer that sends too many bytes. */
  flooded(): void {
    this.#owner.close("rate");
  }

  /** Takes the end of the connection. */
  gone(): void {
    this.clear();
    this.#owner.gone();
  }

  /** A message was given to the log: all but messages wait for its answer. */
  hold(): void {
    this.#unsettled++;
  }

  /** The log has settled a message, and it is answered. */
  release(): void {
    this.#unsettled--;
    if (this.#unsettled > 0) return;
    this.#settled?.resolve();
    this.#settled = undefined;
    this.#run();
  }

  /** Forgets what was not begun. */
  clear(): void {
    this.#waiting = NOTHING;
    this.#next = 0;
  }

  /** Answers with an error; one that is no refusal is a bug, and logged. */
  refuse(error: unknown, call: Identified = {}): void {
    if (!(error instanceof ChatError)) this.#logger.bug("request", error);
    const payload = refusal(error);
    const { id } = call;
    this.#link.send(id === undefined ? payload : { ...payload, id });
  }

  #hasWaiting(): boolean {
    return this.#next < this.#waiting.length;
  }

  /** One that waited for the log or for others is not alone: it asks again. */
  #run(hasTurn = false): void {
    const { share } = this.#link;
    for (let done = 0; !this.#isBusy; done++) {
      const frame = this.#waiting[this.#next];
      if (!frame || !this.#mayRun(frame)) break;
      const mayGo = done === 0
        ? hasTurn || share.hasTime
        : isQuick(frame) && done % LOOK_EVERY !== 0 || share.mayGoOn;
      if (!mayGo) return this.#defer();
      const doing = this.#link.isCongested
        ? this.#link.drained()
        : this.#do(frame);
      if (doing) this.#waitFor(doing);
    }
    this.#goOn();
  }

  /** Others have their turn first. */
  #defer(): void {
    this.#isBusy = true;
    this.#link.share.defer(() => {
      this.#isBusy = false;
      try {
        this.#run(true);
      } catch (error) {
        this.failed(error);
      }
    });
    this.#goOn();
  }

  #mayRun(frame: Frame): boolean {
    return this.#unsettled === 0 || isQuick(frame);
  }

  #waitFor(doing: Promise<void>): void {
    this.#isBusy = true;
    const goOn = () => {
      this.#isBusy = false;
      this.#run();
    };
    void doing.then(goOn, (error) => {
      this.#logger.bug("session", error);
      goOn();
    });
  }

  /** Asks for more when there is room; closes when the peer has sent all. */
  #goOn(): void {
    // An idle peer would keep what it asked last, and the chunk it came in.
    if (!this.#hasWaiting()) this.clear();
    const isFree = !this.#isBusy && this.#waiting === NOTHING;
    const hasRoom = isFree && this.#unsettled < MAX_UNSETTLED;
    if (hasRoom === this.#isPaused) {
      this.#isPaused = !hasRoom;
      if (hasRoom) this.#goOnReading();
      else this.#stopReading();
    }
    const isIdle = isFree && this.#unsettled === 0;
    if (this.#hasEnded && isIdle) this.#link.close();
  }

  #goOnReading(): void {
    this.#unread.release();
    this.#link.resume();
  }

  #stopReading(): void {
    this.#unread.hold();
    this.#link.pause();
  }

  #do(frame: Frame): void | Promise<void> {
    this.#next++;
    if (!this.#link.isOpen) return;
    if (frame.kind === "http") return this.#link.abort();
    if (frame.kind === "fatal") return this.#owner.close("too_long");
    const isLoggedIn = this.#owner.person !== undefined;
    const decision = this.#limit.take(isLoggedIn, this.#unread);
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
      return this.#dispatch(this.#owner, call)
        ?.catch((error) => this.refuse(error, call));
    } catch (error) {
      // Messages before it are answered first.
      return this.#afterMessages(() => this.refuse(error, call));
    }
  }

  /** Does something when no message waits for the log; at once if none does. */
  #afterMessages(todo: () => void): void | Promise<void> {
    if (this.#unsettled === 0) return todo();
    this.#settled ??= Promise.withResolvers();
    return this.#settled.promise.then(todo);
  }
}

/** Whether a frame is a message, which waits for nothing. */
function isQuick(frame: Frame): boolean {
  return frame.kind === "value" && isMsg(frame.value);
}
