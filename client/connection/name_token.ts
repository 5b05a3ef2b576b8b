/**
 * The proof that a name is one's own, which takes it back from a connection
 * that is lost: over cuts, and with a store over runs of the program.
 *
 * @module
 */

/** Where a token outlives the program. */
export interface TokenStore {
  /**
   * Returns what an earlier run left, or nothing while another run uses it: two
   * with one token would cut each other off for ever.
   */
  load(): string | undefined;
  /** Keeps a token in the place of the one before. */
  save(token: string): void;
  /** Keeps none any more. */
  remove(): void;
  /** Resolves when all is done; another run may have it. */
  close(): Promise<void>;
}

/** The token of one name. */
export class NameToken {
  readonly #store: TokenStore | undefined;
  #value: string | undefined;

  /** Takes where it is kept; without a store it ends with the program. */
  constructor(store?: TokenStore) {
    this.#store = store;
  }

  /** What to log in with; the run that had it before may be over meanwhile. */
  get value(): string | undefined {
    return this.#value ??= this.#store?.load();
  }

  /** Notes the token of a login; the server may not give one. */
  renew(token: string | undefined): void {
    if (token === undefined) return;
    this.#value = token;
    this.#store?.save(token);
  }

  /** Forgets it: the name is another's, and no token of ours will change it. */
  reject(): void {
    this.#value = undefined;
    this.#store?.remove();
  }

  /**
   * Ends with the connection.
   *
   * @param isFree Whether the server has freed the name, and not only lost us.
   */
  async close(isFree: boolean): Promise<void> {
    if (isFree) this.#store?.remove();
    await this.#store?.close();
  }
}
