/**
 * Where unacknowledged messages outlive the program: one small file for each
 * server and name.
 *
 * @module
 */

import { replaceFile } from "../files/private_file.ts";
import { MAX_PENDING, type Outgoing } from "./pending.ts";

const FORMAT = 1;

/** Keeps messages in a file; without one it keeps nothing. */
export class PendingStore {
  readonly #path: string | undefined;

  /** Names the file; nothing is read or made yet. */
  constructor(path: string | undefined) {
    this.#path = path;
  }

  /** Returns what an earlier run left; a damaged file counts as none. */
  load(): readonly Outgoing[] {
    if (this.#path === undefined) return [];
    try {
      return readMessages(JSON.parse(Deno.readTextFileSync(this.#path)));
    } catch {
      return []; // not there, not readable or damaged: nothing to send again
    }
  }

  /**
   * Replaces what is kept, beside the event loop; done when it survives a
   * power failure.
   *
   * @returns whether it could be kept.
   */
  async save(messages: readonly Outgoing[]): Promise<boolean> {
    if (this.#path === undefined) return false;
    try {
      if (messages.length === 0) await remove(this.#path);
      else {
        const text = JSON.stringify({ format: FORMAT, messages });
        await replaceFile(this.#path, text, { isDurable: true });
      }
      return true;
    } catch {
      return false; // a read-only home: the caller says so
    }
  }
}

/** That it is gone need not survive: who sends again is told of a duplicate. */
async function remove(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function readMessages(value: unknown): readonly Outgoing[] {
  if (!isRecord(value) || value.format !== FORMAT) return [];
  const { messages } = value;
  if (!Array.isArray(messages)) return [];
  return messages.filter(isOutgoing).slice(0, MAX_PENDING);
}

function isOutgoing(value: unknown): value is Outgoing {
  return isRecord(value) && typeof value.id === "string" &&
    typeof value.text === "string" && typeof value.time === "number";
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
