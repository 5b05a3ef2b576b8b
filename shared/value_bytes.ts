/**
 * The bytes of one value that may have begun in an earlier chunk: copied only
 * when a chunk ends inside the value. Knows nothing of JSON.
 *
 * @module
 */

const FIRST_CAPACITY = 256;
/** Most memory that is kept from one value to the next. */
const MAX_KEPT_BYTES = 4096;
const NOTHING = new Uint8Array(0);

/** Collects one value at a time; positions are indexes into the current chunk. */
export class ValueBytes {
  #held = NOTHING;
  #heldLength = 0;
  #start = 0;

  /** How many bytes it can hold without more memory. */
  get capacity(): number {
    return this.#held.length;
  }

  /** How many bytes of earlier chunks it holds. */
  get heldLength(): number {
    return this.#heldLength;
  }

  /** Begins a value at `start` of the current chunk. */
  begin(start: number): void {
    this.#heldLength = 0;
    this.#start = start;
  }

  /** Goes on with the next chunk. */
  nextChunk(): void {
    this.#start = 0;
  }

  /** Returns how many bytes the value has when it ends before `end`. */
  length(end: number): number {
    return this.#heldLength + end - this.#start;
  }

  /** Copies what the chunk holds of the value; the chunk may then be reused. */
  hold(chunk: Uint8Array): void {
    const tail = chunk.subarray(this.#start);
    this.#reserve(this.#heldLength + tail.length);
    this.#held.set(tail, this.#heldLength);
    this.#heldLength += tail.length;
    this.#start = chunk.length;
  }

  /** Returns the value's bytes up to `end`, valid until the next call. */
  upTo(chunk: Uint8Array, end: number): Uint8Array {
    if (this.#heldLength === 0) return chunk.subarray(this.#start, end);
    this.hold(chunk.subarray(0, end));
    return this.#held.subarray(0, this.#heldLength);
  }

  /** Ends the value; the memory of a long one is given back. */
  end(): void {
    if (this.#held.length > MAX_KEPT_BYTES) this.#held = NOTHING;
    this.#heldLength = 0;
    this.#start = 0;
  }

  /** Gives the memory back. */
  clear(): void {
    this.#held = NOTHING;
    this.#heldLength = 0;
  }

  #reserve(length: number): void {
    if (length <= this.#held.length) return;
    const grown = new Uint8Array(Math.max(FIRST_CAPACITY, length * 2));
    grown.set(this.#held.subarray(0, this.#heldLength));
    this.#held = grown;
  }
}
