/**
 * How far everybody has read in each conversation: heard of at once, kept soon.
 *
 * @module
 */

import type { Json } from "../../shared/json.ts";
import { checkedCount } from "./record_fields.ts";
import type { Records } from "./records.ts";

/** A mark is kept so long after it was set, at the latest. */
export const KEEP_MARKS_MS = 5000;

/** Read marks by person and by the key of a conversation. */
export class ReadMarks implements AsyncDisposable {
  readonly #records: Records;
  readonly #onBug: (error: unknown) => void;
  readonly #marks = new Map<number, Map<string, number>>();
  /** What is not kept yet, by person. */
  readonly #unkept = new Map<number, Set<string>>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Begins with none. */
  constructor(records: Records, onBug: (error: unknown) => void) {
    this.#records = records;
    this.#onBug = onBug;
  }

  /** Returns up to which seq somebody has read; 0 where nobody has said so. */
  get(identity: number, conversation: string): number {
    return this.#marks.get(identity)?.get(conversation) ?? 0;
  }

  /** Who has read something. */
  get people(): Iterable<number> {
    return this.#marks.keys();
  }

  /** Takes in what the watch told; what was set here since is newer. */
  heard(
    identity: number,
    conversation: string,
    value: Json | undefined,
  ): void {
    if (this.#unkept.get(identity)?.has(conversation)) return;
    if (value === undefined) this.#delete(identity, conversation);
    else this.#set(identity, conversation, checkedCount(value, "read"));
  }

  /** Notes how far somebody has read; kept within {@linkcode KEEP_MARKS_MS}. */
  set(identity: number, conversation: string, seq: number): void {
    if (this.get(identity, conversation) === seq) return;
    this.#set(identity, conversation, seq);
    const unkept = this.#unkept.get(identity);
    if (unkept) unkept.add(conversation);
    else this.#unkept.set(identity, new Set([conversation]));
    this.#timer ??= setTimeout(() => this.#keepSoon(), KEEP_MARKS_MS);
  }

  /** Ends the marks of somebody, or those in one conversation. */
  async end(identity: number, conversation?: string): Promise<void> {
    const marks = [...this.#marks.get(identity)?.keys() ?? []]
      .filter((key) => conversation === undefined || key === conversation);
    for (const key of marks) {
      this.#unkept.get(identity)?.delete(key);
      this.#delete(identity, key);
    }
    await Promise.all(
      marks.map((key) => this.#keep(identity, key)),
    );
  }

  /** Keeps all marks; rejects where that cannot be. */
  async keep(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const unkept = [...this.#unkept];
    this.#unkept.clear();
    await Promise.all(
      unkept.flatMap(([identity, keys]) =>
        [...keys].map((key) => this.#keep(identity, key))
      ),
    );
  }

  /** Keeps what is left; a disk that fails keeps nothing. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.keep().catch(() => {
      // The store has told of it; a mark is read up to again.
    });
  }

  #keepSoon(): void {
    this.keep().catch((error) => {
      const isRefusal = error instanceof Error && error.name === "ChatError";
      if (!isRefusal) this.#onBug(error);
    });
  }

  #keep(identity: number, conversation: string): Promise<void> {
    const key = `read/${identity}/${conversation}`;
    const seq = this.get(identity, conversation);
    return this.#records.change(key, () => seq === 0 ? undefined : seq);
  }

  #set(identity: number, conversation: string, seq: number): void {
    const marks = this.#marks.get(identity);
    if (marks) marks.set(conversation, seq);
    else this.#marks.set(identity, new Map([[conversation, seq]]));
  }

  #delete(identity: number, conversation: string): void {
    const marks = this.#marks.get(identity);
    marks?.delete(conversation);
    if (marks?.size === 0) this.#marks.delete(identity);
  }
}
