/**
 * Saying something to one person, who gets it now or when it comes.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Call, MsgRequest } from "../../shared/request.ts";
import { checkMessage } from "../../shared/text.ts";
import { unknownUser } from "../chat/readable.ts";
import type { Identity } from "../directory/identity.ts";
import { type Talk, talkConversation } from "../directory/talks.ts";
import { awayOf } from "./away.ts";
import { isThere } from "./conversation.ts";
import { authorOf } from "./saying.ts";
import { type Peer, personOf, type Saying } from "./peer.ts";

/** What is said, and to whom. */
type DirectMessage =
  & Required<Pick<MsgRequest, "content" | "to">>
  & { readonly talk: string | undefined };

/** Puts a message to one person into the log. */
export function sayTo(
  peer: Peer,
  call: Call,
  { content, to, talk: id }: DirectMessage,
): void | Promise<void> {
  const { directory } = peer.services;
  const { identity, name } = personOf(peer);
  const receiver = directory.identities.named(to);
  if (!receiver || !isThere(peer, receiver.number)) throw unknownUser();
  const talk = directory.talks.find(identity, receiver.number);
  if (id !== undefined && talk?.id !== id) throw unknownUser();
  checkTakes(peer, receiver);
  checkMessage(content);
  const sayIn = (talk: Talk) =>
    peer.say(call, () => sayingIn(peer, talk, receiver, content));
  if (talk) return sayIn(talk);
  // Nobody could read what is in a talk that is lost.
  return directory.talks.between(
    { number: identity, name },
    { number: receiver.number, name: receiver.name },
  ).then(sayIn);
}

function checkTakes(peer: Peer, { number, name }: Identity): void {
  const { blocks } = peer.services.directory;
  if (blocks.takes(number, personOf(peer).identity)) return;
  throw new ChatError(
    "forbidden",
    `Cannot write to ${name}: no direct messages are taken of you`,
  );
}

function sayingIn(
  peer: Peer,
  talk: Talk,
  receiver: Identity,
  text: string,
): Saying {
  const { number, name } = receiver;
  checkTakes(peer, receiver);
  const draft = {
    conversation: talkConversation(talk),
    target: { to: name },
    ...authorOf(peer),
    text,
  };
  const fields = () => ({ talk: talk.id, ...awayOf(peer, number) });
  return { draft, fields };
}
