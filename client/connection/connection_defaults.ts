/**
 * What every connection of this program needs of the world: a network, ids and
 * chance.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import { ROOMS_VERSION } from "../../shared/version.ts";
import { absenceBackoff } from "./retry_schedule.ts";
import type { ConnectionOptions } from "./connection.ts";
import type { CredentialsOptions } from "./credentials.ts";
import { dial } from "./tcp_transport.ts";
import { makeIds } from "./message_ids.ts";
import { UnackedMessages } from "./unacked_messages.ts";
import { ONE_SHOT } from "./login.ts";

/**
 * How long a command that was given no time waits for its name, so that several
 * at once come one after another. Whoever chats under the name keeps it longer.
 */
const NAME_WAIT_MS = 5000;

/** What {@linkcode oneShotOptions} takes. */
export interface OneShot extends CredentialsOptions {
  readonly address: Address;
  readonly name: string;
  /** Whether it goes on trying when not even the first try worked. */
  readonly keepsTrying: boolean;
  /**
   * Whether it needs rooms or direct messages.
   *
   * @default {false}
   */
  readonly needsRooms?: boolean | undefined;
}

/** Returns what a connection needs that sends or asks something and ends. */
export function oneShotOptions(
  { address, needsRooms = false, ...options }: OneShot,
): Omit<ConnectionOptions, "listener" | "giveUpMs"> {
  return {
    ...connectionOptions(address),
    ...options,
    nameWaitMs: NAME_WAIT_MS,
    pending: new UnackedMessages(),
    login: needsRooms ? { ...ONE_SHOT, version: ROOMS_VERSION } : ONE_SHOT,
  };
}

/** Returns what a connection to `address` needs. */
export function connectionOptions(
  address: Address,
): Pick<ConnectionOptions, "dial" | "nextId" | "backoff"> {
  return {
    dial: (signal) => dial(address, signal),
    nextId: makeIds(),
    backoff: absenceBackoff(),
  };
}
