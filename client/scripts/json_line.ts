/**
 * What programs read: one JSON object a line, its `type` first. Payloads keep
 * all their fields, so nothing that a server says is lost.
 *
 * @module
 */

import type { EntryEvent } from "../../shared/event.ts";
import { type Fields, fieldsOf, isFields } from "../../shared/fields.ts";
import { escapeUnsafeJson } from "../../shared/text.ts";

/** Returns one line; a terminal acts on nothing in it. */
export function jsonLine(type: string, fields: unknown): string {
  const object = isFields(fields) ? fields : { content: fields };
  const line: Record<string, unknown> = { type, ...object };
  line.type = type; // what a payload has under this name must not take it over
  return escapeUnsafeJson(JSON.stringify(line));
}

/** Returns the payloads of entries of a page, as they came. */
export function payloadsOf(
  entries: readonly EntryEvent[],
  payload: unknown,
): readonly Fields[] {
  const { content } = fieldsOf(payload);
  const items = Array.isArray(content) ? content.filter(isFields) : [];
  const bySeq = new Map(items.map((item) => [item.seq, item]));
  return entries.map((entry) =>
    (entry.seq === undefined ? undefined : bySeq.get(entry.seq)) ??
      payloadOf(entry)
  );
}

/** What an old server has in other words. */
function payloadOf({ timestamp, sender, text }: EntryEvent): Fields {
  return { timestamp, sender, response: "message", content: text };
}
