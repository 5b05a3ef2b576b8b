/**
 * Reading back: pages of the history.
 *
 * @module
 */

import { LOBBY } from "../../shared/names.ts";
import { type Call, readHistory } from "../../shared/request.ts";
import { pageOf, type PageStyle, pageStyle } from "../chat/history_page.ts";
import type { Entry } from "../log/log.ts";
import { answerForm, type Peer } from "./peer.ts";

/** Messages of a page without a `limit`. */
export const DEFAULT_PAGE = 100;

/** Shows a page of a room's history. */
export async function showHistory(peer: Peer, call: Call): Promise<void> {
  const { room = LOBBY, limit = DEFAULT_PAGE, ...range } = readHistory(
    call.fields,
  );
  const { chat, log, turns } = peer.services;
  const conversations = [{ key: chat.room(room).key }];
  const query = { conversations, ...range, limit: limit + 1 };
  const keep = range.after === undefined ? "newest" : "oldest";
  const { share } = peer;
  await turns.run(share.line, async () => {
    await share.turn();
    const found = await share.measure(() => log.page(query));
    share.measure(() => showFound(peer, call, found, limit, keep));
  });
}

/**
 * One more than asked for was read, to know whether there is more; where texts
 * are long, more than fits was read, but no more than a page holds.
 */
function showFound(
  peer: Peer,
  call: Call,
  found: readonly Entry[],
  limit: number,
  keep: PageStyle["keep"],
): void {
  const entries = keep === "newest"
    ? found.slice(-limit)
    : found.slice(0, limit);
  const { historyForm, bareBytes } = peer.services.settings;
  const wire = answerForm(peer, call);
  // An old client reads one form; who gives an id reads objects.
  const form = wire === "legacy" ? historyForm : "objects";
  const style = pageStyle({ form, wire, keep, id: call.id }, bareBytes);
  const page = pageOf(entries, style);
  peer.answerPage(call, page, { more: page.entries.length < found.length });
}
