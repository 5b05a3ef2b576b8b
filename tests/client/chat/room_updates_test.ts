import { assertEquals } from "@std/assert";
import { RoomUpdates } from "../../../client/chat/room_updates.ts";
import { Rooms } from "../../../client/chat/rooms.ts";
import { Transcript } from "../../../client/chat/transcript.ts";
import type {
  MessageEvent,
  ReadEvent,
  RoomsEvent,
  RoomSummary,
} from "../../../shared/event.ts";

Deno.test("RoomUpdates takes over how much is unread, of rooms one is in and talks with news", () => {
  const { updates, rooms } = begin();
  updates.listed(listing(
    [summary("ops", { unread: 5, mentions: 1, read: 7 })],
    [talk("bob", 2), talk("cy", 0)],
  ));
  const { role: _, ...joinable } = summary("tea");
  updates.listed(listing([joinable], []));
  assertEquals(rooms.activity, [
    { room: "ops", messages: 5, mentions: 1 },
    { room: "bob", messages: 2, mentions: 0, isTalk: true },
  ]);
  assertEquals(rooms.list.map(({ name }) => name), ["lobby", "ops", "bob"]);
});

Deno.test("RoomUpdates takes what was said before anybody read there for the past, but not what is said to one alone", () => {
  const { updates, rooms } = begin();
  updates.listed(
    listing([summary("ops", { unread: 1000, read: 0 })], [talk("bob", 1)]),
  );
  assertEquals(rooms.activity, [
    { room: "bob", messages: 1, mentions: 0, isTalk: true },
  ]);
});

Deno.test("RoomUpdates counts less when another device has read on, and nothing more than is there", () => {
  const { updates, rooms, transcript } = begin();
  for (const [seq, text] of ["one", "ada: two", "three"].entries()) {
    transcript.apply(said(text, seq + 1));
  }
  const counted = () =>
    rooms.activity.map(({ messages, mentions }) => [messages, mentions]);
  assertEquals(counted(), [[3, 1]]);
  updates.read(read(1));
  assertEquals(counted(), [[2, 1]]);
  updates.read(read(2));
  assertEquals(counted(), [[1, 0]]);
  updates.read(read(1));
  assertEquals(counted(), [[1, 0]]);
  updates.read(read(3));
  assertEquals(counted(), []);
  assertEquals(rooms.find({ room: "ops" })?.scroll.unreadLine, undefined);
});

Deno.test("RoomUpdates knows better than the server what was read here just now", () => {
  const { updates, rooms, transcript } = begin();
  transcript.apply(said("one", 1));
  transcript.apply(said("two", 2));
  const ops = rooms.named("ops");
  ops.passTo(2);
  ops.markSeen(2, 0);
  updates.listed(listing([summary("ops", { unread: 2, read: 0 })], []));
  assertEquals(rooms.activity, []);
});

Deno.test("RoomUpdates finds the rooms that a welcome does not name", () => {
  const { updates, rooms } = begin();
  rooms.named("ops");
  rooms.talkWith("bob");
  const gone = updates.goneBy({
    kind: "welcome",
    ...{ text: "", timestamp: "", server: "", user: "ada" },
    rooms: ["LOBBY"],
    limits: {},
  });
  assertEquals(gone.map(({ name }) => name), ["ops"]);
});

function begin() {
  const rooms = new Rooms();
  const transcript = new Transcript({ me: "ada", rooms, now: () => 0 });
  const { conversations } = transcript;
  conversations.named("lobby");
  const updates = new RoomUpdates({ me: "ada", rooms, conversations });
  return { rooms, transcript, updates };
}

function summary(room: string, fields: Partial<RoomSummary> = {}): RoomSummary {
  return {
    ...{ room, topic: "", count: 2, private: false, role: "member", seq: 9 },
    ...fields,
  };
}

function talk(name: string, unread: number) {
  return { with: name, talk: `t-${name}`, seq: 9, read: 0, unread };
}

function listing(
  rooms: RoomsEvent["rooms"],
  direct: RoomsEvent["direct"],
): RoomsEvent {
  const origin = { timestamp: "", text: "", more: false };
  return { kind: "rooms", ...origin, rooms, direct };
}

function said(text: string, seq: number): MessageEvent {
  const where = { room: "ops", sender: "bob", timestamp: "" };
  return { kind: "message", ...where, text, seq };
}

function read(seq: number): ReadEvent {
  return { kind: "read", timestamp: "", text: "", room: "ops", seq };
}
