import { assertEquals } from "@std/assert";
import type {
  Event,
  HistoryEvent,
  MessageEvent,
  WelcomeEvent,
} from "../../../shared/event.ts";
import { Calendar } from "../../../client/view/calendar.ts";
import type { ReadMarker } from "../../../client/files/read_marker.ts";
import { describeLast } from "../../../client/view/render.ts";
import { RoomRows } from "../../../client/view/room_rows.ts";
import { Rooms } from "../../../client/chat/rooms.ts";
import { textOf } from "../../../client/view/span.ts";
import {
  Transcript,
  type TranscriptOptions,
} from "../../../client/chat/transcript.ts";

const NOON = Date.UTC(2026, 10, 22, 12);
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const UTC = new Calendar({ timeZone: "UTC" });
const ORIGIN = { timestamp: "", time: NOON, sender: "server" };

Deno.test("Transcript keeps what the server says, in order", () => {
  const { transcript, shown } = begin();
  transcript.note("Hello");
  transcript.apply(said("bob", "hi\nyou", 1));
  transcript.warn("Oh");

  assertEquals(shown(), [
    "* Hello",
    "12:00 bob: hi",
    "           you",
    "! Oh",
  ]);
});

Deno.test("Transcript marks a line in which somebody else names who reads", () => {
  const { transcript, shown } = begin();
  const alerts = [
    transcript.apply(said("bob", "Ada: look", 1)),
    transcript.apply(said("bob", "adam", 2)),
    transcript.apply(said("ada", "ada", 3)),
  ];

  assertEquals(shown(), [
    "12:00 > bob: Ada: look",
    "12:00 bob: adam",
    "12:00 ada: ada",
  ]);
  assertEquals(alerts.map((alert) => alert?.isMention), [
    true,
    false,
    undefined,
  ]);
});

Deno.test("Transcript gathers comings and goings until somebody says something", () => {
  const { transcript, shown } = begin();
  transcript.apply(presence(["ada", "bob"], []));
  transcript.apply(presence(["eve"], ["cyd"]));
  transcript.apply(said("bob", "hi", 1));
  transcript.apply(presence([], ["eve"]));

  assertEquals(shown(), [
    "* bob, eve joined; cyd left",
    "12:00 bob: hi",
    "* eve left",
  ]);
});

Deno.test("Transcript shows few comings and goings in a large room, and none with --joins none", () => {
  for (
    const [joins, expected] of [
      ["smart", ["12:00 bob: hi", "* bob left"]],
      ["none", ["12:00 bob: hi"]],
    ] as const
  ) {
    const { transcript, shown, rooms } = begin({ joins });
    rooms.current.members.set(Array.from({ length: 30 }, (_, n) => `p${n}`));
    transcript.apply(said("bob", "hi", 1));
    transcript.apply(presence(["cyd"], ["p1"]));
    transcript.apply(presence([], ["bob", "cyd"]));

    assertEquals(shown(), [...expected]);
    assertEquals(rooms.current.members.count, 29);
  }
});

Deno.test("Transcript counts who is there without a line for each count", () => {
  const { transcript, shown, rooms } = begin();
  transcript.apply({ ...presence([], []), count: 300 });

  assertEquals(shown(), []);
  assertEquals(rooms.current.members.count, 300);
});

Deno.test("Transcript begins at the oldest message that was not read, which is never one's own", () => {
  const readMarker = { log: "l", seq: 2, time: NOON - MINUTE_MS };
  const { transcript, shown, rooms } = begin({ readMarker });
  transcript.apply(welcome());
  transcript.apply(page([
    said("bob", "one", 1),
    said("bob", "two", 2),
    said("ada", "mine", 3),
    said("bob", "four", 4),
  ]));

  assertEquals(shown(), [
    "12:00 bob: one",
    "12:00 bob: two",
    "12:00 ada: mine",
    newSince("11:59"),
    "12:00 bob: four",
  ]);
  assertEquals(rooms.current.newBelow(0), 1);
});

Deno.test("Transcript has no mark in another log, and none when all was read", () => {
  const cases: readonly ReadMarker[] = [
    { log: "other", seq: 0, time: NOON },
    { log: "l", seq: 9, time: NOON },
  ];
  for (const readMarker of cases) {
    const { transcript, shown } = begin({ readMarker });
    transcript.apply(welcome());
    transcript.apply(page([said("bob", "one", 1)]));
    assertEquals(shown(), ["12:00 bob: one"]);
  }
});

Deno.test("Transcript marks what was missed while the connection was lost", () => {
  const { transcript, shown, rooms, clock } = begin();
  transcript.apply(welcome());
  transcript.apply(said("bob", "one", 1));
  rooms.current.markSeen(1, NOON);
  transcript.onDisconnected();
  clock.now += 5 * MINUTE_MS;
  transcript.apply(page([said("bob", "two", 2)], { more: true }));
  transcript.apply(page([said("bob", "three", 3)]));

  assertEquals(shown(), [
    "12:00 bob: one",
    newSince("12:00"),
    "12:00 bob: two",
    "12:00 bob: three",
  ]);
});

Deno.test("Transcript marks the first message that comes while nobody looks", () => {
  let isWatched = true;
  const { transcript, shown, rooms } = begin({ isWatched: () => isWatched });
  transcript.apply(said("bob", "one", 1));
  rooms.current.markSeen(1, NOON);
  isWatched = false;
  transcript.apply(said("ada", "from elsewhere", 2));
  transcript.apply(said("bob", "two", 3));
  transcript.apply(said("bob", "three", 4));

  const expected = [
    "12:00 bob: one",
    "12:00 ada: from elsewhere",
    newSince("12:00"),
    "12:00 bob: two",
    "12:00 bob: three",
  ];
  assertEquals(shown(), expected);
  rooms.current.markSeen(4, NOON + MINUTE_MS);
  transcript.apply(said("bob", "four", 5));
  assertEquals(shown().slice(-2), [
    newSince("12:01"),
    "12:00 bob: four",
  ]);
  assertEquals(shown().filter((line) => line.startsWith("───")).length, 1);
});

Deno.test("Transcript keeps the mark where unread stands between it and what is said next", () => {
  const readMarker = { log: "l", seq: 1, time: NOON - MINUTE_MS };
  const { transcript, rooms } = begin({ readMarker });
  const room = rooms.current;
  transcript.apply(welcome());
  transcript.apply(page(manySaid(1, 61)));
  const { number } = room.scroll.unreadLine ?? {};
  room.markSeen(21, NOON, 1);
  room.scroll.pageUp({
    text: { first: 0, end: 61, rowsOf: () => [[]] },
    height: 9,
  });
  transcript.apply(said("bob", "62", 62));
  assertEquals(room.scroll.unreadLine?.number, number);
  assertEquals(transcript.readMarker?.seq, 21);

  room.markSeen(62, NOON, 50);
  assertEquals(transcript.readMarker?.seq, 21, "the end was looked at");
  room.clearReadLine();
  assertEquals(room.scroll.unreadLine?.number, number);
  room.markSeen(40, NOON, 21);
  room.markSeen(62, NOON, 40);
  room.clearReadLine();
  assertEquals(room.scroll.unreadLine, undefined);
  assertEquals(transcript.readMarker?.seq, 62);
});

Deno.test("Transcript counts as read what passes by while somebody looks, and the past of a first visit", () => {
  const { transcript, rooms } = begin();
  transcript.apply(welcome());
  transcript.apply(page(manySaid(1, 100)));
  rooms.current.markSeen(100, NOON, 80);
  assertEquals(transcript.readMarker?.seq, 100);
  for (const each of manySaid(101, 200)) transcript.apply(each);
  rooms.current.markSeen(200, NOON, 180);

  assertEquals(transcript.readMarker?.seq, 200);
});

Deno.test("Transcript keeps the mark of what was missed while its pages come", () => {
  const { transcript, rooms } = begin();
  transcript.apply(welcome());
  transcript.apply(said("bob", "one", 1));
  rooms.current.markSeen(1, NOON);
  transcript.onDisconnected();
  transcript.apply(page(manySaid(2, 50), { more: true }));
  rooms.current.markSeen(20, NOON, 1);
  transcript.apply(page(manySaid(51, 90)));

  assertEquals(rooms.current.scroll.unreadLine?.number, 1);
  assertEquals(transcript.readMarker?.seq, 20);
});

Deno.test("Transcript knows how far was read, in which log", () => {
  const { transcript, rooms } = begin();
  transcript.apply(said("bob", "zero", 7));
  assertEquals(transcript.readMarker, undefined);
  transcript.apply(welcome());
  transcript.apply(said("bob", "one", 8));
  rooms.current.markSeen(1, NOON);
  assertEquals(transcript.readMarker, { log: "l", seq: 7, time: NOON });
  rooms.current.markSeen(2, NOON + 1);

  assertEquals(transcript.readMarker, { log: "l", seq: 8, time: NOON + 1 });
});

Deno.test("RoomPast.prepend() takes in what was said before, and jumpToFirstUnread() finds the unread in it", () => {
  const readMarker = { log: "l", seq: 2, time: NOON };
  const { transcript, shown, rooms, past } = begin({ readMarker });
  transcript.apply(welcome());
  transcript.apply(page([said("bob", "five", 5)]));
  assertEquals(past().hasOlderUnread, true);
  assertEquals(past().oldestSeq, 5);
  const before = [1, 2, 3, 4].map((seq) => said("bob", `${seq}`, seq));
  assertEquals(past().prepend(page(before, { id: "x" })), 4);
  past().jumpToFirstUnread();

  assertEquals(shown(), [
    "12:00 bob: 1",
    "12:00 bob: 2",
    newSince("12:00"),
    "12:00 bob: 3",
    "12:00 bob: 4",
    "12:00 bob: five",
  ]);
  assertEquals(past().hasOlderUnread, false);
  assertEquals(rooms.current.newBelow(-100), 3);
});

Deno.test("Transcript begins to count anew in another log, and asks for nothing from before it", () => {
  const { transcript, rooms, past } = begin();
  transcript.apply(welcome());
  transcript.apply(said("bob", "old", 900));
  rooms.current.markSeen(1, NOON);
  transcript.apply(welcome({ log: "m" }));
  assertEquals([transcript.readMarker, past().oldestSeq], [
    undefined,
    undefined,
  ]);
  transcript.apply(said("bob", "new", 1));
  rooms.current.markSeen(2, NOON);

  assertEquals(transcript.readMarker, { log: "m", seq: 1, time: NOON });
});

Deno.test("Transcript says that nothing was found only to who asked, and keeps what was asked for message by message", () => {
  const { transcript, shown, rooms } = begin();
  transcript.apply(page([]));
  assertEquals(shown(), []);
  transcript.apply(page([said("bob", "a", 1), said("bob", "b", 2)], {
    id: "1",
  }));
  const { end } = rooms.current.scrollback;
  assertEquals(end, 2);
  transcript.apply(page([], { id: "2" }));
  assertEquals(shown(), ["12:00 bob: a", "12:00 bob: b", "* Nothing found"]);
});

Deno.test("Transcript shows what was asked for between two lines, and none of it as news, unread or spoken", () => {
  const { transcript, shown, rooms, past } = begin();
  transcript.apply(said("bob", "news", 3));
  const { spoke, seq } = {
    spoke: rooms.current.members.lastSpoke("bob"),
    seq: past().oldestSeq,
  };
  transcript.showFound({
    found: page([
      { ...said("bob", "old", 1), time: 0 },
      { ...said("bob", "too", 2), time: 0 },
    ], { id: "1" }),
    head: "Head:",
    foot: "Foot",
  });
  transcript.showFound({
    found: page([], { id: "2" }),
    head: "Nothing",
    foot: undefined,
  });

  assertEquals(shown().slice(-7), [
    "* Head:",
    "--- Thursday, 1 January 1970 ---",
    "00:00 bob: old",
    "00:00 bob: too",
    "* Foot",
    "--- Sunday, 22 November 2026 ---",
    "* Nothing",
  ]);
  const { current } = rooms;
  assertEquals(current.newBelow(1), 0);
  current.markSeen(1, NOON);
  assertEquals(current.hasUnseen, false);
  assertEquals(current.members.lastSpoke("bob"), spoke);
  assertEquals(past().oldestSeq, seq);
  assertEquals(transcript.lastMessage?.text, "news");
});

Deno.test("Transcript keeps other rooms apart and counts what is said there", () => {
  const { transcript, shown, rooms } = begin();
  transcript.apply(welcome({ rooms: ["lobby", "ops"] }));
  transcript.apply(said("bob", "here", 1));
  transcript.apply({ ...said("bob", "ada, there", 2), room: "ops" });
  transcript.apply({ ...said("bob", "there", 3), room: "ops" });
  transcript.apply(page([{ ...said("bob", "missed", 4), room: "ops" }]));

  assertEquals(shown(), ["12:00 bob: here"]);
  assertEquals(rooms.activity, [{ room: "ops", messages: 2, mentions: 1 }]);
  rooms.lookAt(rooms.named("OPS"));
  assertEquals(rooms.activity, []);
  assertEquals(shown(), [
    newSince("12:00"),
    "12:00 > bob: ada, there",
    "12:00 bob: there",
    "12:00 bob: missed",
  ]);
  rooms.lookAt(rooms.named("lobby"));
  transcript.apply({ ...said("bob", "nobody named", 5), room: "ops" });
  assertEquals(rooms.activity, [{ room: "ops", messages: 1, mentions: 0 }]);
});

Deno.test("Transcript puts a line where the day changes, and keeps the time of what comes later", () => {
  const { transcript, shown, clock } = begin();
  const yesterday = { ...said("bob", "old", 1), time: NOON - DAY_MS };
  transcript.apply(page([yesterday, { ...said("bob", "older", 2) }]));
  clock.now += DAY_MS;
  transcript.note("Next");

  assertEquals(shown(), [
    "--- Saturday, 21 November 2026 ---",
    "12:00 bob: old",
    "--- Sunday, 22 November 2026 ---",
    "12:00 bob: older",
    "--- Monday, 23 November 2026 ---",
    "* Next",
  ]);
});

Deno.test("describeLast() returns the whole date of the last message", () => {
  const { transcript } = begin();
  const last = () => describeLast(transcript.lastMessage, UTC);
  assertEquals(last(), "Nothing was said yet");
  transcript.apply(said("bob", "hi", 1));

  assertEquals(
    last(),
    "The last message is by bob, Sunday, 22 November 2026, 12:00:00 UTC, in lobby, number 1 of the server",
  );
});

function begin(
  options: Partial<TranscriptOptions> = {},
) {
  const clock = { now: NOON };
  const now = () => clock.now;
  const rooms = new Rooms(now);
  const transcript = new Transcript({
    me: "ada",
    rooms,
    now,
    ...options,
  });
  const rows = new RoomRows({ calendar: UTC, now });
  const shown = () => {
    const { first, end, rowsOf } = rows.of(rooms.current, {
      me: "ada",
      columns: 80,
    });
    return Array.from({ length: end - first }, (_, n) => rowsOf(first + n))
      .flat().map(textOf);
  };
  const past = () => transcript.pastOf(rooms.current);
  return { transcript, rooms, shown, clock, past };
}

function said(sender: string, text: string, seq: number): MessageEvent {
  return {
    kind: "message",
    ...ORIGIN,
    ...{ sender, text, seq, room: "lobby" },
  };
}

function manySaid(from: number, to: number): readonly MessageEvent[] {
  return Array.from(
    { length: to - from + 1 },
    (_, at) => said("bob", `${from + at}`, from + at),
  );
}

function page(
  messages: readonly MessageEvent[],
  fields: Partial<HistoryEvent> = {},
): HistoryEvent {
  return { kind: "history", ...ORIGIN, messages, more: false, ...fields };
}

function presence(joined: readonly string[], left: readonly string[]) {
  return {
    kind: "presence",
    ...ORIGIN,
    ...{ room: "lobby", joined, left },
  } as const satisfies Event;
}

function welcome(fields: Partial<WelcomeEvent> = {}): WelcomeEvent {
  return {
    kind: "welcome",
    ...ORIGIN,
    ...{ text: "", server: "ktn/test", user: "ada", log: "l", seq: 0 },
    rooms: ["lobby"],
    limits: {},
    ...fields,
  };
}

/** The line above what is new. */
function newSince(clock: string): string {
  return `─── new since ${clock} `.padEnd(80, "─");
}
