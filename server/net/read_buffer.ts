/**
 * The bytes one connection reads into: small while the peer sends little, for
 * this is most of what an idle connection costs.
 *
 * @module
 */

const MIN_BYTES = 256;
/** What a peer that falls silent after a lot may keep; a read cannot be undone. */
const MAX_BYTES = 16 * 1024;

/** A buffer whose size follows what arrives. */
export class ReadBuffer {
  #bytes = new Uint8Array(MIN_BYTES);

  /** Where the next read goes. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /**
   * Grows after a read that filled it, shrinks after one that hardly did.
   *
   * @returns whether it filled it, so that more may have arrived.
   */
  adapt(count: number): boolean {
    const size = this.#bytes.length;
    const wanted = count === size
      ? Math.min(size * 4, MAX_BYTES)
      : count < size / 8
      ? Math.max(size / 4, MIN_BYTES)
      : size;
    if (wanted !== size) this.#bytes = new Uint8Array(wanted);
    return count === size;
  }
}
