/**
 * Where a server is: the address people type, taken apart and put together.
 * Knows nothing of sockets or name lookup.
 *
 * @module
 */

/** The port of a KTN server when none is named; the course's own. */
export const DEFAULT_PORT = 9998;

/** A host to reach, without brackets, and a port from 0 to 65,535. */
export interface Address {
  /** Host name, IPv4 or IPv6 address without brackets. */
  readonly hostname: string;
  /** TCP port. */
  readonly port: number;
}

/** `[v6]`, `[v6]:port`, `host`, `host:port`, with an optional scheme and path. */
const ADDRESS =
  /^(?:ktn:\/\/)?(?:\[([0-9A-Fa-f:.]+(?:%[\w.-]+)?)\]|([^\s:/[\]]+))(?::(\d{1,5}))?\/?$/;

/**
 * Parses what people type after `ktn connect`.
 *
 * @param text `host`, `host:port`, `[::1]:port`, a bare IPv6 address, or any of
 * these behind `ktn://`.
 * @throws {SyntaxError} when it is none of these; the message shows what it was.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseAddress } from "./address.ts";
 *
 * assertEquals(parseAddress("[::1]:7"), { hostname: "::1", port: 7 });
 * assertEquals(parseAddress("box"), { hostname: "box", port: 9998 });
 * ```
 */
export function parseAddress(text: string): Address {
  if (isBareIpv6(text)) return { hostname: text, port: DEFAULT_PORT };
  const match = ADDRESS.exec(text);
  const hostname = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? DEFAULT_PORT : Number(match[3]);
  if (hostname === undefined || port > 65_535) {
    throw new SyntaxError(
      `Cannot read the address "${text}": expected HOST, HOST:PORT or [IPV6]:PORT`,
    );
  }
  return { hostname, port };
}

/** Returns the address as people type it, IPv6 in brackets. */
export function formatAddress({ hostname, port }: Address): string {
  return hostname.includes(":")
    ? `[${hostname}]:${port}`
    : `${hostname}:${port}`;
}

/** Returns an IPv4 address that a socket of both kinds shows as `::ffff:1.2.3.4`. */
export function unmapped(hostname: string): string {
  const [, ipv4 = hostname] = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(hostname) ??
    [];
  return ipv4;
}

/** Tells whether only this machine can reach the host. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "::1" ||
    /^(::ffff:)?127\./.test(hostname);
}

function isBareIpv6(text: string): boolean {
  return /^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%[\w.-]+)?$/.test(
    text,
  );
}
