import { assertEquals } from "@std/assert";
import { Chat } from "../../server/chat.ts";
import { Cursor, type Reader } from "../../server/cursor.ts";
import type { Page, PageStyle } from "../../server/history.ts";
import type { Entry } from "../../server/log/log.ts";
import { MemoryLog } from "../../server/log/memory.ts";
import type { Batch, Payload } from "../../server/payload.ts";
import { Recent } from "../../server/recent.ts";
import type { Member } from "../../server/room.ts";

const STYLE: PageStyle = {
  form: "objects",
  isAscii: false,
  maxBytes: 64_000,
  keep: "newest",
};

/** A log whose entries are shown to a chat, as in a server. */
class Scene {
  readonly chat = new Chat();
  readonly log: MemoryLog;
  #said = 0;

  constructor(maxEntries = 10_000) {
    const onCommit = (group: readonly Entry[]) => this.chat.show(group);
    this.log = new MemoryLog({ onCommit, maxEntries });
  }

  /** Says so many messages in the lobby, and commits them. */
  say(count: number, room = "lobby"): void {
    for (let n = 0; n < count; n++) {
      const text = `m${++this.#said}`;
      this.log.append({ room, author: "ada", text, settle: () => {} });
    }
    this.log.flush();
  }

  /** A reader who hears the lobby. */
  reader(): Listener {
    const listener = new Listener(this);
    this.chat.listen(listener);
    return listener;
  }
}

/** A reader that may be full, and notes what it gets. */
class Listener implements Reader, Member {
  readonly cursor: Cursor;
  readonly past: number[] = [];
  readonly live: number[] = [];
  readonly more: boolean[] = [];
  readonly errors: unknown[] = [];
  isOpen = true;
  isFull = false;
  hasFallen = false;
  /** Called after each page and each batch: what happens meanwhile. */
  meanwhile: () => void = () => {};
  #room = Promise.withResolvers<void>();

  constructor({ log }: Scene) {
    this.cursor = new Cursor({ log, recent: new Recent(log) }, "lobby", this);
  }

  get seqs(): readonly number[] {
    return [...this.past, ...this.live];
  }

  show(batch: Batch): void {
    this.cursor.show(batch);
  }

  deliver({ entries }: Batch): boolean {
    if (this.isFull) return false;
    this.live.push(...entries.map(({ seq }) => seq));
    this.meanwhile();
    return true;
  }

  showPage({ entries }: Page, more: boolean): void {
    this.past.push(...entries.map(({ seq }) => seq));
    this.more.push(more);
    this.meanwhile();
  }

  async drained(): Promise<void> {
    while (this.isFull) await this.#room.promise;
  }

  /** Has room again. */
  async drain(): Promise<void> {
    this.isFull = false;
    this.#room.resolve();
    this.#room = Promise.withResolvers();
    for (let turn = 0; turn < 200; turn++) await Promise.resolve();
  }

  fellBehind(): void {
    this.hasFallen = true;
  }

  cannotRead(error: unknown): void {
    this.errors.push(error);
  }

  tell(_presence: Payload): void {}
  replace(): void {}
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

Deno.test("Cursor.followNewest() shows one page, then what comes", async () => {
  const scene = new Scene();
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
  const scene = new Scene();
  const first = scene.reader();
  await first.cursor.followNewest(5, STYLE);
  scene.say(3);
  const second = scene.reader();
  await second.cursor.followNewest(0, STYLE);
  scene.say(1);
  assertEquals([first.more, first.live], [[], [1, 2, 3, 4]]);
  assertEquals([second.more, second.live], [[], [4]]);
});

Deno.test("Cursor shows nothing live before it was told where to start", () => {
  const scene = new Scene();
  const reader = scene.reader();
  scene.say(3);
  assertEquals(reader.seqs, []);
});

Deno.test("Cursor.followPaged() cuts the newest into pages and flags all but the last", async () => {
  const scene = new Scene();
  scene.say(50);
  const reader = scene.reader();
  await reader.cursor.followPaged(30, { ...STYLE, maxBytes: 1000 });
  assertEquals(reader.past, range(21, 50));
  assertEquals(reader.more.length > 2, true);
  assertEquals(reader.more.indexOf(false), reader.more.length - 1);
});

Deno.test("Cursor.followSince() has neither a hole nor a double while entries arrive during paging", async () => {
  for (const start of [0, 1, 99, 100, 101, 250, 500]) {
    const scene = new Scene();
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
  const scene = new Scene();
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
  const scene = new Scene();
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

Deno.test("Cursor catches up with what arrives while it catches up", async () => {
  const scene = new Scene();
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
  const scene = new Scene(100);
  const reader = scene.reader();
  await reader.cursor.followSince(0, STYLE);
  scene.say(10);
  reader.isFull = true;
  scene.say(101);
  await reader.drain();
  assertEquals([reader.hasFallen, reader.live], [true, range(1, 10)]);
});

Deno.test("Cursor reads on when just enough is still there", async () => {
  const scene = new Scene(100);
  const reader = scene.reader();
  await reader.cursor.followSince(0, STYLE);
  scene.say(10);
  reader.isFull = true;
  scene.say(100);
  await reader.drain();
  assertEquals([reader.hasFallen, reader.live], [false, range(1, 110)]);
});

Deno.test("Cursor.followSince() begins with what is left, and says so when it loses some on the way", async () => {
  const scene = new Scene(200);
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
  const scene = new Scene();
  scene.say(500);
  const reader = scene.reader();
  reader.meanwhile = () => reader.isOpen = false;
  await reader.cursor.followSince(0, { ...STYLE, maxBytes: 2000 });
  assertEquals(reader.more.length, 1);
});

Deno.test("Cursor tells its reader when the log cannot be read", async () => {
  const scene = new Scene();
  const reader = scene.reader();
  await reader.cursor.followSince(0, STYLE);
  reader.isFull = true;
  scene.say(5);
  const error = new Error("the disk is gone");
  scene.log.page = () => Promise.reject(error);
  await reader.drain();
  assertEquals(reader.errors, [error]);
});
