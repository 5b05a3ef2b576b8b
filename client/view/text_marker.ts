/**
 * Addresses and names in a text, as pieces of it. Knows nothing of who wrote
 * the text and of how pieces look.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";
import { hrefOf, linksIn } from "./links.ts";
import { findPeople, type Mention, NameFinder } from "../chat/mentions.ts";
import { type Span, span } from "./span.ts";

/** Options for {@linkcode TextMarker}. */
export interface TextMarkerOptions {
  /** Who reads. */
  readonly me: string;
  /** Tells of a folded name whether it is somebody's. */
  readonly isKnown: (foldedName: string) => boolean;
}

/** Finds what is marked in the texts one person reads. */
export class TextMarker {
  readonly #me: string;
  readonly #isKnown: (foldedName: string) => boolean;
  readonly #myName: NameFinder;

  /** Makes a marker for one reader. */
  constructor({ me, isKnown }: TextMarkerOptions) {
    this.#me = foldName(me);
    this.#isKnown = isKnown;
    this.#myName = new NameFinder(me);
  }

  /** Tells whether a text names who reads. */
  namesMe(text: string): boolean {
    return this.#myName.find(text).length > 0;
  }

  /** Returns a line, made safe before, in pieces. */
  mark(line: string): readonly Span[] {
    const spans: Span[] = [];
    let at = 0;
    for (const { start, end } of linksIn(line)) {
      spans.push(...this.#people(line.slice(at, start)));
      spans.push(linkTo(line.slice(start, end)));
      at = end;
    }
    return [...spans, ...this.#people(line.slice(at))];
  }

  #people(text: string): readonly Span[] {
    const spans: Span[] = [];
    let at = 0;
    for (const mention of this.#mentions(text)) {
      if (mention.start > at) spans.push(span(text.slice(at, mention.start)));
      spans.push(this.#named(mention));
      at = mention.end;
    }
    return at < text.length ? [...spans, span(text.slice(at))] : spans;
  }

  /** One's own name may have signs that are no word for others. */
  #mentions(text: string): readonly Mention[] {
    const mine = this.#myName.find(text);
    const others = findPeople(text, this.#isKnown).filter(({ start, end }) =>
      mine.every((own) => end <= own.start || start >= own.end)
    );
    return [...mine, ...others].sort((a, b) => a.start - b.start);
  }

  #named({ name }: Mention): Span {
    return foldName(name) === this.#me
      ? span(name, "mention")
      : { text: name, style: "name", who: name };
  }
}

function linkTo(address: string): Span {
  const href = hrefOf(address);
  return { ...span(address, "link"), ...(href === undefined ? {} : { href }) };
}
