/**
 * Of whom somebody takes no direct messages.
 *
 * @module
 */

import { type Call, readBlock, readUnblock } from "../../shared/request.ts";
import { unknownUser } from "../chat/readable.ts";
import { ackOf } from "../chat/replies.ts";
import { isThere } from "./conversation.ts";
import { type Peer, personOf } from "./peer.ts";

/** Takes nothing more of somebody. */
export async function block(peer: Peer, call: Call): Promise<void> {
  await change(peer, call, readBlock(call.fields).content, true);
}

/** Takes all of somebody again. */
export async function unblock(peer: Peer, call: Call): Promise<void> {
  await change(peer, call, readUnblock(call.fields).content, false);
}

async function change(
  peer: Peer,
  call: Call,
  name: string,
  blocked: boolean,
): Promise<void> {
  const { blocks, identities } = peer.services.directory;
  const person = personOf(peer);
  const other = identities.named(name);
  if (!other) throw unknownUser();
  const isBlocked = blocks.isBlocked(person.identity, other.number);
  if (!isBlocked && !isThere(peer, other.number)) throw unknownUser();
  if (blocked) await blocks.block(person.identity, other.number);
  else await blocks.unblock(person.identity, other.number);
  const isSame = isBlocked === blocked;
  if (!isSame) {
    person.tell({
      response: "info",
      content: blocked
        ? `Nothing more comes from ${other.name}`
        : `${other.name} may write to you again`,
      code: "blocked",
      fields: { user: other.name, blocked },
    }, peer);
  }
  peer.answer(call, ackOf({}, isSame));
}
