/**
 * A change of a room that everybody in it is told in order: an entry of the log
 * first, then what the directory keeps. Where the second was lost, the request
 * does it when it comes again.
 *
 * @module
 */

import type { Call } from "../../shared/request.ts";
import { outcomeReply } from "../chat/replies.ts";
import type { Outcome } from "../log/log.ts";
import type { Peer, Saying } from "./peer.ts";

/** What is changed. */
export interface RoomChangePut {
  readonly draft: Saying["draft"];
  /** Changes the directory, before anybody is shown the entry of this seq. */
  readonly apply: (seq: number) => Promise<void>;
}

/** Puts the entry into the log, then applies it and answers. */
export async function putChange(
  peer: Peer,
  call: Call,
  { draft, apply }: RoomChangePut,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  let applied: Promise<void> | undefined;
  const settle = (outcome: Outcome) => {
    const seq = seqOf(outcome);
    if (seq !== undefined) applied = apply(seq);
    applied?.catch(() => {}); // it is awaited below
    resolve(outcome);
  };
  const { id } = call;
  peer.services.log.append(
    id === undefined ? { ...draft, settle } : { ...draft, id, settle },
  );
  const outcome = await promise;
  await applied;
  peer.answer(call, outcomeReply(outcome, draft.target));
}

function seqOf(outcome: Outcome): number | undefined {
  if (outcome.kind === "stored") return outcome.entry.seq;
  return outcome.kind === "duplicate" ? outcome.seq : undefined;
}
