/**
 * Addresses and names in a text, as pieces of it.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";
import { findPeople, type Mention, type NameFinder } from "../chat/mentions.ts";
import { hrefOf, linksIn } from "./links.ts";
import { type Span, span } from "./span.ts";

/** Whose names are marked. */
export interface MarkOptions {
  /** Finds the name of who reads. */
  readonly me: NameFinder;
  /** Tells of a folded name whether it is somebody's. */
  readonly isKnown: (foldedName: string) => boolean;
}

/** Returns a line, made safe before, in pieces. */
export function markText(line: string, options: MarkOptions): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const { start, end } of linksIn(line)) {
    spans.push(...markPeople(line.slice(at, start), options));
    spans.push(linkTo(line.slice(start, end)));
    at = end;
  }
  return [...spans, ...markPeople(line.slice(at), options)];
}

function markPeople(text: string, options: MarkOptions): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const mention of mentionsIn(text, options)) {
    if (mention.start > at) spans.push(span(text.slice(at, mention.start)));
    spans.push(named(mention, options));
    at = mention.end;
  }
  return at < text.length ? [...spans, span(text.slice(at))] : spans;
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
  return [...mine, ...others].sort((a, b) => a.start - b.start);
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
