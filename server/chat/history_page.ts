/**
 * Entries as the `content` of a `history` payload: in the form a community's
 * clients want, cut to what a client can take, encoded once for all who get the
 * same page.
 *
 * @module
 */

import type { Entry } from "../log/log.ts";
import {
  type Dialect,
  encodeEntry,
  ownIdOf,
  senderOf,
  withOwnId,
  wordsOf,
} from "./entry_json.ts";
import {
  bareContentBytes,
  type EncodedContent,
  MAX_PAYLOAD_BYTES,
  type Payload,
  toAscii,
  type WireForm,
} from "./payload.ts";

const UTF8 = new TextEncoder();

/**
 * A list of messages, a list of their JSON texts, one JSON text of a list, or
 * one text of lines to print.
 */
export type HistoryForm = "objects" | "strings" | "json" | "text";

/** What the entries of a history can be. */
export const HISTORY_FORMS: readonly HistoryForm[] = [
  "objects",
  "strings",
  "json",
  "text",
];

/** How a page must look. */
export interface PageStyle {
  readonly form: HistoryForm;
  /** As the entries are written for the reader. */
  readonly wire: WireForm;
  /** What the reader's program knows of. */
  readonly dialect: Dialect;
  /** Longest content, in bytes. */
  readonly maxBytes: number;
  /** Which entries stay when not all fit. */
  readonly keep: "newest" | "oldest";
}

/** What a page must be like, beside its size. */
interface PageNeeds extends Omit<PageStyle, "maxBytes"> {
  /** The `id` of the request that the page answers. */
  readonly id?: string | undefined;
  /**
   * What stands beside it, at its longest.
   *
   * @default {{ more: false }}
   */
  readonly fields?: Payload["fields"];
}

/** Returns the style of a page that fits the payloads of its reader. */
export function pageStyle(
  { id, fields = { more: false }, ...needs }: PageNeeds,
  bareBytes: number,
): PageStyle {
  const payload = {
    response: "history",
    fields,
    ...(id !== undefined && { id }),
  } as const;
  const maxBytes = needs.wire === "lines"
    ? MAX_PAYLOAD_BYTES
    : bareContentBytes(payload, needs.wire, bareBytes);
  return { ...needs, maxBytes };
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
  readonly item: (entry: Entry, wire: WireForm, dialect: Dialect) => string;
  readonly open: string;
  readonly separator: string;
  readonly close: string;
}

const FORMS: Readonly<Record<HistoryForm, Form>> = {
  objects: {
    item: encodeEntry,
    open: "[",
    separator: ",",
    close: "]",
  },
  strings: {
    item: (...entry) => JSON.stringify(encodeEntry(...entry)),
    open: "[",
    separator: ",",
    close: "]",
  },
  json: {
    item: (...entry) => insideString(encodeEntry(...entry)),
    open: '"[',
    separator: ",",
    close: ']"',
  },
  text: { item: textItem, open: '"', separator: "\\n", close: '"' },
};

/** One entry as it stands in a page. */
interface Item {
  readonly json: string;
  /** Its size, with what stands between it and the next. */
  readonly bytes: number;
}

/** What was made of a list of entries, by style; goes with the list. */
class MadeOf<T> {
  readonly #made = new WeakMap<readonly Entry[], Map<string, T>>();

  /** Returns what was made before, or makes it. */
  get(entries: readonly Entry[], style: PageStyle, make: () => T): T {
    const byStyle = this.#made.get(entries) ?? new Map<string, T>();
    this.#made.set(entries, byStyle);
    const key = Object.values(style).join();
    const thing = byStyle.get(key) ?? make();
    byStyle.set(key, thing);
    return thing;
  }
}

const onePage = new MadeOf<Page>();
const allPages = new MadeOf<readonly Page[]>();

/** Returns the page made of the entries, or of as many of them as fit. */
export function pageOf(entries: readonly Entry[], style: PageStyle): Page {
  return onePage.get(entries, style, () => {
    const items = itemsOf(entries, style);
    return style.keep === "newest"
      ? makePage(entries, items, startOfNewest(items, style), style)
      : makePage(entries, items, 0, style);
  });
}

/** Cuts entries into pages of at most so many bytes, oldest first. */
export function splitPages(
  entries: readonly Entry[],
  style: PageStyle,
): readonly Page[] {
  return allPages.get(entries, style, () => {
    return makePages(entries, itemsOf(entries, style), style);
  });
}

/**
 * Does the same for a reader whose program knows its own messages by the id
 * they were sent with: they carry it as `own_id`.
 *
 * @param reader The identity of who reads.
 */
export function splitPagesFor(
  reader: number,
  entries: readonly Entry[],
  style: PageStyle,
): readonly Page[] {
  const isOwn = (entry: Entry) =>
    entry.by === reader && ownIdOf(entry) !== undefined;
  if (!entries.some(isOwn)) return splitPages(entries, style);
  const own = entries.map((entry) => isOwn(entry) ? ownIdOf(entry) : undefined);
  return makePages(entries, itemsOf(entries, style, own), style);
}

function makePages(
  entries: readonly Entry[],
  items: readonly Item[],
  style: PageStyle,
): readonly Page[] {
  const pages: Page[] = [];
  for (let start = 0; start < items.length;) {
    const page = makePage(entries, items, start, style);
    pages.push(page);
    start += page.entries.length;
  }
  return pages;
}

function itemsOf(
  entries: readonly Entry[],
  { form, wire, dialect }: PageStyle,
  ownIds: readonly (string | undefined)[] = [],
): readonly Item[] {
  const { item, separator } = FORMS[form];
  const isAscii = wire !== "lines";
  return entries.map((entry, index) => {
    const text = item(entry, wire, dialect);
    const ownId = ownIds[index];
    const full = ownId === undefined ? text : withOwnId(text, ownId);
    const json = isAscii ? toAscii(full) : full;
    const length = isAscii ? json.length : UTF8.encode(json).length;
    return { json, bytes: length + separator.length };
  });
}

/** Makes a page of as many items from `start` on as fit. */
function makePage(
  entries: readonly Entry[],
  items: readonly Item[],
  start: number,
  style: PageStyle,
): Page {
  const { open, separator, close } = FORMS[style.form];
  const end = endOfPage(items, start, style);
  const texts = items.slice(start, end).map(({ json }) => json);
  const json = open + texts.join(separator) + close;
  return new Page(entries.slice(start, end), json);
}

/** Where a page ends that begins at `start`; never there, so pages go on. */
function endOfPage(
  items: readonly Item[],
  start: number,
  style: PageStyle,
): number {
  let room = roomIn(style);
  let end = start;
  for (; end < items.length; end++) {
    room -= items[end]?.bytes ?? 0;
    if (room < 0 && end > start) break;
  }
  return end;
}

/** Where a page of the newest begins; at the end when not even one fits. */
function startOfNewest(items: readonly Item[], style: PageStyle): number {
  let room = roomIn(style);
  let start = items.length;
  for (; start > 0; start--) {
    room -= items[start - 1]?.bytes ?? 0;
    if (room < 0) break;
  }
  return start;
}

function roomIn({ form, maxBytes }: PageStyle): number {
  const { open, close } = FORMS[form];
  return maxBytes - open.length - close.length;
}

/** A line as people read it, inside a JSON string. */
function textItem(entry: Entry): string {
  const time = new Date(entry.time).toISOString();
  return insideString(`${time} ${senderOf(entry)}: ${wordsOf(entry)}`);
}

/** A text as it stands between the quotes of a JSON string. */
function insideString(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
