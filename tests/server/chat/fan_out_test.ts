import { assert, assertEquals } from "@std/assert";
import type { Batch } from "../../../server/chat/batch.ts";
import { fanOut, roomsOf } from "../../../server/chat/fan_out.ts";
import { type Listener, Room } from "../../../server/chat/room.ts";
import { entryOf } from "../../support/entries.ts";

const saidIn = (seq: number, room: string) =>
  entryOf(seq, { target: { room } });

/** Somebody who hears some rooms. */
function listenerOf(...rooms: readonly Room[]): Listener {
  const listener = { show() {}, readOn() {}, tell() {} };
  for (const room of rooms) room.listen(listener);
  return listener;
}

Deno.test("fanOut() gives everybody one batch with all it hears, in the order of seq", () => {
  const [tea, attic, cellar] = ["tea", "attic", "cellar"].map((name) =>
    new Room(name)
  );
  assert(tea && attic && cellar);
  const rooms = new Map([tea, attic, cellar].map((room) => [room.name, room]));
  const both = [listenerOf(tea, attic), listenerOf(attic, tea)];
  const one = listenerOf(tea);
  const nobody = listenerOf(cellar);
  const group = [
    saidIn(1, "tea"),
    saidIn(2, "attic"),
    saidIn(3, "nowhere"),
    saidIn(4, "tea"),
  ];
  const batches = new Map<Listener, Batch>();
  fanOut(group, roomsOf(group, rooms), (listener, batch) => {
    assert(!batches.has(listener), "two batches for one listener");
    batches.set(listener, batch);
  });
  const seqsOf = (listener: Listener | undefined) =>
    listener && batches.get(listener)?.entries.map(({ seq }) => seq);
  assertEquals(both.map(seqsOf), [[1, 2, 4], [1, 2, 4]]);
  assertEquals([seqsOf(one), seqsOf(nobody)], [[1, 4], undefined]);
});

Deno.test("fanOut() encodes a group of one room once for all in it", () => {
  const room = new Room("tea");
  const listeners = [listenerOf(room), listenerOf(room)];
  const group = [saidIn(1, "tea"), saidIn(2, "tea")];
  const batches: Batch[] = [];
  fanOut(group, [room], (_, batch) => batches.push(batch));
  assertEquals(batches.length, listeners.length);
  assert(batches[0] === batches[1]);
  assert(batches[0]?.entries === group, "nothing is copied");
});

Deno.test("fanOut() shows nothing of rooms that are not there", () => {
  const group = [saidIn(1, "nowhere")];
  assertEquals(roomsOf(group, new Map()), []);
  fanOut(group, [], () => assert(false));
});
