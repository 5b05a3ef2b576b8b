/**
 * Addresses and names in a text, as pieces of it.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";
import { webAddressesIn } from "../chat/address.ts";
import { findPeople, type Mention, type NameFinder } from "../chat/mentions.ts";
import { hrefOf } from "./links.ts";
import { type Span, span } from "./span.ts";

/** Whose names are marked. */
export interface MarkOptions {
  /** Finds the name of who reads. */
  readonly me: NameFinder;
  /** Tells of a folded name whether it is somebody's. */
  readonly isKnown: (foldedName: string) => boolean;
}

/** A piece of a line that is marked, by the UTF-16 units it stands at. */
interface Marked {
  readonly start: number;
  readonly end: number;
  readonly piece: Span;
}

/** Returns a line, made safe before, in pieces. */
export function markText(line: string, options: MarkOptions): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const { start, end, piece } of markedIn(line, options)) {
    if (start > at) spans.push(span(line.slice(at, start)));
    spans.push(piece);
    at = end;
  }
  return at < line.length ? [...spans, span(line.slice(at))] : spans;
}

/** No name is meant within an address, so that none overlap. */
function markedIn(line: string, options: MarkOptions): readonly Marked[] {
  const links = webAddressesIn(line).map(({ start, end }): Marked => {
    return { start, end, piece: linkTo(line.slice(start, end)) };
  });
  const names = mentionsIn(line, options).map((mention): Marked => {
    const { start, end } = mention;
    return { start, end, piece: named(mention, options) };
  });
  return [...links, ...names].sort((a, b) => a.start - b.start);
}

/** One's own name may have signs that are no word for others. */
function mentionsIn(
  text: string,
  { me, isKnown }: MarkOptions,
): readonly Mention[] {
  const mine = me.find(text);
  const others = findPeople(text, isKnown).filter(({ start, end }) =>
    mine.every((own) => end <= own.start || start >= own.end)
  );
  return [...mine, ...others];
}

function named({ name }: Mention, { me }: MarkOptions): Span {
  return foldName(name) === me.folded
    ? span(name, "mention")
    : { text: name, style: "name", who: name };
}

function linkTo(address: string): Span {
  const href = hrefOf(address);
  return { ...span(address, "link"), ...(href === undefined ? {} : { href }) };
}
