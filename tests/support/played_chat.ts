/**
 * The beginning of a chat as a scripted server plays it, and messages of any
 * time.
 *
 * @module
 */

import {
  history,
  info,
  message,
  type Peer,
  type Sent,
  welcome,
} from "./scripted_server.ts";

/** What a test may want otherwise. */
export interface BeginningOptions {
  /** Fields of the welcome. */
  readonly welcome?: Sent;
  /** What was said before. */
  readonly past?: readonly Sent[];
  /** @default {["ada", "bob"]} */
  readonly names?: readonly string[];
}

/** Answers the login, and the question who is here. */
export async function beginChat(
  peer: Peer,
  { welcome: fields = {}, past = [], names = ["ada", "bob"] }:
    BeginningOptions = {},
): Promise<void> {
  await peer.expect("login");
  const pages = past.length > 0 ? [history(past, { more: false })] : [];
  await peer.say(welcome(fields), ...pages);
  const { id } = await expectSoon(peer, "names");
  await peer.say(info(names.join(", "), { names, id }));
}

/** Somebody's message of a given time, in milliseconds since 1970. */
export function messageAt(
  time: number,
  sender: string,
  text: string,
  seq: number,
): Sent {
  const timestamp = new Date(time).toISOString();
  return { ...message(sender, text, seq), timestamp };
}

/** The client may ask for a sign of life before. */
async function expectSoon(peer: Peer, request: string): Promise<Sent> {
  for (;;) {
    const sent = await peer.next();
    if (sent?.request === request) return sent;
    if (sent?.request !== "ping") {
      throw new Error(`Expected "${request}", got ${JSON.stringify(sent)}`);
    }
    await peer.say(info("", { code: "pong", id: sent.id }));
  }
}
