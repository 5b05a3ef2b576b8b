/**
 * What the server says, put into the wire's words: one payload, a message, a
 * batch of messages. Knows nothing of who gets it and how it is sent.
 *
 * @module
 */

import { foldName } from "../shared/names.ts";
import type { Target } from "../shared/target.ts";
import type { Entry } from "./log/log.ts";

/** A content that many get, encoded once. */
export interface EncodedContent {
  readonly json: string;
  /** The same as UTF-8. */
  readonly bytes: Uint8Array;
}

/** Something to say; time and sender are added where it is encoded. */
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

const UTF8 = new TextEncoder();
const END = UTF8.encode("}\n");

/** Returns a payload of the server's own, as JSON, with the current time. */
export function encode(payload: Payload, now = Date.now()): string {
  const { content, page } = payload;
  if (!page) return JSON.stringify({ ...envelope(payload, now), content });
  return `${openEnvelope(payload, now)}${page.json}}`;
}

/** Returns the same as a line of UTF-8. */
export function encodeLine(payload: Payload, now = Date.now()): Uint8Array {
  const { page } = payload;
  if (!page) return UTF8.encode(encode(payload, now) + "\n");
  const head = UTF8.encode(openEnvelope(payload, now));
  const line = new Uint8Array(head.length + page.bytes.length + END.length);
  line.set(head);
  line.set(page.bytes, head.length);
  line.set(END, head.length + page.bytes.length);
  return line;
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

/** The seed's `Message.to_JSON`: an entry as a `message` payload. */
export function encodeMessage(entry: Entry): string {
  return `{"timestamp":"${timestampOf(entry)}","sender":${
    JSON.stringify(entry.author)
  },"response":"message","content":${
    JSON.stringify(entry.text)
  },"seq":${entry.seq},${encodeTarget(entry.target)}}`;
}

/** Returns JSON in which every character is ASCII, for clients of 2015. */
export function toAscii(json: string): string {
  // deno-lint-ignore no-control-regex -- everything but ASCII is wanted
  return json.replace(/[^\x00-\x7f]/g, escapeUnit);
}

/** Entries of one room, encoded once for everybody who gets them. */
export class Batch {
  /** Who said each entry, folded. */
  readonly #keys: readonly string[];
  readonly #authors: ReadonlySet<string>;
  #texts?: readonly string[];
  #lines?: Uint8Array;
  #ends?: readonly number[];

  /** Makes a batch of entries of one room, oldest first, at least one. */
  constructor(
    readonly entries: readonly Entry[],
    /** Where a reader stands who has not got this batch, but all before it. */
    readonly after: number,
  ) {
    this.#keys = entries.map((entry) => foldName(entry.author));
    this.#authors = new Set(this.#keys);
  }

  /**
   * Returns the lines for a reader: one piece, the same bytes for all; for
   * those who spoke in it, the pieces between their own messages.
   *
   * @param key Folded name of the reader.
   */
  linesFor(key: string): readonly Uint8Array[] {
    const lines = this.#lines ??= this.#encodeLines();
    return this.#authors.has(key) ? this.#piecesWithout(key, lines) : [lines];
  }

  /** Returns the messages for a reader one by one, as JSON texts. */
  textsFor(key: string): readonly string[] {
    const texts = this.#encodeTexts();
    if (!this.#authors.has(key)) return texts;
    return texts.filter((_, index) => this.#keys[index] !== key);
  }

  #encodeTexts(): readonly string[] {
    return this.#texts ??= this.entries.map(encodeMessage);
  }

  #encodeLines(): Uint8Array {
    return UTF8.encode(this.#encodeTexts().join("\n") + "\n");
  }

  #piecesWithout(key: string, lines: Uint8Array): readonly Uint8Array[] {
    const ends = this.#ends ??= lineEnds(this.#encodeTexts(), lines.length);
    const pieces: Uint8Array[] = [];
    let start = 0;
    for (const [index, end] of ends.entries()) {
      if (this.#keys[index] !== key) continue;
      const before = ends[index - 1] ?? 0;
      if (before > start) pieces.push(lines.subarray(start, before));
      start = end;
    }
    if (start < lines.length) pieces.push(lines.subarray(start));
    return pieces;
  }
}

/** Where each line ends in the bytes; no encoding where all of it is ASCII. */
function lineEnds(
  texts: readonly string[],
  byteLength: number,
): readonly number[] {
  const units = texts.reduce((sum, text) => sum + text.length + 1, 0);
  const isAscii = units === byteLength;
  let end = 0;
  return texts.map((text) =>
    end += (isAscii ? text.length : UTF8.encode(text).length) + 1
  );
}

let lastTime = NaN;
let lastTimestamp = "";

/** ISO 8601 in UTC; a group shares its time, so the last one is remembered. */
function timestampOf({ time }: Entry): string {
  if (time !== lastTime) {
    lastTime = time;
    lastTimestamp = new Date(time).toISOString();
  }
  return lastTimestamp;
}

let lastRoom: string | undefined;
let lastRoomField = "";

/** The field of the wire; entries of a batch have the same, so it is remembered. */
function encodeTarget({ room, to }: Target): string {
  if (room === undefined) return `"to":${JSON.stringify(to)}`;
  if (room !== lastRoom) {
    lastRoom = room;
    lastRoomField = `"room":${JSON.stringify(room)}`;
  }
  return lastRoomField;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
