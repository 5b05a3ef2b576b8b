/**
 * What of a peer's address counts for the limits of one.
 *
 * @module
 */

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Returns an IPv4 address, or the /64 of an IPv6 address: what one person has. */
export function networkOf(ip: string): string {
  if (!ip.includes(":")) return ip;
  const [, mapped] = MAPPED.exec(ip) ?? [];
  if (mapped) return mapped;
  const [head = "", tail = ""] = ip.split("%")[0]?.split("::") ?? [];
  const left = head === "" ? [] : head.split(":");
  const right = tail === "" ? [] : tail.split(":");
  const zeros = Array(Math.max(0, 8 - left.length - right.length)).fill("0");
  return [...left, ...zeros, ...right].slice(0, 4).join(":");
}

/** Whether the peer is on the server's own machine. */
export function isLoopback(ip: string): boolean {
  const [, mapped = ip] = MAPPED.exec(ip) ?? [];
  return mapped === "::1" || mapped.startsWith("127.");
}
