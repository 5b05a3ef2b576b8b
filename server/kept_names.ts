/**
 * Names over a restart: whoever was here when the server stopped has the grace
 * time to come back, as after a lost connection, and nobody is shown either.
 *
 * @module
 */

import type { Chat } from "./chat/chat.ts";
import { NamesFile, type TakenNames } from "./directory/names_file.ts";
import type { Logger } from "./logging/logger.ts";
import type { ServeOptions } from "./serve_options.ts";

/** What names are kept with. */
export interface KeptNamesParts {
  readonly options: Pick<ServeOptions, "graceMs">;
  readonly chat: Chat;
  readonly logger: Logger;
}

/** Takes the names of the process before, and at the end leaves its own. */
export class KeptNames implements Disposable {
  readonly #parts: KeptNamesParts;
  readonly #file: NamesFile;

  /** Takes them; the data folder is locked by this process. */
  constructor(folder: string, parts: KeptNamesParts) {
    this.#parts = parts;
    this.#file = new NamesFile(folder);
    try {
      this.#restore(this.#file.take());
    } catch (error) {
      parts.logger.warn("names_lost", { why: String(error) });
    }
  }

  /** Leaves the names that are kept; to be called when all have gone. */
  [Symbol.dispose](): void {
    const { chat, logger } = this.#parts;
    try {
      this.#file.keep(chat.kept());
    } catch (error) {
      logger.warn("names_lost", { why: String(error) });
    }
  }

  /** One that is refused, as when it looks like another one, costs no other. */
  #restore({ names, errors }: TakenNames): void {
    const { chat, logger, options: { graceMs } } = this.#parts;
    const lost = [...errors];
    for (const kept of names) {
      try {
        chat.restore({ ...kept, leftMs: Math.min(kept.leftMs, graceMs) });
      } catch (error) {
        lost.push(error);
      }
    }
    if (lost.length === 0) return;
    logger.warn("names_lost", { count: lost.length, why: String(lost[0]) });
  }
}
