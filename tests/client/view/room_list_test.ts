import { assert, assertEquals } from "@std/assert";
import { Rooms } from "../../../client/chat/rooms.ts";
import { textWidth } from "../../../client/view/cell_width.ts";
import { ASCII, UNICODE } from "../../../client/view/charset.ts";
import {
  LIST_COLUMNS,
  listColumns,
  roomList,
} from "../../../client/view/room_list.ts";
import { textOf } from "../../../client/view/span.ts";

Deno.test("roomList() has every room by its number, where one is, and what is new", () => {
  const rooms = begin();
  assertEquals(lines(rooms, 6), [
    " 1 lobby          │",
    ">2 ops            │",
    " 3 tea       3 @1 │",
    " 4 @bob         2 │",
    "                  │",
    "                  │",
  ]);
});

Deno.test("roomList() marks in words of its own what is for who reads", () => {
  const rows = roomList(begin(), 4, UNICODE);
  const styles = rows.map((row) =>
    row.filter(({ text }) => text.trim() !== "").map(({ style }) => style)
  );
  assertEquals(styles, [
    ["faint", "plain", "faint"],
    ["own", "faint", "own", "faint"],
    ["faint", "plain", "mention", "faint"],
    ["faint", "plain", "mention", "faint"],
  ]);
});

Deno.test("roomList() is always as wide, whatever names and counts are", () => {
  const rooms = begin();
  rooms.named("a-room-with-a-very-long-name").setUnread(5000, 1000);
  rooms.named("世界世界世界世界世界").setUnread(1, 0);
  rooms.named("ёж\u202e").countUnread(true);
  for (const charset of [UNICODE, ASCII]) {
    for (const row of roomList(rooms, 10, charset)) {
      assertEquals(textWidth(textOf(row)), LIST_COLUMNS, textOf(row));
    }
  }
});

Deno.test("roomList() shows the rooms around the current one, and says how many are left out", () => {
  const rooms = new Rooms();
  const all = Array.from({ length: 30 }, (_, n) => rooms.named(`r${n + 1}`));
  assertEquals(lines(rooms, 3), [
    ">1 r1             │",
    " 2 r2             │",
    "   and 28 more    │",
  ]);
  const [, , , , , , , , , tenth] = all;
  assert(tenth);
  rooms.lookAt(tenth);
  assertEquals(lines(rooms, 3).slice(0, 2), [
    " 9 r9             │",
    ">  r10            │",
  ]);
  all.at(-1)?.countUnread(true);
  const more = roomList(rooms, 3, UNICODE).at(-1)?.find(({ text }) =>
    text.startsWith("and")
  );
  assertEquals(more?.style, "mention");
});

Deno.test("listColumns() gives the list room where there are several rooms in a wide window, or as is asked", () => {
  const several = begin();
  const one = new Rooms();
  assertEquals(
    [99, 100].map((columns) => listColumns(several, "auto", columns)),
    [0, LIST_COLUMNS],
  );
  assertEquals(listColumns(one, "auto", 200), 0);
  assertEquals(listColumns(one, "always", 80), LIST_COLUMNS);
  assertEquals(listColumns(one, "always", 30), 0);
  assertEquals(listColumns(several, "never", 200), 0);
});

function begin(): Rooms {
  const rooms = new Rooms();
  rooms.named("lobby");
  rooms.lookAt(rooms.named("ops"));
  rooms.named("tea").setUnread(3, 1);
  rooms.talkWith("bob").setUnread(2, 0);
  return rooms;
}

function lines(rooms: Rooms, height: number): readonly string[] {
  return roomList(rooms, height, UNICODE).map((row) => textOf(row).trimEnd());
}
