/**
 * Looking around: the seed's `parse_names` and `parse_help`, and `ping`.
 *
 * @module
 */

import { LOBBY } from "../../shared/names.ts";
import { type Call, readNames } from "../../shared/request.ts";
import type { Peer, RequestSpec } from "./peer.ts";

/** Tells who is in a room. */
export function listNames(peer: Peer, call: Call): void {
  const { room = LOBBY } = readNames(call.fields);
  const names = peer.hall.chat.names(room);
  peer.answer(call, {
    response: "info",
    content: names.join(", "),
    fields: { room, names },
  });
}

/** Gives the asked-for sign of life. */
export function pong(peer: Peer, call: Call): void {
  peer.answer(call, { response: "info", content: "pong", code: "pong" });
}

/** Makes the handler that tells what can be asked, from the table itself. */
export function helpOf(
  table: () => ReadonlyMap<string, RequestSpec>,
): RequestSpec["run"] {
  return (peer, call) => {
    const lines = [...table().values()].map(({ usage, summary }) =>
      `${usage} - ${summary}`
    );
    peer.answer(call, { response: "info", content: lines.join("\n") });
  };
}
