/**
 * How far somebody has read, the same on all its links.
 *
 * @module
 */

import { type Call, readRead } from "../../shared/request.ts";
import { ackOf } from "../chat/replies.ts";
import { roomConversation } from "../directory/room.ts";
import { otherOf, talkConversation } from "../directory/talks.ts";
import { roomOf, talkOf } from "./conversation.ts";
import { type Peer, personOf } from "./peer.ts";

/** A conversation, and how the peer is told of it. */
interface Place {
  readonly key?: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Notes how far the peer has read; only forward, unless it says otherwise. */
export function markRead(peer: Peer, call: Call): void {
  const request = readRead(call.fields, peer.version);
  const { chat, directory: { readMarks } } = peer.services;
  const person = personOf(peer);
  const isPerson = request.with !== undefined || request.talk !== undefined;
  const { key, fields } = isPerson
    ? placeOfTalk(peer, request)
    : placeOfRoom(peer, request.room);
  const before = key === undefined ? 0 : readMarks.get(person.identity, key);
  const asked = Math.min(request.seq, chat.last);
  const seq = request.back ? asked : Math.max(asked, before);
  const isSame = key === undefined || seq === before;
  if (!isSame) {
    readMarks.set(person.identity, key, seq);
    const all = { ...fields, seq };
    const content = `Read up to ${seq}`;
    person.tell({ response: "info", content, code: "read", fields: all }, peer);
  }
  peer.answer(call, ackOf(fields, isSame));
}

function placeOfRoom(peer: Peer, name?: string): Place {
  const room = roomOf(peer, name);
  return { key: roomConversation(room), fields: { room: room.name } };
}

/** There is nothing to read where two have never talked. */
function placeOfTalk(
  peer: Peer,
  request: { readonly with?: string; readonly talk?: string },
): Place {
  const talk = talkOf(peer, request);
  if (!talk) return { fields: { with: request.with ?? "" } };
  const { identities } = peer.services.directory;
  const other = otherOf(talk, personOf(peer).identity);
  const name = identities.get(other.number)?.name ?? other.name;
  return { key: talkConversation(talk), fields: { with: name, talk: talk.id } };
}
