/**
 * Being away, and whom others are told of it.
 *
 * @module
 */

import { type Call, readAway } from "../../shared/request.ts";
import { ackOf } from "../chat/replies.ts";
import { type Peer, personOf } from "./peer.ts";

/** Notes that somebody is away, or is back; its other links are told. */
export async function setAway(peer: Peer, call: Call): Promise<void> {
  const { content } = readAway(call.fields);
  const person = personOf(peer);
  const { identities } = peer.services.directory;
  const isSame = identities.get(person.identity)?.away === content;
  await identities.setAway(person.identity, content);
  if (!isSame) {
    person.tell({
      response: "info",
      content: content === undefined ? "You are back" : `Away: ${content}`,
      code: "away",
      fields: content === undefined ? {} : { away: content },
    }, peer);
  }
  peer.answer(call, ackOf({}, isSame));
}

/**
 * Returns what the sender of a direct message is told: what the receiver says of
 * being away, or that it is an account that is not there.
 */
export function awayOf(
  { services: { chat, directory } }: Peer,
  identity: number,
): { readonly away?: string | true } {
  const { away } = directory.identities.get(identity) ?? {};
  if (away !== undefined) return { away };
  const isHere = (chat.people.get(identity)?.links.size ?? 0) > 0;
  const isAccount = directory.identities.isAccount(identity);
  return isAccount && !isHere ? { away: true } : {};
}
