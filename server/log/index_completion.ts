/**
 * Completes indexes that are made anew, for those who cannot be answered before.
 *
 * @module
 */

/** Goes on with it a step at a time, once for all who wait. */
export class IndexCompletion {
  readonly #step: () => boolean;
  #underWay: Promise<void> | undefined;

  /**
   * Does nothing yet.
   *
   * @param step Does a few milliseconds of it; returns whether there is more.
   */
  constructor(step: () => boolean) {
    this.#step = step;
  }

  /** Resolves when all is done; rejects with what a step throws. */
  whenDone(): Promise<void> {
    return this.#underWay ??= this.#run()
      .finally(() => this.#underWay = undefined);
  }

  async #run(): Promise<void> {
    while (this.#step()) {
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
}
