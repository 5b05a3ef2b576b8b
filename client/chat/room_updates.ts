/**
 * What a server says of rooms and talks, taken over into them: which there are,
 * who is there, and how far was read on other devices.
 *
 * @module
 */

import type {
  AckEvent,
  JoinedEvent,
  ReadEvent,
  RoomsEvent,
  RoomSummary,
  TalkSummary,
  WelcomeEvent,
} from "../../shared/event.ts";
import { foldName } from "../../shared/names.ts";
import type { Conversations } from "./conversations.ts";
import { NameFinder } from "./mentions.ts";
import type { Room } from "./room.ts";
import type { Rooms } from "./rooms.ts";

/** Options for {@linkcode RoomUpdates}. */
export interface RoomUpdatesOptions {
  /** Who reads. */
  readonly me: string;
  readonly rooms: Rooms;
  readonly conversations: Conversations;
}

/** Takes over what a server says. */
export class RoomUpdates {
  readonly #options: RoomUpdatesOptions;
  readonly #me: NameFinder;

  /** Takes what is updated. */
  constructor(options: RoomUpdatesOptions) {
    this.#options = options;
    this.#me = new NameFinder(options.me);
  }

  /** Returns the rooms in which one is no more, since a welcome names all. */
  goneBy({ rooms: names }: WelcomeEvent): readonly Room[] {
    const there = new Set(names.map(foldName));
    return this.#options.rooms.list.filter(({ kind, name }) =>
      kind === "room" && name !== "" && !there.has(foldName(name))
    );
  }

  /** One is in a room; returns it. */
  joined(event: JoinedEvent): Room {
    const { room: name, topic, count, names, seq } = event;
    const { conversations } = this.#options;
    const room = conversations.named(name);
    room.isClosed = false;
    room.topic = topic;
    room.liveFrom ??= seq + 1;
    room.members.set(names, count);
    return room;
  }

  /** The talk in which a message was stored. */
  acked({ to, talk, seq }: AckEvent): Room | undefined {
    const { conversations } = this.#options;
    conversations.heardOf(seq);
    return to === undefined ? undefined : conversations.with(to, talk);
  }

  /** Takes over how much is unread where, and up to where was read. */
  listed({ rooms, direct }: RoomsEvent): void {
    for (const summary of rooms) this.#listedRoom(summary);
    for (const summary of direct) this.#listedTalk(summary);
  }

  /** Another device has read on: what is new is less. */
  read({ room: name, with: other, talk, seq }: ReadEvent): void {
    const { rooms } = this.#options;
    const room = other === undefined
      ? name === undefined ? undefined : rooms.find({ room: name })
      : rooms.findTalk(other, talk);
    if (!room || seq <= (room.serverRead ?? 0)) return;
    room.serverRead = seq;
    room.readElsewhere(seq);
    if (room !== rooms.current) this.#recount(room, seq);
  }

  #listedRoom(summary: RoomSummary): void {
    const { room: name, topic, count, role } = summary;
    if (role === undefined) return; // one may join it, no more
    const room = this.#options.conversations.named(name);
    room.topic = topic;
    room.members.setCount(count);
    this.#setProgress(room, summary);
  }

  /** A talk in which nothing is new is opened by who wants it. */
  #listedTalk(summary: TalkSummary): void {
    const { with: other, talk, unread = 0 } = summary;
    const { rooms, conversations } = this.#options;
    const known = rooms.findTalk(other, talk);
    if (!known && unread === 0) return;
    const room = known ?? conversations.with(other, talk);
    room.serverRead ??= 0; // all of it was said to who reads
    this.#setProgress(room, summary);
  }

  #setProgress(
    room: Room,
    { read = 0, unread = 0, mentions = 0 }: Partial<RoomSummary>,
  ): void {
    if (read > 0) room.serverRead = Math.max(read, room.serverRead ?? 0);
    if (room === this.#options.rooms.current) return room.clearUnread();
    // More was read here than the server knows yet.
    const { readSeq = 0 } = room;
    if (readSeq > read) return this.#recount(room, readSeq);
    // Otherwise nobody has ever read there: all of it is the past.
    if (room.serverRead !== undefined) room.setUnread(unread, mentions);
  }

  /** Counts what stands here behind a place. */
  #recount(room: Room, seq: number): void {
    const { scrollback } = room;
    let [messages, mentions] = [0, 0];
    for (let at = room.firstAfter(seq); at < scrollback.end; at++) {
      const { message, content } = scrollback.at(at) ?? {};
      if (message?.isMine !== false || content?.kind !== "message") continue;
      messages++;
      if (room.kind === "room" && this.#me.isIn(content.text)) mentions++;
    }
    room.setUnread(messages, mentions);
  }
}
