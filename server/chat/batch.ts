/**
 * Messages of one group, encoded once for everybody who gets it. Those who sent
 * some of it get the same bytes without their own messages.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";
import type { Entry } from "../log/log.ts";
import {
  encodeMessageFor,
  toAscii,
  type WireForm,
  withOwnId,
} from "./payload.ts";

/** Who gets a batch, and what of it is its own. */
export interface Recipient {
  /** The folded name of the author that it is. */
  readonly key: string;
  /** Seqs of the messages it sent itself, which it does not get; ascending. */
  readonly sent: readonly number[];
  /** Whether it gets the id of a message it sent over another connection. */
  readonly knowsOwnIds: boolean;
}

const UTF8 = new TextEncoder();

/** Entries encoded once. */
export class Batch {
  /** Where the entries of each author are, by the folded name. */
  readonly #byAuthor: ReadonlyMap<string, readonly number[]>;
  readonly #texts = new Map<WireForm, readonly string[]>();
  #lines?: Uint8Array;
  #ends?: readonly number[];

  /** The seq of the oldest entry. */
  readonly first: number;
  /** The seq of the newest entry. */
  readonly last: number;

  /** Makes a batch of entries, oldest first, at least one. */
  constructor(readonly entries: readonly Entry[]) {
    this.first = entries[0]?.seq ?? 0;
    this.last = entries.at(-1)?.seq ?? 0;
    this.#byAuthor = indexByAuthor(entries);
  }

  /**
   * Returns the lines for a recipient: one piece, the same bytes for all; for
   * those who sent some of it, the pieces between their own messages.
   */
  linesFor(recipient: Recipient): readonly Uint8Array[] {
    const lines = this.#lines ??= this.#encodeLines();
    const own = this.#byAuthor.get(recipient.key);
    return own ? this.#piecesFor(recipient, own, lines) : [lines];
  }

  /** Returns the messages for a recipient one by one, as JSON in a bare form. */
  textsFor(recipient: Recipient, form: WireForm): readonly string[] {
    const texts = this.#encodeTexts(form);
    const own = this.#byAuthor.get(recipient.key);
    if (!own) return texts;
    const wasSent = inOrder(recipient.sent);
    const mine: (string | undefined)[] = [...texts];
    for (const index of own) {
      const text = texts[index] ?? "";
      mine[index] = this.#ownMessage(index, recipient, wasSent, text);
    }
    return mine.filter((text) => text !== undefined);
  }

  #encodeTexts(form: WireForm): readonly string[] {
    const known = this.#texts.get(form);
    if (known) return known;
    const texts = this.entries.map((entry) => {
      const json = encodeMessageFor(form, entry);
      return form === "lines" ? json : toAscii(json);
    });
    this.#texts.set(form, texts);
    return texts;
  }

  #encodeLines(): Uint8Array {
    return UTF8.encode([...this.#encodeTexts("lines"), ""].join("\n"));
  }

  /** @param own Where its messages are. */
  #piecesFor(
    recipient: Recipient,
    own: readonly number[],
    lines: Uint8Array,
  ): readonly Uint8Array[] {
    const texts = this.#encodeTexts("lines");
    const ends = this.#ends ??= lineEnds(texts, lines.length);
    const wasSent = inOrder(recipient.sent);
    const pieces: Uint8Array[] = [];
    let start = 0;
    for (const index of own) {
      const text = texts[index] ?? "";
      const shown = this.#ownMessage(index, recipient, wasSent, text);
      if (shown === text) continue;
      const before = ends[index - 1] ?? 0;
      if (before > start) pieces.push(lines.subarray(start, before));
      if (shown !== undefined) pieces.push(UTF8.encode(shown + "\n"));
      start = ends[index] ?? lines.length;
    }
    if (start < lines.length) pieces.push(lines.subarray(start));
    return pieces;
  }

  /** A message as its author gets it; missing when it sent it itself. */
  #ownMessage(
    index: number,
    { knowsOwnIds }: Recipient,
    wasSent: (seq: number) => boolean,
    text: string,
  ): string | undefined {
    const entry = this.entries[index];
    if (!entry) return text;
    if (wasSent(entry.seq)) return undefined;
    const isKnown = knowsOwnIds && entry.id !== undefined;
    return isKnown ? withOwnId(text, entry.id) : text;
  }
}

function indexByAuthor(
  entries: readonly Entry[],
): ReadonlyMap<string, readonly number[]> {
  const byAuthor = new Map<string, number[]>();
  entries.forEach(({ author }, index) => {
    const key = foldName(author);
    const places = byAuthor.get(key);
    if (places) places.push(index);
    else byAuthor.set(key, [index]);
  });
  return byAuthor;
}

/** Returns what tells whether a list has a number; both are asked in order. */
function inOrder(seqs: readonly number[]): (seq: number) => boolean {
  let at = 0;
  return (seq) => {
    while ((seqs[at] ?? Infinity) < seq) at++;
    return seqs[at] === seq;
  };
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
