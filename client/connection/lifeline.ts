/**
 * What every connection of this program needs of the world: a network, ids and
 * chance. Knows nothing of what is said.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import { exponentialBackoff } from "./backoff.ts";
import type { ConnectionOptions } from "./connection.ts";
import { dial } from "./dial.ts";
import { makeIds } from "./message_ids.ts";
import { Pending } from "./pending.ts";
import { BRIEF_WISH } from "./wish.ts";

/** What {@linkcode errandTo} is told. */
export interface Errand {
  readonly address: Address;
  readonly name: string;
  /** Whether it goes on trying when not even the first try worked. */
  readonly keepsTrying: boolean;
}

/** Returns what a connection needs that is there for one errand. */
export function errandTo(
  { address, ...errand }: Errand,
): Omit<ConnectionOptions, "listener" | "giveUpMs"> {
  return {
    ...lifelineTo(address),
    ...errand,
    pending: new Pending(),
    wish: BRIEF_WISH,
  };
}

/** Returns what a connection to `address` needs. */
export function lifelineTo(
  address: Address,
): Pick<ConnectionOptions, "dial" | "nextId" | "backoff"> {
  return {
    dial: (signal) => dial(address, signal),
    nextId: makeIds(),
    backoff: exponentialBackoff(),
  };
}
