/**
 * What one feed hears, and from where to where: conversations it may read, and
 * those it may read only to their end.
 *
 * @module
 */

import type { Conversation, Hearing } from "../chat/listener.ts";
import type { ConversationRange } from "../log/log.ts";

/** A conversation that is heard no longer, and not shown to its end yet. */
interface Ended extends Hearing {
  readonly upTo: number;
  readonly then: () => void;
}

/** The conversations of one feed. */
export class Hearings {
  #heard: readonly Hearing[];
  /** Those that are heard, to be compared. */
  #conversations: readonly Conversation[];
  /** Few feeds ever have one. */
  #ended: readonly Ended[] | undefined;

  /** Begins with these. */
  constructor(heard: readonly Hearing[] = []) {
    this.#heard = heard;
    this.#conversations = conversationsOf(heard);
  }

  /** Adds one. */
  add(hearing: Hearing): void {
    this.#heard = [...this.#heard, hearing];
    this.#conversations = conversationsOf(this.#heard);
  }

  /** Ends one; `then` is called by {@linkcode Hearings.passed}. */
  end(conversation: Conversation, upTo: number, then: () => void): void {
    const isIt = (hearing: Hearing) => hearing.conversation === conversation;
    const found = this.#heard.find(isIt);
    this.#heard = this.#heard.filter((hearing) => !isIt(hearing));
    this.#conversations = conversationsOf(this.#heard);
    const after = found?.after ?? upTo;
    this.#ended = [...this.#ended ?? [], { conversation, after, upTo, then }];
  }

  /** Everything up to this seq is shown: what ends there is over. */
  passed(seq: number): void {
    if (!this.#ended) return;
    const over = this.#ended.filter(({ upTo }) => upTo <= seq);
    const rest = this.#ended.filter(({ upTo }) => upTo > seq);
    this.#ended = rest.length > 0 ? rest : undefined;
    for (const { then } of over) then();
  }

  /** Tells whether nothing was shown to others behind this seq. */
  areShownUpTo(seq: number): boolean {
    // The one loop that runs for each batch and each who gets it.
    for (let at = 0; at < this.#conversations.length; at++) {
      if ((this.#conversations[at]?.shown ?? 0) > seq) return false;
    }
    return true;
  }

  /** What to read in the log, all or what comes behind a seq. */
  ranges(position = 0): readonly ConversationRange[] {
    const ranges: ConversationRange[] = [];
    for (const { conversation, after } of this.#heard) {
      for (const key of conversation.keys) {
        ranges.push(after > position ? { key, after } : { key });
      }
    }
    for (const { conversation, after, upTo } of this.#ended ?? []) {
      for (const key of conversation.keys) ranges.push({ key, after, upTo });
    }
    return ranges;
  }
}

function conversationsOf(heard: readonly Hearing[]): readonly Conversation[] {
  return heard.map(({ conversation }) => conversation);
}
