/**
 * How an address of the web that does not fit on a row is made one link for the
 * terminal (OSC 8).
 *
 * @module
 */

import type { Environment } from "../../shared/flags.ts";
import type { Paint } from "./colours.ts";

/** The longest that terminals take; VTE stops at 2,083. */
const MAX_HREF = 2000;
/** Nothing that could end the escape sequence it stands in. */
const HREF = /^https?:\/\/[!-[\]-~]+$/i;

/**
 * Terminals that print what they do not know. All others of today know the
 * sequence or pass over it.
 */
const PRINTS_IT = /^($|dumb|linux|cons25|eterm|sun|vt\d)/;

/** Returns an address that may be a link of the terminal, or nothing. */
export function hrefOf(address: string): string | undefined {
  return address.length <= MAX_HREF && HREF.test(address) ? address : undefined;
}

/** Tells whether a terminal takes links, or at least no harm from them. */
export function takesLinks({ TERM = "" }: Environment): boolean {
  return !PRINTS_IT.test(TERM);
}

/**
 * Returns a paint that makes the parts of a divided address one link. A whole
 * address needs none: terminals find it themselves.
 */
export function withLinks(paint: Paint): Paint {
  return (span) => {
    const { href, text } = span;
    if (href === undefined || href === text) return paint(span);
    const id = idOf(href);
    return `\x1b]8;id=${id};${href}\x1b\\${paint(span)}\x1b]8;;\x1b\\`;
  };
}

/** Parts with one id are one link; the same address may well be one. */
function idOf(href: string): string {
  let sum = 0;
  for (let at = 0; at < href.length; at++) {
    sum = (Math.imul(sum, 31) + href.charCodeAt(at)) >>> 0;
  }
  return `ktn${sum.toString(36)}`;
}
