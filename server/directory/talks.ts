/**
 * Which talk two people have: it is theirs, whoever has their names later.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Json } from "../../shared/json.ts";
import type { Identities } from "./identities.ts";
import type { ReadMarks } from "./read_marks.ts";
import { count, fieldsOf, text } from "./record_fields.ts";
import { type Records, UNCHANGED } from "./records.ts";

/** Most talks of one person. */
export const MAX_TALKS = 2000;
/** With so many only people with accounts begin more: guests come and go. */
export const MAX_TALKS_WITH_GUESTS = 1000;

const ID_BYTES = 8;

/** One of the two of a talk. */
export interface Talker {
  /** The number of an identity. */
  readonly number: number;
  /** As it was spelled when the talk began. */
  readonly name: string;
}

/** A talk; one per pair of identities, who may be the same. */
export interface Talk {
  /** Opaque: 16 hexadecimal digits. */
  readonly id: string;
  readonly a: Talker;
  readonly b: Talker;
}

/** Returns under which key the log keeps what is said in a talk. */
export function talkConversation({ id }: Pick<Talk, "id">): string {
  return `@${id}`;
}

/** Returns the other one of a talk. */
export function otherOf({ a, b }: Talk, identity: number): Talker {
  return a.number === identity ? b : a;
}

/** What talks are decided with. */
export interface TalksParts {
  readonly records: Records;
  readonly identities: Identities;
  readonly readMarks: ReadMarks;
}

/** Talks by id, by pair and by person. */
export class Talks {
  readonly #parts: TalksParts;
  readonly #talks = new Map<string, Talk>();
  /** By the number of one, and of the other. */
  readonly #pairs = new Map<number, Map<number, Talk>>();

  /** Begins with none. */
  constructor(parts: TalksParts) {
    this.#parts = parts;
  }

  /** Returns the talk of an id. */
  get(id: string): Talk | undefined {
    return this.#talks.get(id);
  }

  /** Returns the talk of two, if they have one. */
  find(one: number, other: number): Talk | undefined {
    return this.#pairs.get(one)?.get(other);
  }

  /** Returns the talks of somebody, in the order in which they began. */
  of(identity: number): Iterable<Talk> {
    return this.#pairs.get(identity)?.values() ?? [];
  }

  /** Takes in what the watch told. */
  heard(id: string, value: Json | undefined): void {
    const before = this.get(id);
    if (before) this.#hide(before);
    if (value !== undefined) this.#show(readTalk(id, value));
  }

  /**
   * Returns the talk of two, which is made where they have none.
   *
   * @throws {ChatError} `too_many`, `store_full`, `unavailable`.
   */
  async between(a: Talker, b: Talker): Promise<Talk> {
    const { records } = this.#parts;
    const id = crypto.getRandomValues(new Uint8Array(ID_BYTES)).toHex();
    const made = { id, a, b };
    if (this.find(a.number, b.number)) await records.settled();
    else {
      const ended = this.#makeRoom(a, b);
      const put = records.change(
        `talk/${id}`,
        () =>
          this.find(a.number, b.number) ? UNCHANGED : {
            ...{ a: a.number, aName: a.name },
            ...{ b: b.number, bName: b.name },
          },
      );
      await Promise.all([...ended, put]);
    }
    return this.find(a.number, b.number) ?? made;
  }

  /** Ends the talks of somebody with people who are not there either. */
  async end(
    identity: number,
    isThere: (identity: number) => boolean,
  ): Promise<void> {
    const over = [...this.of(identity)].filter((talk) =>
      !isThere(otherOf(talk, identity).number)
    );
    await Promise.all(over.flatMap((talk) => this.#end(talk)));
  }

  /** Ends talks with nobody, where there are too many. */
  #makeRoom(a: Talker, b: Talker): readonly Promise<void>[] {
    const { identities } = this.#parts;
    const areAccounts = [a, b].every((one) => identities.isAccount(one.number));
    const most = areAccounts ? MAX_TALKS : MAX_TALKS_WITH_GUESTS;
    return [a, b]
      .filter(({ number }) => (this.#pairs.get(number)?.size ?? 0) >= most)
      .map((one) => this.#withNobody(one))
      .flatMap((talk) => this.#end(talk));
  }

  /** The oldest talk of somebody with a guest who cannot come back. */
  #withNobody({ number }: Talker): Talk {
    const { identities } = this.#parts;
    for (const talk of this.of(number)) {
      if (!identities.get(otherOf(talk, number).number)) return talk;
    }
    throw new ChatError(
      "too_many",
      "Cannot begin one more talk: one of you has too many",
    );
  }

  #end(talk: Talk): readonly Promise<void>[] {
    const { records, readMarks } = this.#parts;
    const key = talkConversation(talk);
    return [
      readMarks.end(talk.a.number, key),
      readMarks.end(talk.b.number, key),
      records.change(`talk/${talk.id}`, () => undefined),
    ];
  }

  #show(talk: Talk): void {
    this.#talks.set(talk.id, talk);
    this.#pair(talk.a.number).set(talk.b.number, talk);
    this.#pair(talk.b.number).set(talk.a.number, talk);
  }

  #hide({ id, a, b }: Talk): void {
    this.#talks.delete(id);
    for (const [one, other] of [[a, b], [b, a]] as const) {
      const talks = this.#pairs.get(one.number);
      talks?.delete(other.number);
      if (talks?.size === 0) this.#pairs.delete(one.number);
    }
  }

  #pair(number: number): Map<number, Talk> {
    const talks = this.#pairs.get(number) ?? new Map<number, Talk>();
    this.#pairs.set(number, talks);
    return talks;
  }
}

function readTalk(id: string, value: Json): Talk {
  const fields = fieldsOf(value);
  return {
    id,
    a: { number: count(fields, "a"), name: text(fields, "aName") },
    b: { number: count(fields, "b"), name: text(fields, "bName") },
  };
}
