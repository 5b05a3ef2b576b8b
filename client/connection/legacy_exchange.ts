/**
 * Requests to an old server, one at a time. It takes one `recv` for one JSON
 * text, so two requests must never share a packet; it knows no ids, so what an
 * event answers is decided here.
 *
 * @module
 */

import type { Event } from "../../shared/event.ts";
import { foldName } from "../../shared/names.ts";
import type { Request } from "../../shared/request.ts";
import {
  asNames,
  isConfirmation,
  isEchoOf,
  namesIn,
  withoutColours,
} from "./legacy_event.ts";

/** Options for {@linkcode LegacyExchange}. */
export interface LegacyExchangeOptions {
  /** The name of who asks, as old servers echo it. */
  readonly name: string;
  /** How long the next request waits for the answer to this one, in ms. */
  readonly answerMs: number;
  /** How long an answer may still come, in milliseconds. */
  readonly lateMs: number;
  /** Hears that the next request may go. */
  readonly onFree: () => void;
  /**
   * Hears that a message was confirmed or echoed, or not refused in time: most
   * old servers say nothing to a message that they deliver.
   */
  readonly onDelivered: (id: string) => void;
  /** Takes a refusal in place of any other answer that did not come. */
  readonly onUnanswered: (payload: unknown) => void;
}

/** Longer than a timer that is due at once, so that input is read before. */
const READ_MS = 5;

/** A request that may still be answered. */
interface Open {
  readonly request: Request;
  timer: ReturnType<typeof setTimeout>;
}

/** What was asked of an old server, and what it answers. */
export class LegacyExchange {
  readonly #options: LegacyExchangeOptions;
  /** In the order in which they were sent; few, as `lateMs` is short. */
  readonly #open = new Set<Open>();
  /** How this server shows that a message arrived: what it did first. */
  #sign: "confirmation" | "echo" | undefined;
  /** The one that the next request waits for. */
  #current: Open | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Makes an exchange in which nothing was asked. */
  constructor(options: LegacyExchangeOptions) {
    this.#options = options;
  }

  /** Whether the next request may go. */
  get isFree(): boolean {
    return this.#current === undefined;
  }

  /** Notes that a request was sent. */
  begin(request: Request): void {
    const { answerMs, lateMs } = this.#options;
    const open: Open = {
      request,
      timer: setTimeout(() => this.#giveUpAfterReading(open), lateMs),
    };
    this.#open.add(open);
    this.#current = open;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#freeAfterReading(), answerMs);
  }

  /** Returns what an old server said, with the id of the request it answers. */
  read(said: Event): Event {
    const event = withoutColours(said);
    const request = this.#answeredBy(event);
    if (request?.id === undefined) return event;
    const { id } = request;
    if (event.kind === "error") return { ...event, id };
    if (request.request === "msg") this.#options.onDelivered(id);
    else if (request.request === "names") {
      return asNames(event, id, this.#options.name);
    } else if (event.kind === "info") return { ...event, id };
    else if (event.kind === "history") return { ...event, id };
    return event;
  }

  /** Waits for nothing any more. */
  stop(): void {
    clearTimeout(this.#timer);
    for (const { timer } of this.#open) clearTimeout(timer);
    this.#open.clear();
    this.#current = undefined;
  }

  #answeredBy(event: Event): Request | undefined {
    const open = this.#find(event);
    if (!open) return undefined;
    this.#end(open);
    if (open === this.#current) this.#free();
    return open.request;
  }

  #end(open: Open): void {
    clearTimeout(open.timer);
    this.#open.delete(open);
  }

  #giveUp(open: Open): void {
    const { onDelivered, onUnanswered } = this.#options;
    const { request, id } = open.request;
    this.#open.delete(open);
    // Nobody waits for the answer, or only the end of the connection.
    if (id === undefined || request === "logout") return;
    if (request === "msg") return onDelivered(id);
    const content = `The server did not answer "${request}"`;
    onUnanswered({ response: "error", content, code: "unavailable", id });
  }

  /** After a stall the answer may be there, and be read in the next turn. */
  #freeAfterReading(): void {
    this.#timer = setTimeout(() => this.#free(), READ_MS);
  }

  #giveUpAfterReading(open: Open): void {
    open.timer = setTimeout(() => this.#giveUp(open), READ_MS);
  }

  #free(): void {
    clearTimeout(this.#timer);
    if (this.#current?.request.request === "login") this.#end(this.#current);
    this.#current = undefined;
    this.#options.onFree();
  }

  /** Answers come in order; a server that is silent refuses what came last. */
  #find(event: Event): Open | undefined {
    const open = [...this.#open];
    if (event.kind !== "error") {
      return open.find((one) => this.#isAnswer(one, event));
    }
    const last = this.#current ?? open.at(-1);
    const oldest = open.find(({ request }) => request.request === "msg");
    return this.#sign ? oldest ?? last : last;
  }

  /** Who gets both is answered by the first: the other would count twice. */
  #isSign(event: Event, text: string): boolean {
    const sign = isConfirmation(event)
      ? "confirmation"
      : isEcho(event, this.#options.name, text)
      ? "echo"
      : undefined;
    if (sign === undefined) return false;
    return (this.#sign ??= sign) === sign;
  }

  #isAnswer(open: Open, event: Event): boolean {
    const { name } = this.#options;
    const { request } = open;
    const isInfo = event.kind === "info" && !isConfirmation(event);
    switch (request.request) {
      case "msg":
        return this.#isSign(event, request.content);
      case "history":
      case "search":
        return event.kind === "history";
      case "names":
        // That somebody has joined is an info as well.
        return event.kind === "names" ||
          (isInfo && namesIn(event.text, name) !== undefined);
      default:
        return isInfo || event.kind === "names" || event.kind === "pong";
    }
  }
}

function isEcho(event: Event, name: string, text: string): boolean {
  return event.kind === "message" && isEchoOf(event.text, text) &&
    foldName(event.sender ?? "") === foldName(name);
}
