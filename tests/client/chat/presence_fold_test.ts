import { assert, assertEquals } from "@std/assert";
import { worthShowing } from "../../../client/chat/join_filter.ts";
import { fold, movesOf, NOBODY } from "../../../client/chat/presence_fold.ts";
import { Room } from "../../../client/chat/room.ts";

const MINUTE_MS = 60_000;
const NOW = 1_000 * MINUTE_MS;

Deno.test("fold() gathers who came and left, each once, by the first and the last they did", () => {
  let moves = fold(NOBODY, ["ada", "bob"], []);
  moves = fold(moves, ["cyd"], ["eve"]);
  moves = fold(moves, ["eve"], ["bob"]);
  moves = fold(moves, [], ["dee"]);

  assertEquals(movesOf(moves), [
    { names: ["ada", "cyd"], did: "joined" },
    { names: ["eve"], did: "came back" },
    { names: ["bob"], did: "came and left" },
    { names: ["dee"], did: "left" },
  ]);
});

Deno.test("fold() takes spellings of a name for one person, who left before coming", () => {
  assertEquals(movesOf(fold(NOBODY, ["Bob"], ["bob"])), [
    { names: ["Bob"], did: "came back" },
  ]);
});

Deno.test("fold() leaves what was gathered before as it was", () => {
  const before = fold(NOBODY, ["ada"], []);
  fold(before, ["bob"], []);

  assertEquals(before.size, 1);
});

Deno.test("worthShowing() keeps everybody's moves in a small room", () => {
  const room = roomOf(10);

  assertEquals(told(room, "smart"), ["quiet", "late", "lively"]);
});

Deno.test("worthShowing() keeps in a large room only those who spoke lately", () => {
  const room = roomOf(11);
  room.members.noteSpeaker("Late", NOW - 31 * MINUTE_MS);
  room.members.noteSpeaker("Lively", NOW - 29 * MINUTE_MS);

  assertEquals(told(room, "smart"), ["lively"]);
  assertEquals(told(room, "all"), ["quiet", "late", "lively"]);
  assertEquals(told(room, "none"), []);
});

Deno.test("Room.spoke() remembers a bounded number of people, the latest", () => {
  const room = roomOf(11);
  for (let n = 0; n < 5000; n++) room.members.noteSpeaker(`p${n}`, n);

  assertEquals(room.members.lastSpoke("p0"), undefined);
  assertEquals(room.members.lastSpoke("p4999"), 4999);
  assert(!room.members.knows("p0"));
});

function roomOf(people: number): Room {
  const room = new Room("lobby", NOW);
  room.members.set(Array.from({ length: people }, (_, n) => `n${n}`));
  return room;
}

function told(room: Room, choice: "all" | "smart" | "none") {
  const names = ["quiet", "late", "lively"];
  return worthShowing(names, { choice, room, now: NOW });
}
