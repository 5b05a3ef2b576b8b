/**
 * Reading back: pages of the history.
 *
 * @module
 */

import { type Call, readHistory } from "../../shared/request.ts";
import { pageOf, type PageStyle, pageStyle } from "../chat/history_page.ts";
import { lobbyView } from "../chat/lobby_view.ts";
import type { Entry, PageQuery } from "../log/log.ts";
import { pastOf } from "./past.ts";
import { answerForm, type PageFields, type Peer } from "./peer.ts";

/** Messages of a page without a `limit`. */
export const DEFAULT_PAGE = 100;

/** Reads for one page of which nothing may be shown below version 3. */
const MAX_HIDDEN_PAGES = 100;

/** Changes that only those hear of who are there, or come back. */
const NOT_SHOWN: NonNullable<PageQuery["without"]> = new Set(["room_changed"]);

/** What was asked for, and where the log stood then. */
interface Asked {
  readonly after?: number;
  readonly before?: number;
  readonly limit: number;
  readonly last: number;
}

/** Shows a page of what was said in a conversation. */
export async function showHistory(peer: Peer, call: Call): Promise<void> {
  const request = readHistory(call.fields, peer.version);
  const { before, after, limit = DEFAULT_PAGE } = request;
  const { log, turns } = peer.services;
  pastOf(peer, request); // refused before anything is waited for
  const range = {
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  };
  const { share } = peer;
  await turns.run(share.line, async () => {
    await share.turn();
    if (!peer.person) return;
    const conversations = pastOf(peer, request); // it may have been let out
    const wanted = { ...range, limit: limit + 1, without: NOT_SHOWN };
    const query = { conversations, ...wanted };
    const asked = { ...range, limit, last: log.last };
    const found = await find(peer, query, limit);
    if (peer.person) share.measure(() => showFound(peer, call, found, asked));
  });
}

/** Reads on where nothing of a page is shown: its reader could not go on. */
async function find(
  peer: Peer,
  query: PageQuery,
  limit: number,
): Promise<readonly Entry[]> {
  const { share, services: { log } } = peer;
  let found = await share.measure(() => log.page(query));
  for (let reads = 1; reads < MAX_HIDDEN_PAGES && peer.person; reads++) {
    const entries = entriesOf(found, limit, query);
    const hasMore = entries.length < found.length;
    if (!hasMore || viewOf(peer, entries).length > 0) break;
    const next = query.after === undefined
      ? { before: entries[0]?.seq ?? 0 }
      : { after: entries.at(-1)?.seq ?? 0 };
    await share.turn();
    found = await share.measure(() => log.page({ ...query, ...next }));
  }
  return found;
}

/** Without the one more. */
function entriesOf(
  found: readonly Entry[],
  limit: number,
  { after }: Pick<PageQuery, "after">,
): readonly Entry[] {
  return after === undefined ? found.slice(-limit) : found.slice(0, limit);
}

function viewOf(
  { dialect, person }: Peer,
  entries: readonly Entry[],
): readonly Entry[] {
  if (dialect === "rooms" || !person) return entries;
  return lobbyView(entries, person.identity);
}

/**
 * One more than asked for was read, to know whether there is more; where texts
 * are long, more than fits was read, but no more than a page holds.
 */
function showFound(
  peer: Peer,
  call: Call,
  found: readonly Entry[],
  asked: Asked,
): void {
  const { limit, after } = asked;
  const keep = after === undefined ? "newest" : "oldest";
  const entries = entriesOf(found, limit, asked);
  const { dialect } = peer;
  const view = viewOf(peer, entries);
  const page = pageOf(view, styleFor(peer, call, keep));
  const isCut = page.entries.length < view.length;
  const more = isCut || entries.length < found.length;
  const fields = {
    more,
    ...(dialect === "rooms" && spanOf(page, more, asked)),
  };
  peer.answerPage(call, page, fields);
}

function styleFor(peer: Peer, call: Call, keep: PageStyle["keep"]): PageStyle {
  const { historyForm, bareBytes } = peer.services.settings;
  const { dialect } = peer;
  const wire = answerForm(peer, call);
  // An old client reads one form; who gives an id reads objects.
  const form = wire === "legacy" ? historyForm : "objects";
  return pageStyle({ form, wire, dialect, keep, id: call.id }, bareBytes);
}

/** Between which seqs a page has all there is. */
function spanOf(
  { entries }: { readonly entries: readonly Entry[] },
  more: boolean,
  { after, before = Infinity, last }: Asked,
): Pick<PageFields, "first" | "last"> {
  const end = Math.max(0, Math.min(before - 1, last));
  if (after === undefined) {
    return { first: more ? entries[0]?.seq ?? end + 1 : 1, last: end };
  }
  const newest = entries.at(-1)?.seq;
  return {
    first: after + 1,
    last: more ? newest ?? after : Math.max(last, newest ?? 0),
  };
}
