/**
 * What was said and what became of it, held against the whole history: the
 * queue test of Jepsen. Every text is said once by one author, so whatever the
 * history lacks, has twice or has made up is found. Pure.
 *
 * @module
 */

/** A message as the history has it. */
export interface Stored {
  readonly seq: number;
  readonly sender: string;
  readonly content: string;
}

/** What the history is guilty of; all lists are empty when it is not. */
export interface Report {
  readonly sent: number;
  readonly acked: number;
  readonly refused: number;
  /** Fate not known when the ledger was closed. */
  readonly unknown: number;
  /** Share of what was sent whose fate was not known for a while. */
  readonly unknownShare: number;
  /** Acknowledged, and not at the seq it was given. */
  readonly lost: readonly string[];
  /** There more than once. */
  readonly duplicated: readonly string[];
  /** Before something its author said earlier, or at a seq that does not grow. */
  readonly reordered: readonly string[];
  /** Never said by this author, or refused for good. */
  readonly unexplained: readonly string[];
}

interface Record {
  readonly author: string;
  /** Place among what its author said. */
  readonly place: number;
  seq?: number;
  code?: string;
  wasUnknown: boolean;
}

/** Keeps book of what writers say. */
export class Ledger {
  readonly #records = new Map<string, Record>();
  readonly #places = new Map<string, number>();
  readonly #disputed: string[] = [];
  #acked = 0;

  /** How many messages were acknowledged so far. */
  get acked(): number {
    return this.#acked;
  }

  /** All texts that were acknowledged, with their seq. */
  get seqs(): ReadonlyMap<string, number> {
    const known = [...this.#records].flatMap(([text, { seq }]) =>
      seq === undefined ? [] : [[text, seq] as const]
    );
    return new Map(known);
  }

  /** An author sends a text, which nobody has sent before. */
  sent(author: string, text: string): void {
    if (this.#records.has(text)) throw new RangeError(`Said twice: ${text}`);
    const place = this.#places.get(author) ?? 0;
    this.#places.set(author, place + 1);
    this.#records.set(text, { author, place, wasUnknown: false });
  }

  /** The server acknowledged it, under this seq. */
  settled(text: string, seq: number): void {
    const record = this.#recordOf(text);
    if (record.seq === undefined) this.#acked++;
    else if (record.seq !== seq) this.#disputed.push(text);
    record.seq = seq;
  }

  /** The server refused it; it is not sent again. */
  refused(text: string, code: string): void {
    this.#recordOf(text).code = code;
  }

  /** The connection was lost before an answer. */
  unknown(text: string): void {
    this.#recordOf(text).wasUnknown = true;
  }

  /** Holds the whole history, in its order, against what is in the book. */
  report(history: readonly Stored[]): Report {
    const all = [...this.#records.values()];
    const seqs = new Map(history.map(({ content, seq }) => [content, seq]));
    const lost = [...this.#records].flatMap(([text, { seq }]) =>
      seq === undefined || seqs.get(text) === seq ? [] : [text]
    );
    return {
      sent: all.length,
      acked: this.#acked,
      refused: all.filter((one) => isRefused(one)).length,
      unknown: all.filter((one) => isUnknown(one)).length,
      unknownShare: all.filter(({ wasUnknown }) => wasUnknown).length /
        Math.max(1, all.length),
      lost,
      duplicated: [...duplicatesIn(history), ...this.#disputed],
      reordered: this.#reorderedIn(history),
      unexplained: history.filter((one) => !this.#isExplained(one))
        .map(({ content }) => content),
    };
  }

  #recordOf(text: string): Record {
    const record = this.#records.get(text);
    if (!record) throw new RangeError(`Never said: ${text}`);
    return record;
  }

  #isExplained({ sender, content }: Stored): boolean {
    const record = this.#records.get(content);
    return record !== undefined && record.author === sender &&
      !isRefused(record);
  }

  #reorderedIn(history: readonly Stored[]): string[] {
    const places = new Map<string, number>();
    let lastSeq = 0;
    return history.flatMap(({ seq, sender, content }) => {
      const place = this.#records.get(content)?.place ?? Infinity;
      const isLate = place < (places.get(sender) ?? -1);
      const isBack = seq <= lastSeq;
      if (place !== Infinity) places.set(sender, place);
      lastSeq = seq;
      return isLate || isBack ? [content] : [];
    });
  }
}

/** Refused before it was ever unknown: it must not have been stored. */
function isRefused({ seq, code, wasUnknown }: Record): boolean {
  return seq === undefined && code !== undefined && !wasUnknown;
}

function isUnknown(record: Record): boolean {
  return record.seq === undefined && !isRefused(record);
}

function duplicatesIn(history: readonly Stored[]): string[] {
  const seen = new Set<string>();
  return history.flatMap(({ content }) => {
    const isAgain = seen.has(content);
    seen.add(content);
    return isAgain ? [content] : [];
  });
}
