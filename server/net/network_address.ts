/**
 * What of a peer's address counts for the limits of one.
 *
 * @module
 */

import { unmapped } from "../../shared/address.ts";

/** Returns an IPv4 address, or the /64 of an IPv6 address: what one person has. */
export function networkOf(address: string): string {
  const ip = unmapped(address);
  if (!ip.includes(":")) return ip;
  const [head = "", tail = ""] = ip.split("%")[0]?.split("::") ?? [];
  const left = head === "" ? [] : head.split(":");
  const right = tail === "" ? [] : tail.split(":");
  const zeros = Array(Math.max(0, 8 - left.length - right.length)).fill("0");
  return [...left, ...zeros, ...right].slice(0, 4).join(":");
}
