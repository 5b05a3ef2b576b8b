/**
 * Who came and left since somebody was told: who is back has done neither.
 *
 * @module
 */

/** Names, as they are spelled. */
export interface CameAndLeft {
  readonly joined: readonly string[];
  readonly left: readonly string[];
}

/** What has changed in one room. */
export class PresenceChanges {
  /** Most rooms have nothing to tell, so there is nothing for it. */
  #joined: Set<string> | undefined;
  #left: Set<string> | undefined;

  /** Whether there is nothing to tell. */
  get isEmpty(): boolean {
    return this.#joined === undefined && this.#left === undefined;
  }

  /** Somebody came. */
  joined(name: string): void {
    if (this.#left?.delete(name)) return this.#tidy();
    (this.#joined ??= new Set()).add(name);
  }

  /** Somebody left. */
  left(name: string): void {
    if (this.#joined?.delete(name)) return this.#tidy();
    (this.#left ??= new Set()).add(name);
  }

  /** Returns what there is to tell; then there is nothing. */
  take(): CameAndLeft {
    const changes = {
      joined: [...this.#joined ?? []],
      left: [...this.#left ?? []],
    };
    this.#joined = this.#left = undefined;
    return changes;
  }

  #tidy(): void {
    if (this.#joined?.size === 0) this.#joined = undefined;
    if (this.#left?.size === 0) this.#left = undefined;
  }
}
