/**
 * The past as the `content` of a `history` payload: in the form a community's
 * clients want, cut to what a client can take, encoded once for all who get the
 * same page. Knows nothing of who asks.
 *
 * @module
 */

import type { Entry } from "./log/log.ts";
import { type EncodedContent, encodeMessage, toAscii } from "./payload.ts";

const UTF8 = new TextEncoder();

/** What the entries of a history are. */
export const HISTORY_FORMS = ["objects", "strings", "text"] as const;

/** A list of messages, a list of their JSON texts, or one text to print. */
export type HistoryForm = typeof HISTORY_FORMS[number];

/** How a page must look. */
export interface PageStyle {
  readonly form: HistoryForm;
  /** Only ASCII, for clients of 2015. */
  readonly isAscii: boolean;
  /** Longest content, in bytes. */
  readonly maxBytes: number;
  /** Which entries stay when not all fit. */
  readonly keep: "newest" | "oldest";
}

/** A page as it goes out. */
export class Page implements EncodedContent {
  #bytes: Uint8Array | undefined;

  /** Makes a page of the entries that fit, oldest first, and their JSON. */
  constructor(readonly entries: readonly Entry[], readonly json: string) {}

  /** The JSON as UTF-8. */
  get bytes(): Uint8Array {
    return this.#bytes ??= UTF8.encode(this.json);
  }
}

interface Form {
  /** One entry, as it stands between its neighbours. */
  readonly item: (entry: Entry) => string;
  readonly open: string;
  readonly separator: string;
  readonly close: string;
}

const FORMS: Readonly<Record<HistoryForm, Form>> = {
  objects: { item: encodeMessage, open: "[", separator: ",", close: "]" },
  strings: {
    item: (entry) => JSON.stringify(encodeMessage(entry)),
    open: "[",
    separator: ",",
    close: "]",
  },
  text: { item: textItem, open: '"', separator: "\\n", close: '"' },
};

/** Pages made of a list of entries; goes with the list. */
const made = new WeakMap<readonly Entry[], Map<string, Page>>();

/** Returns the page made of the entries, or of as many of them as fit. */
export function pageOf(entries: readonly Entry[], style: PageStyle): Page {
  const pages = made.get(entries) ?? new Map<string, Page>();
  made.set(entries, pages);
  const key = Object.values(style).join();
  const page = pages.get(key) ?? makePage(entries, style);
  pages.set(key, page);
  return page;
}

/** Cuts entries into pages of at most so many bytes, oldest first. */
export function splitPages(
  entries: readonly Entry[],
  style: PageStyle,
): readonly Page[] {
  const pages: Page[] = [];
  for (let rest = entries; rest.length > 0;) {
    const page = pageOf(rest, { ...style, keep: "oldest" });
    pages.push(page);
    rest = rest.slice(page.entries.length);
  }
  return pages;
}

function makePage(entries: readonly Entry[], style: PageStyle): Page {
  const form = FORMS[style.form];
  const items = entries.map((entry) =>
    style.isAscii ? toAscii(form.item(entry)) : form.item(entry)
  );
  const count = countFitting(items, form, style);
  const isNewest = style.keep === "newest";
  const start = isNewest ? items.length - count : 0;
  const fitting = items.slice(start, start + count);
  const json = form.open + fitting.join(form.separator) + form.close;
  return new Page(entries.slice(start, start + count), json);
}

/** How many items fit, from the end that is kept; never none, so pages go on. */
function countFitting(
  items: readonly string[],
  form: Form,
  { maxBytes, keep, isAscii }: PageStyle,
): number {
  const ordered = keep === "newest" ? items.toReversed() : items;
  let bytes = form.open.length + form.close.length;
  let count = 0;
  for (const item of ordered) {
    bytes += (isAscii ? item.length : UTF8.encode(item).length) +
      form.separator.length;
    if (bytes > maxBytes && (count > 0 || keep === "newest")) break;
    count++;
  }
  return count;
}

/** A line as people read it, inside a JSON string. */
function textItem({ time, author, text }: Entry): string {
  const line = `${new Date(time).toISOString()} ${author}: ${text}`;
  return JSON.stringify(line).slice(1, -1);
}
