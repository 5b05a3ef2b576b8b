/**
 * What commands do with rooms and talks on a terminal.
 *
 * @module
 */

import type { Target } from "../../shared/target.ts";
import type { Transcript } from "../chat/transcript.ts";
import { whyNotName } from "../connection/login_name.ts";
import type { RoomContext } from "../editing/room_context.ts";
import type { ChatModel } from "./chat_model.ts";

/** Options for {@linkcode RoomActions}. */
export interface RoomActionsOptions {
  readonly name: string;
  readonly model: ChatModel;
  readonly transcript: Transcript;
  /** Asks for something that is not to be seen. */
  readonly askSecret: (prompt: string) => Promise<string | undefined>;
}

/** What {@linkcode RoomActions} does in the chat. */
export interface Speaker {
  /** Says something; `typed` is given back where that cannot be. */
  say(text: string, target: Target, typed?: string): boolean;
  note(text: string): void;
  warn(text: string): void;
}

/** Does it. */
export class RoomActions implements RoomContext {
  readonly #options: RoomActionsOptions;
  readonly #speaker: Speaker;

  /** Takes what commands act on. */
  constructor(options: RoomActionsOptions, speaker: Speaker) {
    this.#options = options;
    this.#speaker = speaker;
  }

  /** The name of who types. */
  get me(): string {
    return this.#options.name;
  }

  /** What is looked at. */
  get here(): Target {
    return this.#options.model.state.rooms.current.target;
  }

  /** What the room that is looked at is about; "" for nothing. */
  get topic(): string {
    return this.#options.model.state.rooms.current.topic;
  }

  /** Who sent the last direct message, if anybody did. */
  get lastSender(): Target | undefined {
    return this.#options.transcript.lastSender?.target;
  }

  /** Goes to a room; `false` where one is not in it. */
  goTo(room: string): boolean {
    const { model } = this.#options;
    const found = model.state.rooms.find({ room });
    const { current } = model.state.rooms;
    if (!found || found.isClosed) return false;
    if (found === current) this.#speaker.note(`You are in ${found.name}`);
    model.goToRoom(found);
    return true;
  }

  /** Goes to the talk with somebody. */
  openTalk(name: string): void {
    const { model, transcript } = this.#options;
    const problem = whyNotName(name);
    if (problem !== undefined) return this.#speaker.warn(problem);
    model.goToRoom(transcript.conversations.with(name));
  }

  /** Takes the talk that is looked at out of the list; it stays stored. */
  closeTalk(): void {
    const { model } = this.#options;
    model.removeRoom(model.state.rooms.current);
  }

  /** Says something somewhere else than where one looks. */
  sayTo(target: Target, text: string): void {
    const { transcript, model } = this.#options;
    const { to } = target;
    if (to === undefined) return;
    const problem = whyNotName(to);
    if (problem !== undefined) return this.#speaker.warn(problem);
    const talk = transcript.conversations.with(to, target.talk);
    const isSaid = this.#speaker.say(text, talk.target, `/msg ${to} ${text}`);
    const isShown = talk === model.state.rooms.current;
    if (!isSaid || isShown) return;
    const number = model.state.rooms.list.indexOf(talk) + 1;
    const way = number < 10 ? `Alt-${number}` : `/query ${talk.name}`;
    this.#speaker.note(`Goes to ${talk.name} only; ${way} shows the talk`);
  }

  /** Asks for something that is not to be seen. */
  askSecret(prompt: string): Promise<string | undefined> {
    return this.#options.askSecret(prompt);
  }
}
