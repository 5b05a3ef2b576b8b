/**
 * What goes out, when and in which order: within the server's rate, at most so
 * many messages on their way, requests before messages.
 *
 * @module
 */

import type { Limits } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";
import { TokenBucket } from "../../shared/token_bucket.ts";
import type { LegacyExchange } from "./legacy_exchange.ts";
import { encode } from "./message_parser.ts";
import type { Outgoing, UnackedMessages } from "./unacked_messages.ts";
import { isLobby } from "./version_check.ts";

/** Most messages on their way at once. */
const MAX_IN_FLIGHT = 64;
/**
 * The same where the server limits the rate: behind a message that it refuses
 * none may be on its way, or the author's order would be lost.
 */
const MAX_IN_FLIGHT_LIMITED = 1;
/** Most requests that may wait for their turn. */
const MAX_REQUESTS = 64;
/** Part of the server's rate to use, so that its clock may differ from ours. */
const RATE_MARGIN = 0.9;

/** How a server wants to be spoken to. */
export type ServerDialect =
  /** It gives messages a number and confirms them. */
  | {
    readonly kind: "ktn";
    readonly limits: Limits;
    /** Whether it has rooms and direct messages. */
    readonly hasRooms: boolean;
  }
  /** It knows no ids, and takes one request at a time. */
  | { readonly kind: "legacy"; readonly exchange: LegacyExchange };

/** Sends what is pending, from the moment it is opened until it is stopped. */
export class Sender {
  readonly #pending: UnackedMessages;
  readonly #send: (bytes: Uint8Array) => void;
  readonly #onUnsendable: (message: Outgoing) => void;
  readonly #requests: Request[] = [];
  #dialect: ServerDialect | undefined;
  #bucket: TokenBucket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #paused = false;

  /**
   * Makes a sender that waits for {@linkcode Sender.open}.
   *
   * @param send Hands bytes to the connection.
   * @param onUnsendable Takes a message that must not go to this server.
   */
  constructor(
    pending: UnackedMessages,
    send: (bytes: Uint8Array) => void,
    onUnsendable: (message: Outgoing) => void,
  ) {
    this.#pending = pending;
    this.#send = send;
    this.#onUnsendable = onUnsendable;
  }

  /** Begins to send, as the server wants it. */
  open(dialect: ServerDialect): void {
    this.#dialect = dialect;
    this.#bucket = bucketFor(dialect);
    this.push();
  }

  /** Sends a request before all messages; `false` when too many wait. */
  ask(request: Request): boolean {
    // Who leaves waits for nothing else.
    if (request.request === "logout") this.#requests.length = 0;
    if (this.#requests.length >= MAX_REQUESTS) return false;
    this.#requests.push(request);
    this.push();
    return true;
  }

  /** Sends as much as may go now; to be called when something was added. */
  push(): void {
    while (this.#mayPush()) {
      const message = this.#nextMessage();
      if (this.#requests.length === 0 && !message) return;
      if (this.#bucket?.take() === false) {
        return this.#pushIn(this.#bucket.waitMs());
      }
      const request = this.#requests.shift();
      if (request) this.#write(request);
      else if (message) this.#say(message);
    }
  }

  /** Sends nothing for a while: the server asked for it. */
  pause(ms: number): void {
    this.#paused = true;
    clearTimeout(this.#timer);
    this.#pushIn(ms);
  }

  /** Sends nothing any more. */
  stop(): void {
    this.#dialect = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #mayPush(): boolean {
    const dialect = this.#dialect;
    if (!dialect || this.#paused) return false;
    return dialect.kind === "ktn" || dialect.exchange.isFree;
  }

  #nextMessage(): Outgoing | undefined {
    const max = this.#bucket ? MAX_IN_FLIGHT_LIMITED : MAX_IN_FLIGHT;
    const hasRoom = this.#pending.inFlight < max;
    return hasRoom ? this.#pending.next() : undefined;
  }

  #say(message: Outgoing): void {
    const { id, text, target } = message;
    const dialect = this.#dialect;
    const hasRooms = dialect?.kind === "ktn" && dialect.hasRooms;
    // Another server has one room: it would tell everybody.
    if (!hasRooms && !isLobby(target)) return this.#onUnsendable(message);
    this.#pending.sent(id);
    const to = isLobby(target) ? {} : target;
    this.#write({ request: "msg", content: text, id, ...to });
  }

  #write(request: Request): void {
    const dialect = this.#dialect;
    if (dialect?.kind !== "legacy") return this.#send(encode(request));
    const { id: _, ...bare } = request;
    this.#send(encode(bare));
    dialect.exchange.begin(request);
  }

  #pushIn(ms: number): void {
    if (this.#timer !== undefined && !this.#paused) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#paused = false;
      this.push();
    }, ms);
  }
}

function bucketFor(dialect: ServerDialect): TokenBucket | undefined {
  if (dialect.kind === "legacy") return undefined;
  const { burst, perSecond } = dialect.limits;
  if (burst === undefined || perSecond === undefined) return undefined;
  return new TokenBucket({
    // The login took one, and a ping may come between.
    burst: Math.max(1, burst - 2),
    perSecond: perSecond * RATE_MARGIN,
  });
}
