/**
 * What every connection of this program needs of the world: a network, ids and
 * chance. Knows nothing of what is said.
 *
 * @module
 */

import type { Address } from "../shared/address.ts";
import { exponentialBackoff } from "./backoff.ts";
import type { ConnectionOptions } from "./connection.ts";
import { dial } from "./dial.ts";
import { makeIds } from "./message_ids.ts";

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
