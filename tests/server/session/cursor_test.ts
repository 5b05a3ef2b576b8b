import { assertEquals } from "@std/assert";
import type { PageStyle } from "../../../server/chat/history_page.ts";
import { Scene } from "../../support/scene.ts";

const STYLE: PageStyle = {
  form: "objects",
  wire: "lines",
  maxBytes: 64_000,
  keep: "newest",
};

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

Deno.test("Cursor.followNewest() shows one page, then what comes", async () => {
  await using scene = new Scene();
  scene.say(20);
  const reader = scene.reader();
  await reader.cursor.followNewest(5, STYLE);
  scene.say(3);
  assertEquals([reader.past, reader.live, reader.more], [
    range(16, 20),
    [21, 22, 23],
    [false],
  ]);
});

Deno.test("Cursor.followNewest() shows no page when there is nothing, or 0 is asked for", async () => {
  await using scene = new Scene();
  const first = scene.reader();
  await first.cursor.followNewest(5, STYLE);
  scene.say(3);
  const second = scene.reader();
  await second.cursor.followNewest(0, STYLE);
  scene.say(1);
  assertEquals([first.more, first.live], [[], [1, 2, 3, 4]]);
  assertEquals([second.more, second.live], [[], [4]]);
});

Deno.test("Cursor shows nothing live before it was told where to start", async () => {
  await using scene = new Scene();
  const reader = scene.reader();
  scene.say(3);
  assertEquals(reader.seqs, []);
});

Deno.test("Cursor.followPaged() cuts the newest into pages and flags all but the last", async () => {
  await using scene = new Scene();
  scene.say(50);
  const reader = scene.reader();
  await reader.cursor.followPaged(30, { ...STYLE, maxBytes: 1000 });
  assertEquals(reader.past, range(21, 50));
  assertEquals(reader.more.length > 2, true);
  assertEquals(reader.more.indexOf(false), reader.more.length - 1);
});

Deno.test("Cursor.followSince() has neither a hole nor a double while entries arrive during paging", async () => {
  for (const start of [0, 1, 99, 100, 101, 250, 500]) {
    await using scene = new Scene();
    scene.say(500);
    const reader = scene.reader();
    let arrivals = 0;
    reader.meanwhile = () => {
      if (arrivals++ < 40) scene.say(3);
    };
    await reader.cursor.followSince(start, { ...STYLE, maxBytes: 2000 });
    scene.say(5);
    assertEquals(reader.seqs, range(start + 1, scene.log.last), `${start}`);
    assertEquals(reader.more.lastIndexOf(false), reader.more.length - 1);
  }
});

Deno.test("Cursor.followSince() skips what other rooms said", async () => {
  await using scene = new Scene();
  for (let n = 0; n < 150; n++) {
    scene.say(1);
    scene.say(2, "attic");
  }
  const reader = scene.reader();
  await reader.cursor.followSince(0, STYLE);
  scene.say(1, "attic");
  scene.say(1);
  assertEquals(reader.seqs.length, 151);
  assertEquals(reader.seqs.every((seq) => seq % 3 === 1 || seq === 452), true);
});

Deno.test("Cursor reads on from the log when the reader was full, without a hole or a double", async () => {
  await using scene = new Scene();
  const reader = scene.reader();
  await reader.cursor.followSince(0, STYLE);
  scene.say(10);
  for (let round = 0; round < 3; round++) {
    reader.isFull = true;
    for (let n = 0; n < 50; n++) scene.say(7);
    assertEquals(reader.live.length, 10 + round * 360);
    await reader.drain();
    scene.say(10);
  }
  assertEquals(reader.live, range(1, scene.log.last));
  assertEquals(reader.past, []);
});

Deno.test("Cursor catches up in portions of bytes, and loses nothing between them", async () => {
  await using scene = new Scene();
  const reader = scene.reader();
  await reader.cursor.followSince(0, STYLE);
  reader.isFull = true;
  scene.say(250, "lobby", "x".repeat(4000));
  let portions = 0;
  reader.meanwhile = () => portions++;
  await reader.drain();
  assertEquals(reader.live, range(1, 250));
  assertEquals(portions > 10, true);
});

Deno.test("Cursor catches up with what arrives while it catches up", async () => {
  await using scene = new Scene();
  const reader = scene.reader();
  await reader.cursor.followSince(0, STYLE);
  reader.isFull = true;
  scene.say(500);
  let arrivals = 0;
  reader.meanwhile = () => {
    if (arrivals++ < 10) scene.say(20);
  };
  await reader.drain();
  assertEquals(reader.live, range(1, 700));
});

Deno.test("Cursor says so when what the reader needs is no longer there", async () => {
  await using scene = new Scene(100);
  const reader = scene.reader();
  await reader.cursor.followSince(0, STYLE);
  scene.say(10);
  reader.isFull = true;
  scene.say(101);
  await reader.drain();
  assertEquals([reader.hasFallen, reader.live], [true, range(1, 10)]);
});

Deno.test("Cursor reads on when just enough is still there", async () => {
  await using scene = new Scene(100);
  const reader = scene.reader();
  await reader.cursor.followSince(0, STYLE);
  scene.say(10);
  reader.isFull = true;
  scene.say(100);
  await reader.drain();
  assertEquals([reader.hasFallen, reader.live], [false, range(1, 110)]);
});

Deno.test("Cursor.followSince() begins with what is left, and says so when it loses some on the way", async () => {
  await using scene = new Scene(200);
  scene.say(300);
  const reader = scene.reader();
  await reader.cursor.followSince(0, STYLE);
  assertEquals([reader.past, reader.hasFallen], [range(101, 300), false]);

  const slow = scene.reader();
  slow.meanwhile = () => {
    if (slow.more.length === 1) scene.say(200);
  };
  await slow.cursor.followSince(100, STYLE);
  assertEquals([slow.past, slow.hasFallen], [range(101, 200), true]);
});

Deno.test("Cursor stops showing pages to a reader that is gone", async () => {
  await using scene = new Scene();
  scene.say(500);
  const reader = scene.reader();
  reader.meanwhile = () => reader.isOpen = false;
  await reader.cursor.followSince(0, { ...STYLE, maxBytes: 2000 });
  assertEquals(reader.more.length, 1);
});

Deno.test("Cursor tells its reader when the log cannot be read", async () => {
  await using scene = new Scene();
  const reader = scene.reader();
  await reader.cursor.followSince(0, STYLE);
  reader.isFull = true;
  scene.say(5);
  const error = new Error("the disk is gone");
  scene.log.page = () => Promise.reject(error);
  await reader.drain();
  assertEquals(reader.errors, [error]);
});
