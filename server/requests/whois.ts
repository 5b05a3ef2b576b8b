/**
 * Who somebody is, as far as others may know.
 *
 * @module
 */

import { type Call, readWhois } from "../../shared/request.ts";
import { unknownUser } from "../chat/readable.ts";
import { isThere } from "./conversation.ts";
import { type Peer, personOf } from "./peer.ts";

const MS_PER_S = 1000;

/** Answers who somebody is: accounts always, guests while they are here. */
export function whois(peer: Peer, call: Call): void {
  const { content: name } = readWhois(call.fields);
  const { chat, directory } = peer.services;
  const who = directory.identities.named(name);
  if (!who || !isThere(peer, who.number)) throw unknownUser();
  const person = chat.people.get(who.number);
  const isAccount = who.kind === "account";
  const rooms = person
    ? Array.from(person.rooms).filter((room) => personOf(peer).rooms.has(room))
    : [];
  const here = person && {
    since: timestampOf(person.cameAt),
    ["idle_s"]: Math.round((chat.now() - person.activeAt) / MS_PER_S),
  };
  peer.answer(call, {
    response: "info",
    content: isAccount ? `${who.name} is an account` : `${who.name} is a guest`,
    code: "whois",
    fields: {
      user: who.name,
      account: isAccount,
      ...here,
      ...(who.away !== undefined && { away: who.away }),
      ...(!person && { seen: timestampOf(who.seen) }),
      rooms: rooms.map(({ name }) => name),
    },
  });
}

function timestampOf(time: number): string {
  return new Date(time).toISOString();
}
