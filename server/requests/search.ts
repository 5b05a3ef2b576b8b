/**
 * Finding words in what was said: a step of the log at a time, in turns with
 * everybody else, and an answer before the end where there is much to look at.
 *
 * @module
 */

import { type Call, readSearch } from "../../shared/request.ts";
import { pageOf, pageStyle } from "../chat/history_page.ts";
import { lobbyView } from "../chat/lobby_view.ts";
import { ConversationRanges } from "../log/conversation_ranges.ts";
import type { ConversationRange, Entry, SearchQuery } from "../log/log.ts";
import { PageSpace } from "../log/page_space.ts";
import { DEFAULT_PAGE } from "./history.ts";
import { pastOf } from "./past.ts";
import { answerForm, type PageFields, type Peer, personOf } from "./peer.ts";

/** Steps of the log for one request: 0.2 s of work at most. */
export const MAX_STEPS = 100;

/** What was found, and between which seqs it was looked for. */
interface Found {
  /** Oldest first; one more than asked for, if there is more. */
  readonly entries: readonly Entry[];
  readonly first: number;
  readonly last: number;
  readonly isDone: boolean;
  readonly isIndexing: boolean;
}

/** Shows the newest messages that have all the words. */
export async function search(peer: Peer, call: Call): Promise<void> {
  const request = readSearch(call.fields, peer.version);
  const { content: words, from, before, limit = DEFAULT_PAGE } = request;
  const { turns } = peer.services;
  const conversations = pastOf(peer, request);
  const found = await find(peer, {
    words,
    conversations,
    ...(from === undefined ? {} : { author: from }),
    ...(before === undefined ? {} : { before }),
    limit: limit + 1,
  });
  await turns.run(peer.share.line, async () => {
    await peer.share.turn();
    if (!peer.person) return;
    const readable = stillReadable(found, pastOf(peer, request));
    peer.share.measure(() => showFound(peer, call, readable, limit));
  });
}

/** Looks on until there is enough, or nothing, or it was much work. */
async function find(peer: Peer, query: SearchQuery): Promise<Found> {
  const { log } = peer.services;
  const { limit } = query;
  const space = new PageSpace({ limit });
  const end = Math.min(query.before ?? Infinity, log.last + 1);
  const last = end - 1;
  let found: Found = {
    entries: [],
    first: end,
    last,
    isDone: false,
    isIndexing: false,
  };
  for (let step = 0; step < MAX_STEPS && peer.person && !space.isFull; step++) {
    await peer.share.turn();
    const { entries, ...place } = await peer.share.measure(() =>
      log.search({
        ...query,
        before: found.first,
        limit: limit - found.entries.length,
      })
    );
    for (const entry of entries) space.take(entry);
    found = { entries: [...entries, ...found.entries], ...place, last };
    if (found.isDone) break;
  }
  return found;
}

/** It took long: what one may read has changed, maybe. */
function stillReadable(
  { entries, ...found }: Found,
  conversations: readonly ConversationRange[],
): Found {
  const ranges = new ConversationRanges(conversations);
  return { ...found, entries: entries.filter((entry) => ranges.has(entry)) };
}

/** Shows the newest of what was found, as many as may be and as fit. */
function showFound(
  peer: Peer,
  call: Call,
  { entries, first, last, isDone, isIndexing }: Found,
  limit: number,
): void {
  const { historyForm, bareBytes } = peer.services.settings;
  const { dialect } = peer;
  const wire = answerForm(peer, call);
  // An old client reads one form; who gives an id reads objects.
  const form = wire === "legacy" ? historyForm : "objects";
  const indexing = isIndexing ? { indexing: true } : {};
  const widest = { more: false, first: last, last, ...indexing };
  const keep = "newest";
  const needs = { form, wire, dialect, keep, id: call.id } as const;
  const newest = entries.slice(-limit);
  const view = dialect === "rooms"
    ? newest
    : lobbyView(newest, personOf(peer).identity);
  const style = pageStyle({ ...needs, fields: widest }, bareBytes);
  const page = pageOf(view, style);
  const isCut = page.entries.length < view.length ||
    newest.length < entries.length;
  const fields: PageFields = {
    more: isCut || !isDone,
    // One that fits nowhere is passed over, else nobody would get on.
    first: isCut ? (page.entries[0] ?? entries.at(-1))?.seq ?? first : first,
    last,
    ...indexing,
  };
  peer.answerPage(call, page, fields);
}
