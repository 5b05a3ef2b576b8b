/**
 * Addresses of the web in a text, and which of them a terminal may be told.
 * Knows nothing of terminals.
 *
 * @module
 */

/** Where an address stands in a text, in UTF-16 units. */
export interface Link {
  readonly start: number;
  readonly end: number;
}

const LINK = /\bhttps?:\/\/[^\s<>"]+/giu;
/** What ends a sentence and not an address. */
const TAIL = /[.,;:!?'*_]+$/;
/** The longest that terminals take; VTE stops at 2,083. */
const MAX_HREF = 2000;
/** Nothing that could end the escape sequence it stands in. */
const HREF = /^https?:\/\/[!-[\]-~]+$/i;

/** Returns the addresses in a text, in order. */
export function linksIn(text: string): readonly Link[] {
  return Array.from(text.matchAll(LINK), ({ 0: found, index }) => ({
    start: index,
    end: index + trimmed(found).length,
  }));
}

/** Returns an address as a terminal may be told it, or nothing. */
export function hrefOf(address: string): string | undefined {
  return address.length <= MAX_HREF && HREF.test(address) ? address : undefined;
}

/** A closing bracket belongs to the address when it was opened there. */
function trimmed(found: string): string {
  let address = found.replace(TAIL, "");
  while (address.endsWith(")") && !address.includes("(")) {
    address = address.slice(0, -1).replace(TAIL, "");
  }
  return address;
}
