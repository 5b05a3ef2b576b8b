/**
 * Addresses of the web and others in a text: where they begin, and where the
 * sentence around them goes on.
 *
 * @module
 */

/** Where an address stands in a text, in UTF-16 units. */
export interface AddressRange {
  readonly start: number;
  readonly end: number;
}

/** Any address, to tell that what stands in it is no name. */
const ANY = /(?:\b[a-z][a-z\d+.-]*:\/\/|\bwww\.|\bmailto:)[^\s<>"]+/giu;
/** An address of the web. */
const WEB = /\bhttps?:\/\/[^\s<>"]+/giu;
/**
 * What no address has in it as it is: punctuation and brackets of East Asia,
 * quotation marks and dashes of typographers, and full stops and commas of
 * other scripts. An apostrophe may stand before a letter.
 */
const ENDS =
  /[\u3001\u3002\u3008-\u3011\u3014-\u301f\uff01\uff08\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff3b\uff3d\uff5b\uff5d\uff5f-\uff64\ufe10-\ufe19\ufe30-\ufe52\u201c-\u201f\u00ab\u00bb\u2039\u203a\u2014\u2026\u060c\u061b\u061f\u06d4\u0964\u0965\u104a\u104b\u1362\u17d4]|[\u2018-\u201b](?![a-z\d])/iu;
const SCHEME_ONLY = /^[a-z\d+.-]+:\/*$/i;
/** What ends a sentence and not an address. */
const TAIL = /[.,;:!?'*_\u2018-\u201b\u2013]+$/;
/** Opening brackets by the closing ones. */
const BRACKETS: ReadonlyMap<string, string> = new Map([
  [")", "("],
  ["]", "["],
  ["}", "{"],
]);

/** Returns the addresses of the web in a text, in order. */
export function webAddressesIn(text: string): readonly AddressRange[] {
  return rangesOf(text, WEB);
}

/** Returns addresses of every kind in a text, in order. */
export function addressesIn(text: string): readonly AddressRange[] {
  return rangesOf(text, ANY);
}

/** Behind an address there may be another one, in the same run of letters. */
function rangesOf(text: string, pattern: RegExp): readonly AddressRange[] {
  const ranges: AddressRange[] = [];
  pattern.lastIndex = 0;
  for (let match; (match = pattern.exec(text)) !== null;) {
    const { 0: found, index: start } = match;
    const end = start + trimmed(found).length;
    if (!SCHEME_ONLY.test(text.slice(start, end))) ranges.push({ start, end });
    pattern.lastIndex = Math.max(end, start + 1);
  }
  return ranges;
}

function trimmed(found: string): string {
  const end = found.search(ENDS);
  return balanced(end === -1 ? found : found.slice(0, end)).replace(TAIL, "");
}

/** A closing bracket belongs to the address when it was opened there. */
function balanced(address: string): string {
  const open: string[] = [];
  for (let at = 0; at < address.length; at++) {
    const character = address.charAt(at);
    const opening = BRACKETS.get(character);
    if ("([{".includes(character)) open.push(character);
    if (opening === undefined) continue;
    const place = open.lastIndexOf(opening);
    if (place === -1) return address.slice(0, at);
    open.splice(place);
  }
  return address;
}
