import { assertEquals } from "@std/assert";
import { Rooms } from "../../../client/chat/rooms.ts";
import {
  READ_MS,
  ReadMarkSender,
} from "../../../client/terminal/read_mark_sender.ts";
import type { Request } from "../../../shared/request.ts";
import { HandTimers } from "../../support/hand_timers.ts";

Deno.test("ReadMarkSender tells at once what was read, and then every two seconds at most", () => {
  using timers = new HandTimers();
  const { marks, read, asked, clock } = begin();
  read("ops", 3);
  marks.soon();
  timers.fire();
  assertEquals(asked, [{ request: "read", room: "ops", seq: 3 }]);
  clock.now += 500;
  read("ops", 4);
  marks.soon();
  read("ops", 5);
  marks.soon();
  timers.fire();
  assertEquals(timers.delays, [0, READ_MS - 500]);
  assertEquals(asked.slice(1), [{ request: "read", room: "ops", seq: 5 }]);
});

Deno.test("ReadMarkSender tells only what the server does not know, and only forward", () => {
  using timers = new HandTimers();
  const { marks, read, asked, rooms } = begin();
  rooms.named("ops").serverRead = 7;
  read("ops", 6);
  marks.soon();
  assertEquals(timers.delays, []);
  read("ops", 8);
  read("lobby", 9);
  marks.soon();
  timers.fire();
  marks.soon();
  assertEquals(timers.delays.length, 1);
  assertEquals(asked, [
    { request: "read", seq: 9 },
    { request: "read", room: "ops", seq: 8 },
  ]);
});

Deno.test("ReadMarkSender names a talk by what the server calls it", () => {
  const { marks, rooms, asked } = begin();
  const talk = rooms.talkWith("bob", "t1");
  talk.readElsewhere(4);
  marks.tell();
  assertEquals(asked, [{ request: "read", with: "bob", talk: "t1", seq: 4 }]);
});

Deno.test("ReadMarkSender tells after the next login what could not be told, and nothing to a server that does not keep it", () => {
  const { marks, read, asked, server } = begin();
  server.isThere = false;
  read("ops", 3);
  marks.tell();
  server.isThere = true;
  marks.tell();
  assertEquals(asked, [{ request: "read", room: "ops", seq: 3 }]);
  server.isKept = false;
  read("ops", 4);
  marks.tell();
  assertEquals(asked.length, 1);
});

Deno.test("ReadMarkSender takes its answers, and no others", () => {
  const { marks, read } = begin();
  read("ops", 3);
  marks.tell();
  const ack = { kind: "ack", timestamp: "", duplicate: false } as const;
  assertEquals(marks.take({ ...ack, id: "other" }), false);
  assertEquals(marks.take({ ...ack, id: "1" }), true);
  assertEquals(marks.take({ ...ack, id: "1" }), false);
});

function begin() {
  const server = { isThere: true, isKept: true };
  const clock = { now: 10_000 };
  const asked: Request[] = [];
  const rooms = new Rooms();
  rooms.named("lobby");
  const marks = new ReadMarkSender({
    rooms,
    ask: (request) => {
      if (!server.isThere) return undefined;
      asked.push(request);
      return `${asked.length}`;
    },
    isKept: () => server.isKept,
    now: () => clock.now,
  });
  const read = (room: string, seq: number) =>
    rooms.named(room).readElsewhere(seq);
  return { marks, read, asked, rooms, server, clock };
}
