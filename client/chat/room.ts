/**
 * A room as one person sees it: what was told there, who is there, and how far
 * that person has read. Knows nothing of connections and drawing.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";
import { type Draft, EMPTY_DRAFT } from "../editing/line_editor.ts";
import { Reading } from "./scroll_state.ts";
import { Scrollback } from "./scrollback.ts";

/** What was said in a room since somebody looked there. */
export interface Activity {
  readonly room: string;
  readonly messages: number;
  readonly mentions: number;
}

/** Most people whose last words are remembered; the first go first. */
const MAX_SPEAKERS = 1000;

/** One room. */
export class Room {
  /** What it is called; "" before any is known. */
  name: string;
  /** What was told there. */
  readonly scrollback: Scrollback = new Scrollback();
  /** Where the person is in that. */
  readonly reading: Reading;
  /** What was begun there and not sent, while another room is shown. */
  draft: Draft = EMPTY_DRAFT;
  /** When who spoke last, by folded name. */
  readonly #spoke = new Map<string, number>();
  /** Who is there, by folded name; missing until that is known. */
  #here: Set<string> | undefined;
  /** How many are there, where only that is told. */
  #count: number | undefined;
  #messages = 0;
  #mentions = 0;
  #readSeq: number | undefined;

  /** Makes a room in which nothing was said. */
  constructor(name: string, now: number) {
    this.name = name;
    this.reading = new Reading(now);
  }

  /** How many people are there; missing until that is known. */
  get people(): number | undefined {
    return this.#count ?? this.#here?.size;
  }

  /** What was said there since somebody looked. */
  get activity(): Activity {
    const { name: room } = this;
    return { room, messages: this.#messages, mentions: this.#mentions };
  }

  /** The newest place in the server's order that was read. */
  get readSeq(): number | undefined {
    return this.#readSeq;
  }

  /** Notes who is there, all of them. */
  are(names: readonly string[]): void {
    this.#here = new Set(names.map(foldName));
    this.#count = undefined;
  }

  /** Notes who came and left, and how many there are where that is told. */
  moved(
    joined: readonly string[],
    left: readonly string[],
    count?: number,
  ): void {
    for (const name of left) this.#here?.delete(foldName(name));
    for (const name of joined) this.#here?.add(foldName(name));
    this.#count = count;
  }

  /** Notes that somebody spoke. */
  spoke(name: string, time: number): void {
    const key = foldName(name);
    this.#spoke.delete(key);
    this.#spoke.set(key, time);
    if (this.#spoke.size <= MAX_SPEAKERS) return;
    const [oldest = ""] = this.#spoke.keys();
    this.#spoke.delete(oldest);
  }

  /** Returns when somebody last spoke, in milliseconds since 1970. */
  lastSpoke(name: string): number | undefined {
    return this.#spoke.get(foldName(name));
  }

  /** Tells of a folded name whether it is of somebody there. */
  knows(foldedName: string): boolean {
    return this.#here?.has(foldedName) === true || this.#spoke.has(foldedName);
  }

  /** Notes a message that is not looked at. */
  missed(isMention: boolean): void {
    this.#messages++;
    if (isMention) this.#mentions++;
  }

  /** Notes that somebody looks there. */
  looked(): void {
    this.#messages = 0;
    this.#mentions = 0;
  }

  /** Notes that everything above a paragraph was seen. */
  saw(number: number, now: number): void {
    const { reading, scrollback } = this;
    const from = Math.max(reading.seenTo, scrollback.first);
    for (let at = from; at < number; at++) {
      const seq = scrollback.at(at)?.said?.seq;
      if (seq !== undefined) {
        this.#readSeq = Math.max(this.#readSeq ?? 0, seq);
      }
    }
    reading.saw(number, now);
  }

  /** Notes how far was read in an earlier run, and nothing after that. */
  hadRead(number: number, seq: number): void {
    this.reading.hadSeen(number);
    this.#readSeq = seq;
  }

  /** Notes that what is said from here on has places of another order. */
  beginAnew(): void {
    this.#readSeq = undefined;
  }

  /** How many messages of others below a paragraph were not seen. */
  newBelow(number: number): number {
    const { reading, scrollback } = this;
    let count = 0;
    const from = Math.max(number, reading.seenTo, scrollback.first);
    for (let at = from; at < scrollback.end; at++) {
      if (scrollback.at(at)?.said?.isMine === false) count++;
    }
    return count;
  }
}
