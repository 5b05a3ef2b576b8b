/**
 * Looking around: the seed's `parse_names` and `parse_help`, and `ping`.
 *
 * @module
 */

import { type Call, readNames } from "../../shared/request.ts";
import { countThatFit, joinFirst } from "../chat/list_text.ts";
import {
  bareContentBytes,
  MAX_PAYLOAD_BYTES,
  type Payload,
} from "../chat/payload.ts";
import { roomOf } from "./conversation.ts";
import { answerForm, type Peer, type RequestSpec } from "./peer.ts";

/** Names come twice; of one letter each they take a third more in the list. */
const MAX_LIST_BYTES = MAX_PAYLOAD_BYTES * 3 / 7;

/** Answers who is in a room, as far as it fits, and how many there are. */
export function listNames(peer: Peer, call: Call): void {
  const state = roomOf(peer, readNames(call.fields, peer.version).room);
  const room = state.name;
  const all = peer.services.chat.room(state)?.names ?? [];
  const answer = { response: "info", fields: { room } } as const;
  const shown = countThatFit(all, roomFor(answer, peer, call), itemBytes);
  const names = all.slice(0, shown);
  const content = joinFirst(all, shown, ", ");
  const fields = { room, names, count: all.length };
  const away = peer.knowsRooms ? awayAmong(peer, names) : {};
  peer.answer(call, { ...answer, content, fields: { ...fields, ...away } });
}

/** Which of these people say that they are away. */
function awayAmong(
  { services: { directory } }: Peer,
  names: readonly string[],
): { readonly away?: readonly string[] } {
  const away = names.filter((name) =>
    directory.identities.named(name)?.away !== undefined
  );
  return away.length > 0 ? { away } : {};
}

/** How long the content may be; old clients read all of it at once. */
function roomFor(answer: Payload, peer: Peer, call: Call): number {
  if (answerForm(peer, call) !== "legacy") return MAX_LIST_BYTES;
  const { bareBytes } = peer.services.settings;
  return bareContentBytes(answer, "legacy", bareBytes) - '""'.length;
}

/** What an item takes as JSON, with the two bytes that part it from the next. */
function itemBytes(item: string): number {
  return JSON.stringify(item).length;
}

/** Answers a ping. */
export function pong(peer: Peer, call: Call): void {
  peer.answer(call, { response: "info", content: "pong", code: "pong" });
}

/** Makes the handler that answers what can be asked, from the table itself. */
export function helpOf(
  table: () => ReadonlyMap<string, RequestSpec>,
): RequestSpec["run"] {
  return (peer, call) => {
    const lines = [...table().values()]
      .filter(({ version = 1 }) => version <= peer.version)
      .map(({ usage, summary }) => `${usage} - ${summary}`);
    const answer = { response: "info" } as const;
    const shown = countThatFit(lines, roomFor(answer, peer, call), itemBytes);
    peer.answer(call, { ...answer, content: joinFirst(lines, shown, "\n") });
  };
}
