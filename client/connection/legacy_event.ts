/**
 * What old servers say in their own ways, put into the events of all others:
 * colours come off, lists of names are recognised.
 *
 * @module
 */

import type {
  Event,
  HistoryEvent,
  MessageEvent,
  Origin,
} from "../../shared/event.ts";
import { checkName, foldName } from "../../shared/names.ts";

/** The seed's server confirms each message, in its own spelling. */
const CONFIRMATION =
  /^(?:your )?message (?:was )?(?:received|recieved|sent)\b/i;

/** What colours a text on a terminal: `\x1b[91m`. */
// deno-lint-ignore no-control-regex -- finding control characters is its job
const COLOURS = /\x1b\[[0-9;:]*m/g;

/** Tells whether an event says that a message has arrived. */
export function isConfirmation(event: Event): boolean {
  return event.kind === "info" && CONFIRMATION.test(event.text);
}

/** Returns an event of an old server without the colours it puts on. */
export function withoutColours(event: Event): Event {
  switch (event.kind) {
    case "message":
      return plainMessage(event);
    case "history":
      return plainHistory(event);
    case "error":
    case "info":
      return { ...event, ...plainOrigin(event), text: plain(event.text) };
    case "names":
      return { ...event, names: event.names.map(plain) };
    default:
      return event;
  }
}

/**
 * Returns the answer to a question for names, with the id of the question: a
 * list, if it is one, be it the seed's `ada, bob`, JSON, Python's or lines.
 */
export function asNames(event: Event, id: string, me: string): Event {
  if (event.kind === "names") return { ...event, id };
  if (event.kind !== "info") return event;
  const names = namesIn(event.text, me);
  if (!names) return { ...event, id };
  const { code: _, ...info } = event;
  return { ...info, kind: "names", names, id };
}

/**
 * Tells whether a text is one's own that comes back, perhaps with the name
 * before it: `ada: hello`.
 */
export function isEchoOf(text: string, own: string): boolean {
  if (!text.endsWith(own)) return false;
  return text === own || /[:>\])] ?$/.test(text.slice(0, -own.length));
}

/** Returns the names that a text is a list of, if `me` is one of them. */
export function namesIn(
  text: string,
  me: string,
): readonly string[] | undefined {
  const names = splitList(text);
  const hasMe = names.some((name) => foldName(name) === foldName(me));
  return hasMe && names.every(isName) ? names : undefined;
}

/** `Online: ada, bob`; lines; a list as JSON or as Python writes it. */
function splitList(text: string): readonly string[] {
  const [, list = ""] = /^(?:[^,:\n]*:)?\s*(.*)$/s.exec(text.trim()) ?? [];
  return list.replace(/^[[({]|[\])}]+$/g, "").split(/[,;\n]/)
    .map((each) => each.trim().replace(/^[-*] +/, ""))
    .map((each) => each.replace(/^[[(]?u?(["'])(.*)\1$/, "$2"))
    .filter((each) => each !== "");
}

function isName(text: string): boolean {
  try {
    checkName(text);
    return true;
  } catch {
    return false;
  }
}

function plain(text: string): string {
  return text.replace(COLOURS, "");
}

function plainOrigin<O extends Origin>({ sender }: O): { sender?: string } {
  return sender === undefined ? {} : { sender: plain(sender) };
}

function plainMessage(message: MessageEvent): MessageEvent {
  return {
    ...message,
    ...plainOrigin(message),
    text: plain(message.text),
  };
}

function plainHistory(history: HistoryEvent): HistoryEvent {
  return { ...history, messages: history.messages.map(plainMessage) };
}
