/**
 * What the server has not confirmed, kept on disk so that nothing can lose it.
 * A message is written as soon as it is on its way; that it was confirmed may
 * be written a little later, since the server takes the same message once.
 *
 * @module
 */

import type { UnackedMessages } from "../connection/unacked_messages.ts";
import type { UnackedStore } from "../connection/unacked_store.ts";
import { BackgroundWriter } from "../files/background_writer.ts";

/** Options for {@linkcode UnackedSaver}. */
export interface UnackedSaverOptions {
  readonly pending: UnackedMessages;
  readonly store: Pick<UnackedStore, "save">;
  /** Called when messages cannot be kept, after they could. */
  readonly onFailure: () => void;
}

/** Confirmations within this time are written together, in milliseconds. */
const SETTLED_MS = 250;

/** Keeps messages that wait for their ack. */
export class UnackedSaver {
  readonly #options: UnackedSaverOptions;
  readonly #writer = new BackgroundWriter(() => this.#save());
  #isKept = true;

  /** Begins with what is kept from an earlier run. */
  constructor(options: UnackedSaverOptions) {
    this.#options = options;
  }

  /** A message is on its way: it is written at once. */
  added(): void {
    this.#writer.within(0);
  }

  /** A message is settled: that is written soon. */
  settled(): void {
    this.#writer.within(SETTLED_MS);
  }

  /** Writes what is not written; returns whether all is kept. */
  async flush(maxMs: number): Promise<boolean> {
    return await this.#writer.flush(maxMs) && this.#isKept;
  }

  async #save(): Promise<void> {
    const { pending, store, onFailure } = this.#options;
    const wasKept = this.#isKept;
    this.#isKept = await store.save(pending.snapshot());
    if (wasKept && !this.#isKept) onFailure();
  }
}
