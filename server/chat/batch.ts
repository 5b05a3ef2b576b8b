/**
 * Messages of one group, encoded once for everybody who gets it. Those who sent
 * some of it get the same bytes without their own messages.
 *
 * @module
 */

import type { Entry } from "../log/log.ts";
import { type Dialect, encodeEntry, ownIdOf, withOwnId } from "./entry_json.ts";
import { isDirect, lobbyView } from "./lobby_view.ts";
import { toAscii, type WireForm } from "./payload.ts";

/** Who gets a batch, and what of it is its own. */
export interface Recipient {
  /** The identity that it is. */
  readonly identity: number;
  /** What its program knows of. */
  readonly dialect: Dialect;
  /** Seqs of the messages it sent itself, which it does not get; ascending. */
  readonly sent: readonly number[];
  /** Whether it gets the id of a message it sent over another connection. */
  readonly knowsOwnIds: boolean;
}

const UTF8 = new TextEncoder();

/** Entries encoded once. */
export class Batch {
  /** Where the entries of each identity are. */
  readonly #byIdentity: ReadonlyMap<number, readonly number[]>;
  readonly #texts = new Map<WireForm, readonly string[]>();
  #lines?: Uint8Array;
  #ends?: readonly number[];
  /** For those whose programs know only the lobby, if it is one for all. */
  #inLobby?: Batch;

  /** The seq of the oldest entry. */
  readonly first: number;
  /** The seq of the newest entry. */
  readonly last: number;

  /** Makes a batch of entries, oldest first, at least one. */
  constructor(
    readonly entries: readonly Entry[],
    /** What the programs know of that get it. */
    readonly dialect: Dialect = "rooms",
    /** Nothing behind this seq was shown to anybody before it. */
    readonly shownBefore = Infinity,
  ) {
    this.first = entries[0]?.seq ?? 0;
    this.last = entries.at(-1)?.seq ?? 0;
    this.#byIdentity = indexByIdentity(entries);
  }

  /**
   * Returns the lines for a recipient: one piece, the same bytes for all; for
   * those who sent some of it, the pieces between their own messages.
   */
  linesFor(recipient: Recipient): readonly Uint8Array[] {
    const batch = this.#batchFor(recipient);
    if (batch !== this) return batch.linesFor(recipient);
    const lines = this.#lines ??= this.#encodeLines();
    const own = this.#byIdentity.get(recipient.identity);
    if (own) return this.#piecesFor(recipient, own, lines);
    return lines.length > 0 ? [lines] : [];
  }

  /** Returns the messages for a recipient one by one, as JSON in a bare form. */
  textsFor(recipient: Recipient, form: WireForm): readonly string[] {
    const batch = this.#batchFor(recipient);
    if (batch !== this) return batch.textsFor(recipient, form);
    const texts = this.#encodeTexts(form);
    const own = this.#byIdentity.get(recipient.identity);
    if (!own) return texts;
    const wasSent = inOrder(recipient.sent);
    const mine: (string | undefined)[] = [...texts];
    for (const index of own) {
      const text = texts[index] ?? "";
      mine[index] = this.#ownMessage(index, recipient, wasSent, text);
    }
    return mine.filter((text) => text !== undefined);
  }

  /** The batch in the dialect of a recipient; this one where all is the same. */
  #batchFor({ dialect, identity }: Recipient): Batch {
    if (dialect === this.dialect) return this;
    if (this.#inLobby) return this.#inLobby;
    const view = lobbyView(this.entries, identity);
    if (view === this.entries && !view.some(isOfAccount)) {
      return this.#inLobby = this;
    }
    const batch = new Batch(view, "lobby");
    if (!this.entries.some(isDirect)) this.#inLobby = batch;
    return batch;
  }

  #encodeTexts(form: WireForm): readonly string[] {
    const known = this.#texts.get(form);
    if (known) return known;
    const texts = this.entries.map((entry) => {
      const json = encodeEntry(entry, form, this.dialect);
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
    const id = knowsOwnIds ? ownIdOf(entry) : undefined;
    return id === undefined ? text : withOwnId(text, id);
  }
}

function isOfAccount({ account }: Entry): boolean {
  return account === true;
}

function indexByIdentity(
  entries: readonly Entry[],
): ReadonlyMap<number, readonly number[]> {
  const places = new Map<number, number[]>();
  entries.forEach(({ by }, index) => {
    const own = places.get(by);
    if (own) own.push(index);
    else places.set(by, [index]);
  });
  return places;
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
