/**
 * Where unacknowledged messages outlive the program: one small file for each
 * server and name.
 *
 * @module
 */

import { fieldsOf } from "../../shared/fields.ts";
import { LOBBY_TARGET, type Target } from "../../shared/target.ts";
import { replaceFile } from "../files/private_file.ts";
import { MAX_UNACKED, type Outgoing } from "./unacked_messages.ts";

const FORMAT = 1;

/** Keeps messages in a file; without one it keeps nothing. */
export class UnackedStore {
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

/** That it is gone need not survive: what is sent again is not stored twice. */
async function remove(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

function readMessages(value: unknown): readonly Outgoing[] {
  const { format, messages } = fieldsOf(value);
  if (format !== FORMAT || !Array.isArray(messages)) return [];
  return messages.flatMap(readMessage).slice(0, MAX_UNACKED);
}

/** A message that was kept without a target went to the lobby. */
function readMessage(value: unknown): readonly Outgoing[] {
  const { id, text, time, target = LOBBY_TARGET, wasWritten } = fieldsOf(value);
  const isWhole = typeof id === "string" && typeof text === "string" &&
    typeof time === "number" && isTarget(target);
  if (!isWhole) return [];
  const message = { id, text, time, target };
  return [wasWritten === true ? { ...message, wasWritten } : message];
}

function isTarget(value: unknown): value is Target {
  const { room, to, talk } = fieldsOf(value);
  const isTalk = talk === undefined ||
    (typeof talk === "string" && to !== undefined);
  return [room, to].filter((each) => typeof each === "string").length === 1 &&
    [room, to].includes(undefined) && isTalk;
}
