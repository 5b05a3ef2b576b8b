import { assert, assertEquals } from "@std/assert";
import type { Batch } from "../../../server/chat/batch.ts";
import { fanOut } from "../../../server/chat/fan_out.ts";
import type { Listener } from "../../../server/chat/listener.ts";
import { Room } from "../../../server/chat/room.ts";
import { entryOf } from "../../support/entries.ts";

const OPTIONS = { shownBefore: 0, onBug: reportError };

const saidIn = (seq: number, room: string) =>
  entryOf(seq, { target: { room } });

/** Somebody who hears some rooms, and notes the batches. */
function listenerOf(
  ...rooms: readonly Room[]
): Listener & { readonly batches: Batch[] } {
  const batches: Batch[] = [];
  const show = (batch: Batch) => void batches.push(batch);
  const rest = { readOn() {}, tell() {}, hear() {}, ignore() {} };
  const listener = { batches, show, ...rest };
  for (const room of rooms) room.listen(listener);
  return listener;
}

function roomOf(name: string): Room {
  return new Room(name, name);
}

function byName(...rooms: readonly Room[]): (key: string) => readonly Room[] {
  return (key) => rooms.filter((room) => room.key === key);
}

Deno.test("fanOut() gives everybody one batch with all it hears, in the order of seq", () => {
  const [tea, attic, cellar] = [
    roomOf("tea"),
    roomOf("attic"),
    roomOf("cellar"),
  ];
  const both = [listenerOf(tea, attic), listenerOf(attic, tea)];
  const one = listenerOf(tea);
  const nobody = listenerOf(cellar);
  const group = [
    saidIn(1, "tea"),
    saidIn(2, "attic"),
    saidIn(3, "nowhere"),
    saidIn(4, "tea"),
  ];
  fanOut(group, byName(tea, attic, cellar), OPTIONS);
  const seqsOf = ({ batches }: { readonly batches: readonly Batch[] }) =>
    batches.map(({ entries }) => entries.map(({ seq }) => seq));
  assertEquals(both.map(seqsOf), [[[1, 2, 4]], [[1, 2, 4]]]);
  assertEquals([seqsOf(one), seqsOf(nobody)], [[[1, 4]], []]);
  assertEquals([tea.shown, attic.shown, cellar.shown], [4, 2, 0]);
});

Deno.test("fanOut() encodes a group of one room once for all in it", () => {
  const room = roomOf("tea");
  const [one, other] = [listenerOf(room), listenerOf(room)];
  const group = [saidIn(1, "tea"), saidIn(2, "tea")];
  fanOut(group, byName(room), OPTIONS);
  assertEquals([one.batches.length, other.batches.length], [1, 1]);
  assert(one.batches[0] === other.batches[0]);
  assert(one.batches[0]?.entries === group, "nothing is copied");
});

Deno.test("fanOut() shows nothing of rooms that are not there", () => {
  const listener = listenerOf(roomOf("tea"));
  fanOut([saidIn(1, "nowhere")], () => [], OPTIONS);
  assertEquals(listener.batches, []);
});

Deno.test("fanOut() notes for each room what was shown of it, not of others", () => {
  const [tea, attic] = [roomOf("tea"), roomOf("attic")];
  fanOut(
    [saidIn(1, "tea"), saidIn(2, "attic")],
    byName(tea, attic),
    OPTIONS,
  );
  assertEquals([tea.shown, attic.shown], [1, 2]);
});

Deno.test("Room.tellPresence() tells all others when one who listens throws", () => {
  const room = roomOf("tea");
  const [bugs, told]: [unknown[], unknown[]] = [[], []];
  const bug = new Error("no link");
  const rest = { show() {}, readOn() {}, hear() {}, ignore() {} };
  room.listen({
    ...rest,
    tell: () => {
      throw bug;
    },
  });
  room.listen({ ...rest, tell: (presence) => void told.push(presence) });
  room.enter({ identity: 1, name: "ada" });
  room.tellPresence((error) => bugs.push(error));
  assertEquals([bugs, told.length], [[bug], 1]);
});

Deno.test("fanOut() shows a talk to both, once to who is both", () => {
  const [one, other] = [roomOf("one"), roomOf("other")]; // two people
  const [first, second] = [listenerOf(one), listenerOf(other)];
  const said = entryOf(1, { target: { to: "bob" } });
  fanOut([said], () => [one, other], OPTIONS);
  fanOut([said, entryOf(2)], (key) => {
    return key === "lobby" ? [one] : [one, other];
  }, OPTIONS);
  const seqsOf = ({ batches }: typeof first) =>
    batches.map(({ entries }) => entries.map(({ seq }) => seq));
  assertEquals([seqsOf(first), seqsOf(second)], [[[1], [1, 2]], [[1], [1]]]);
});
