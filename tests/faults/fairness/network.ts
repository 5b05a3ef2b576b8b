/**
 * A network of its own for a process and all that it starts, with addresses
 * that are not loopback: Linux takes the address that is connected to for the
 * one that connects, where both are of the same machine. So who connects to
 * another address of the server has another address.
 *
 * @module
 */

import type { Address } from "../../../shared/address.ts";
import { hasProgram } from "../../support/effort.ts";

/** How many neighbours there are. */
const NEIGHBOURS = 10;
/** All addresses of a machine. */
export const EVERYWHERE = "0.0.0.0";
const ATTACKERS = "10.77.2.1";
const OF_NEIGHBOURS = Array.from(
  { length: NEIGHBOURS },
  (_, n) => `10.77.1.${1 + n}`,
);
/** Nobody but root needs a user namespace for it. */
const UNSHARE = Deno.uid() === 0 ? "-n" : "-rn";
const SET_UP = [
  "ip link set lo up",
  ...[ATTACKERS, ...OF_NEIGHBOURS].map((one) => `ip addr add ${one}/32 dev lo`),
  'exec "$0" "$@"',
].join(" && ");

/** Runs what follows it in a network of its own. */
export const IN_NETWORK = ["unshare", UNSHARE, "sh", "-c", SET_UP] as const;

/** Where attackers and neighbours connect to. */
export interface WayAddresses {
  readonly attackers: Address;
  /** One for each. */
  readonly neighbours: readonly Address[];
}

/** Returns where to connect to a server, so that addresses are as a way says. */
export function addressesOf(
  server: Address,
  { isOneAddress }: { readonly isOneAddress: boolean },
): WayAddresses {
  const at = (hostname: string) => ({ ...server, hostname });
  return isOneAddress
    ? { attackers: at(ATTACKERS), neighbours: OF_NEIGHBOURS.map(at) }
    : { attackers: server, neighbours: OF_NEIGHBOURS.map(() => server) };
}

/** Whether this process may make a network. */
export function mayMakeNetwork(): boolean {
  if (!hasProgram("unshare") || !hasProgram("ip")) return false;
  const [program, ...args] = [...IN_NETWORK, "true"];
  return new Deno.Command(program, { args, stderr: "null" }).outputSync()
    .success;
}
