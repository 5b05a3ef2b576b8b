/**
 * What goes out, when and in which order: within the server's rate, at most so
 * many messages on their way, requests before messages.
 * Knows nothing of sockets, logins and answers.
 *
 * @module
 */

import type { Limits } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";
import { TokenBucket } from "../../shared/token_bucket.ts";
import { encode } from "./message_parser.ts";
import type { Outgoing, Pending } from "./pending.ts";

/** Most messages on their way at once. */
const MAX_IN_FLIGHT = 64;
/** Most requests that may wait for their turn. */
const MAX_REQUESTS = 64;
/** Part of the server's rate to use, so that its clock may differ from ours. */
const RATE_MARGIN = 0.9;
/**
 * Old servers take one `recv` for one payload, so two must never share a
 * packet.
 */
const OLD_SERVER_PER_SECOND = 25;

/** How a server wants to be spoken to. */
export type Manner =
  /** It gives messages a number and confirms them. */
  | { readonly kind: "numbered"; readonly limits: Limits }
  | { readonly kind: "old" };

/** Options for {@linkcode Sender}. */
export interface SenderOptions {
  readonly pending: Pending;
  /** Hands bytes to the system; tells whether it took them. */
  readonly write: (bytes: Uint8Array) => Promise<boolean>;
  /** Hears that a message was handed to the system. */
  readonly onWritten: (message: Outgoing) => void;
}

/** Sends what is pending, from the moment it is opened until it is stopped. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #requests: Request[] = [];
  #manner: Manner | undefined;
  #bucket: TokenBucket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #paused = false;

  /** Makes a sender that waits for {@linkcode Sender.open}. */
  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Begins to send, in the manner the server wants. */
  open(manner: Manner): void {
    this.#manner = manner;
    this.#bucket = bucketFor(manner);
    this.push();
  }

  /** Sends a request before all messages; `false` when too many wait. */
  ask(request: Request): boolean {
    if (this.#requests.length >= MAX_REQUESTS) return false;
    this.#requests.push(request);
    this.push();
    return true;
  }

  /** Sends as much as may go now; to be called when something was added. */
  push(): void {
    while (this.#manner && !this.#paused) {
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
    this.#manner = undefined;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #nextMessage(): Outgoing | undefined {
    const { pending } = this.#options;
    return pending.inFlight < MAX_IN_FLIGHT ? pending.next() : undefined;
  }

  #say(message: Outgoing): void {
    const { id, text } = message;
    this.#options.pending.sent(id);
    this.#write({ request: "msg", content: text, id }).then((written) => {
      if (written) this.#options.onWritten(message);
    });
  }

  #write({ id, ...bare }: Request): Promise<boolean> {
    // Old servers know nothing of ids.
    const request = id === undefined || this.#manner?.kind === "old"
      ? bare
      : { ...bare, id };
    return this.#options.write(encode(request));
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

function bucketFor(manner: Manner): TokenBucket | undefined {
  if (manner.kind === "old") {
    return new TokenBucket({ burst: 1, perSecond: OLD_SERVER_PER_SECOND });
  }
  const { burst, perSecond } = manner.limits;
  if (burst === undefined || perSecond === undefined) return undefined;
  return new TokenBucket({
    // The login took one, and a ping may come between.
    burst: Math.max(1, burst - 2),
    perSecond: perSecond * RATE_MARGIN,
  });
}
