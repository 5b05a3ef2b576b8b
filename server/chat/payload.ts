/**
 * What the server sends of its own, in JSON.
 *
 * @module
 */

/** A content that many get, encoded once. */
export interface EncodedContent {
  readonly json: string;
  /** The same as UTF-8. */
  readonly bytes: Uint8Array;
}

/** Something to send; time and sender are added where it is encoded. */
export interface Payload {
  readonly response: "error" | "info" | "message" | "history";
  readonly content?: unknown;
  readonly code?: string;
  readonly id?: string;
  /** What else the payload carries; programs that know more read it. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** The content, where it is encoded already; stands for `content`. */
  readonly page?: EncodedContent;
}

/**
 * The form in which a peer gets its payloads: `lines`; `bare`, one payload a
 * send, in ASCII; or `legacy`, which is bare and of extra fields has only those
 * that are strings, for programs that asked for nothing more.
 */
export type WireForm = "lines" | "bare" | "legacy";

/** Longest payload with a page of the history; clients take values this long. */
export const MAX_PAYLOAD_BYTES = 64_000;

const UTF8 = new TextEncoder();
const END = UTF8.encode("}\n");

/** Returns a payload of the server's own, as JSON, with the current time. */
export function encode(payload: Payload, now = Date.now()): string {
  const { content, page } = payload;
  if (!page) return JSON.stringify({ ...envelope(payload, now), content });
  return `${openEnvelope(payload, now)}${page.json}}`;
}

/**
 * Returns a payload as bare peers get it: ASCII, and without `id` and to a
 * `legacy` peer no extra field that is not a string.
 */
export function encodeBare(
  payload: Payload,
  form: WireForm,
  now = Date.now(),
): string {
  const isPlain = form === "legacy" && payload.id === undefined;
  return toAscii(encode(isPlain ? withStringsOnly(payload) : payload, now));
}

/**
 * Returns how long the content may be, in bytes of JSON, for the payload to
 * stay under so many bytes in a bare form.
 */
export function bareContentBytes(
  payload: Payload,
  form: WireForm,
  underBytes: number,
): number {
  const empty = encodeBare({ ...payload, content: 0 }, form);
  return underBytes - empty.length;
}

/** Some old clients treat every value as a string and end where one is not. */
function withStringsOnly(payload: Payload): Payload {
  const { fields = {} } = payload;
  const strings = Object.entries(fields)
    .filter(([, value]) => typeof value === "string");
  return { ...payload, fields: Object.fromEntries(strings) };
}

let lastPayload: Payload | undefined;
let lastNow = NaN;
let lastLine = new Uint8Array();

/** Returns the same as a line of UTF-8, which must not be changed. */
export function encodeLine(payload: Payload, now = Date.now()): Uint8Array {
  const { page } = payload;
  if (!page) return encodeShared(payload, now);
  const head = UTF8.encode(openEnvelope(payload, now));
  const line = new Uint8Array(head.length + page.bytes.length + END.length);
  line.set(head);
  line.set(page.bytes, head.length);
  line.set(END, head.length + page.bytes.length);
  return line;
}

/** Presence is one payload for all, so the last line is remembered. */
function encodeShared(payload: Payload, now: number): Uint8Array {
  if (payload !== lastPayload || now !== lastNow) {
    lastPayload = payload;
    lastNow = now;
    lastLine = UTF8.encode(encode(payload, now) + "\n");
  }
  return lastLine;
}

function envelope(
  { response, code, id, fields }: Payload,
  now: number,
): Readonly<Record<string, unknown>> {
  const timestamp = new Date(now).toISOString();
  return { timestamp, sender: "server", response, code, id, ...fields };
}

/** Everything up to the content, which comes last. */
function openEnvelope(payload: Payload, now: number): string {
  const head = JSON.stringify(envelope(payload, now));
  return `${head.slice(0, -1)},"content":`;
}

/** Returns JSON in which every character is ASCII, for clients of 2015. */
export function toAscii(json: string): string {
  // deno-lint-ignore no-control-regex -- everything but ASCII is wanted
  return json.replace(/[^\x00-\x7f]/g, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
