/**
 * Requests into the bytes of the transport, and from a kind of event to the one
 * handler for it.
 *
 * @module
 */

import type { Event } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";

const UTF8 = new TextEncoder();

/** The event of each kind. */
export type EventOf = { readonly [E in Event as E["kind"]]: E };

/** One handler for every kind of event. */
export type Handlers<R> = {
  readonly [K in keyof EventOf]: (event: EventOf[K]) => R;
};

/**
 * Returns a request as a line of the transport. The key `content` is always there:
 * old servers look it up without asking (`KeyError`).
 */
export function encode(request: Request): Uint8Array {
  const { request: name, ...fields } = request;
  const line = { request: name, content: null, ...fields };
  return UTF8.encode(`${JSON.stringify(line)}\n`);
}

/** Passes on what a server says about rooms and people. */
export const AS_IT_CAME = {
  away: asItCame,
  blocked: asItCame,
  invitation: asItCame,
  invite: asItCame,
  joined: asItCame,
  left: asItCame,
  read: asItCame,
  rooms: asItCame,
  whois: asItCame,
} satisfies Partial<Handlers<Event>>;

function asItCame(event: Event): Event {
  return event;
}

/** Calls the handler for the kind of `event`. */
export function handle<R>(handlers: Handlers<R>, event: Event): R {
  return call(handlers, event.kind, event);
}

function call<K extends keyof EventOf, R>(
  handlers: Handlers<R>,
  kind: K,
  event: EventOf[K],
): R {
  return handlers[kind](event);
}

/** Tells whether a value is a payload of a KTN server at all. */
export function isPayload(value: unknown): boolean {
  return typeof value === "object" && value !== null && "response" in value;
}
