import { assertEquals } from "@std/assert";
import type {
  Event,
  HistoryEvent,
  MessageEvent,
  WelcomeEvent,
} from "../../../shared/event.ts";
import { Calendar } from "../../../client/view/calendar.ts";
import type { JoinChoice } from "../../../client/chat/join_filter.ts";
import type { ReadPosition } from "../../../client/files/read_marker.ts";
import { RoomLayouts } from "../../../client/view/room_layout.ts";
import { Rooms } from "../../../client/chat/rooms.ts";
import { textOf } from "../../../client/view/span.ts";
import { Transcript } from "../../../client/chat/transcript.ts";

const NOON = Date.UTC(2026, 10, 22, 12);
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const ORIGIN = { timestamp: "", time: NOON, sender: "server" };

Deno.test("Transcript tells what the server says, in order", () => {
  const { transcript, told } = begin();
  transcript.note("Hello");
  transcript.tell(said("bob", "hi\nyou", 1));
  transcript.warn("Oh");

  assertEquals(told(), [
    "* Hello",
    "12:00 bob: hi",
    "           you",
    "! Oh",
  ]);
});

Deno.test("Transcript marks a line in which somebody else names who reads", () => {
  const { transcript, told } = begin();
  const alerts = [
    transcript.tell(said("bob", "Ada: look", 1)),
    transcript.tell(said("bob", "adam", 2)),
    transcript.tell(said("ada", "ada", 3)),
  ];

  assertEquals(told(), [
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
  const { transcript, told } = begin();
  transcript.tell(presence(["ada", "bob"], []));
  transcript.tell(presence(["eve"], ["cyd"]));
  transcript.tell(said("bob", "hi", 1));
  transcript.tell(presence([], ["eve"]));

  assertEquals(told(), [
    "* bob, eve joined; cyd left",
    "12:00 bob: hi",
    "* eve left",
  ]);
});

Deno.test("Transcript tells of few comings and goings in a large room, and none if so wished", () => {
  for (
    const [joins, expected] of [
      ["smart", ["12:00 bob: hi", "* bob left"]],
      ["none", ["12:00 bob: hi"]],
    ] as const
  ) {
    const { transcript, told, rooms } = begin({ joins });
    transcript.here(Array.from({ length: 30 }, (_, n) => `p${n}`));
    transcript.tell(said("bob", "hi", 1));
    transcript.tell(presence(["cyd"], ["p1"]));
    transcript.tell(presence([], ["bob", "cyd"]));

    assertEquals(told(), [...expected]);
    assertEquals(rooms.current.people, 29);
  }
});

Deno.test("Transcript counts who is there without a line for each count", () => {
  const { transcript, told, rooms } = begin();
  transcript.tell({ ...presence([], []), count: 300 });

  assertEquals(told(), []);
  assertEquals(rooms.current.people, 300);
});

Deno.test("Transcript begins at the oldest message that was not read, which is never one's own", () => {
  const position = { log: "l", seq: 2, time: NOON - MINUTE_MS };
  const { transcript, told, rooms } = begin({ position });
  transcript.tell(welcome());
  transcript.tell(page([
    said("bob", "one", 1),
    said("bob", "two", 2),
    said("ada", "mine", 3),
    said("bob", "four", 4),
  ]));

  assertEquals(told(), [
    "12:00 bob: one",
    "12:00 bob: two",
    "12:00 ada: mine",
    "--- new since 11:59 ---",
    "12:00 bob: four",
  ]);
  assertEquals(rooms.current.newBelow(0), 1);
});

Deno.test("Transcript has no mark in another log, and none when all was read", () => {
  const cases: readonly ReadPosition[] = [
    { log: "other", seq: 0, time: NOON },
    { log: "l", seq: 9, time: NOON },
  ];
  for (const position of cases) {
    const { transcript, told } = begin({ position });
    transcript.tell(welcome());
    transcript.tell(page([said("bob", "one", 1)]));
    assertEquals(told(), ["12:00 bob: one"]);
  }
});

Deno.test("Transcript marks what was missed while the connection was lost", () => {
  const { transcript, told, rooms, clock } = begin();
  transcript.tell(welcome());
  transcript.tell(said("bob", "one", 1));
  rooms.current.saw(1, NOON);
  transcript.wentAway();
  clock.now += 5 * MINUTE_MS;
  transcript.tell(page([said("bob", "two", 2)], { more: true }));
  transcript.tell(page([said("bob", "three", 3)]));

  assertEquals(told(), [
    "12:00 bob: one",
    "--- new since 12:00 ---",
    "12:00 bob: two",
    "12:00 bob: three",
  ]);
});

Deno.test("Transcript marks the first message that comes while nobody looks", () => {
  const { transcript, told, rooms } = begin();
  transcript.tell(said("bob", "one", 1));
  rooms.current.saw(1, NOON);
  transcript.isWatched = false;
  transcript.tell(said("ada", "from elsewhere", 2));
  transcript.tell(said("bob", "two", 3));
  transcript.tell(said("bob", "three", 4));

  const expected = [
    "12:00 bob: one",
    "12:00 ada: from elsewhere",
    "--- new since 12:00 ---",
    "12:00 bob: two",
    "12:00 bob: three",
  ];
  assertEquals(told(), expected);
  rooms.current.saw(4, NOON + MINUTE_MS);
  transcript.tell(said("bob", "four", 5));
  assertEquals(told().slice(-2), [
    "--- new since 12:01 ---",
    "12:00 bob: four",
  ]);
  assertEquals(told().filter((line) => line.startsWith("---")).length, 1);
});

Deno.test("Transcript tells how far was read, in which log", () => {
  const { transcript, rooms } = begin();
  transcript.tell(said("bob", "zero", 7));
  assertEquals(transcript.position, undefined);
  transcript.tell(welcome());
  transcript.tell(said("bob", "one", 8));
  rooms.current.saw(1, NOON);
  assertEquals(transcript.position, { log: "l", seq: 7, time: NOON });
  rooms.current.saw(2, NOON + 1);

  assertEquals(transcript.position, { log: "l", seq: 8, time: NOON + 1 });
});

Deno.test("Transcript.older() tells what was said before, and land() finds the unread in it", () => {
  const position = { log: "l", seq: 2, time: NOON };
  const { transcript, told, rooms } = begin({ position });
  transcript.tell(welcome());
  transcript.tell(page([said("bob", "five", 5)]));
  assertEquals(transcript.isUnreadFurtherUp, true);
  assertEquals(transcript.oldestSeq, 5);
  const before = [1, 2, 3, 4].map((seq) => said("bob", `${seq}`, seq));
  assertEquals(transcript.older(page(before, { id: "x" })), 4);
  transcript.land();

  assertEquals(told(), [
    "12:00 bob: 1",
    "12:00 bob: 2",
    "--- new since 12:00 ---",
    "12:00 bob: 3",
    "12:00 bob: 4",
    "12:00 bob: five",
  ]);
  assertEquals(transcript.isUnreadFurtherUp, false);
  assertEquals(rooms.current.newBelow(-100), 3);
});

Deno.test("Transcript begins to count anew in another log, and asks for nothing from before it", () => {
  const { transcript, rooms } = begin();
  transcript.tell(welcome());
  transcript.tell(said("bob", "old", 900));
  rooms.current.saw(1, NOON);
  transcript.tell(welcome({ log: "m" }));
  assertEquals([transcript.position, transcript.oldestSeq], [
    undefined,
    undefined,
  ]);
  transcript.tell(said("bob", "new", 1));
  rooms.current.saw(2, NOON);

  assertEquals(transcript.position, { log: "m", seq: 1, time: NOON });
});

Deno.test("Transcript keeps other rooms apart and counts what is said there", () => {
  const { transcript, told, rooms } = begin();
  transcript.tell(welcome({ rooms: ["lobby", "ops"] }));
  transcript.tell(said("bob", "here", 1));
  transcript.tell({ ...said("bob", "ada, there", 2), room: "ops" });
  transcript.tell({ ...said("bob", "there", 3), room: "ops" });
  transcript.tell(page([{ ...said("bob", "missed", 4), room: "ops" }]));

  assertEquals(told(), ["12:00 bob: here"]);
  assertEquals(rooms.activity, [{ room: "ops", messages: 2, mentions: 1 }]);
  rooms.lookAt(rooms.named("OPS"));
  assertEquals(rooms.activity, []);
  assertEquals(told(), [
    "--- new since 12:00 ---",
    "12:00 > bob: ada, there",
    "12:00 bob: there",
    "12:00 bob: missed",
  ]);
});

Deno.test("Transcript puts a line where the day changes, and keeps the time of what is told later", () => {
  const { transcript, told, clock } = begin();
  const yesterday = { ...said("bob", "old", 1), time: NOON - DAY_MS };
  transcript.tell(page([yesterday, { ...said("bob", "older", 2) }]));
  clock.now += DAY_MS;
  transcript.note("Next");

  assertEquals(told(), [
    "--- Saturday, 21 November 2026 ---",
    "12:00 bob: old",
    "--- Sunday, 22 November 2026 ---",
    "12:00 bob: older",
    "--- Monday, 23 November 2026 ---",
    "* Next",
  ]);
});

Deno.test("Transcript.describeLast() tells the whole date", () => {
  const { transcript } = begin();
  assertEquals(transcript.describeLast(), "Nothing was said yet");
  transcript.tell(said("bob", "hi", 1));

  assertEquals(
    transcript.describeLast(),
    "The last message is by bob, Sunday, 22 November 2026, 12:00:00 UTC, in lobby, number 1 of the server",
  );
});

function begin(
  options: { joins?: JoinChoice; position?: ReadPosition } = {},
) {
  const clock = { now: NOON };
  const now = () => clock.now;
  const calendar = new Calendar({ timeZone: "UTC" });
  const rooms = new Rooms(now);
  const transcript = new Transcript({
    me: "ada",
    rooms,
    calendar,
    now,
    ...options,
  });
  const layouts = new RoomLayouts({ calendar, now });
  const told = () => {
    const { first, end, rowsOf } = layouts.of(rooms.current, 80);
    return Array.from({ length: end - first }, (_, n) => rowsOf(first + n))
      .flat().map(textOf);
  };
  return { transcript, rooms, told, clock };
}

function said(sender: string, text: string, seq: number): MessageEvent {
  return {
    kind: "message",
    ...ORIGIN,
    ...{ sender, text, seq, room: "lobby" },
  };
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
