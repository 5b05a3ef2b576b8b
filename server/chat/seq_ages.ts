/**
 * Up to which seq everything is older than some minutes, without a look into the
 * log: where it stood is noted now and then.
 *
 * @module
 */

/** How long what is said in a room without a history can be resumed from. */
export const RESUME_MS = 5 * 60_000;

/** So often it is noted; the age is right but for so much. */
const EVERY_MS = 10_000;

/** Where the log stood, in the last minutes. */
export class SeqAges {
  /** Oldest first; one more than fit into the time. */
  readonly #marks: { readonly at: number; readonly seq: number }[] = [];

  /** Notes where the log stands; `now` is on the clock of deadlines. */
  note(now: number, seq: number): void {
    const newest = this.#marks.at(-1);
    if (newest && now - newest.at < EVERY_MS) return;
    this.#marks.push({ at: now, seq });
    while ((this.#marks[1]?.at ?? Infinity) <= now - RESUME_MS) {
      this.#marks.shift();
    }
  }

  /** Everything up to this seq is older than {@linkcode RESUME_MS}. */
  old(now: number): number {
    const mark = this.#marks.findLast(({ at }) => at <= now - RESUME_MS);
    return mark?.seq ?? 0;
  }
}
