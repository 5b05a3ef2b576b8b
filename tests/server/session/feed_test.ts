import { assertEquals } from "@std/assert";
import type { PageStyle } from "../../../server/chat/history_page.ts";
import { Batch } from "../../../server/chat/batch.ts";
import { HandTimers } from "../../support/hand_timers.ts";
import { MAX_PAGES } from "../../../server/log/page_turns.ts";
import { identityOf } from "../../support/entries.ts";
import { Scene } from "../../support/scene.ts";
import { draftOf } from "../../support/witness.ts";

const STYLE: PageStyle = {
  form: "objects",
  wire: "lines",
  dialect: "lobby",
  maxBytes: 64_000,
  keep: "newest",
};

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

Deno.test("Feed.startNewest() shows one page, then what comes", async () => {
  await using scene = new Scene();
  scene.say(20);
  const reader = scene.reader();
  await reader.feed.startNewest(5, STYLE);
  scene.say(3);
  assertEquals([reader.past, reader.live, reader.more], [
    range(16, 20),
    [21, 22, 23],
    [false],
  ]);
});

Deno.test("Feed.startNewest() shows no page when there is nothing, or 0 is asked for", async () => {
  await using scene = new Scene();
  const first = scene.reader();
  await first.feed.startNewest(5, STYLE);
  scene.say(3);
  const second = scene.reader();
  await second.feed.startNewest(0, STYLE);
  scene.say(1);
  assertEquals([first.more, first.live], [[], [1, 2, 3, 4]]);
  assertEquals([second.more, second.live], [[], [4]]);
});

Deno.test("Feed waits for no turn when nothing is left to read", async () => {
  using _ = new HandTimers();
  await using scene = new Scene();
  scene.say(1);
  const { feed, share, live } = scene.reader();
  let isOthersTurn = false;
  share.defer(() => isOthersTurn = true);
  void feed.startNewest(0, STYLE);
  await scene.settle();
  scene.say(1);
  assertEquals([live, isOthersTurn], [[2], false]);
});

Deno.test("Feed reads in a turn of its own when it has waited for others' pages", async () => {
  await using scene = new Scene();
  scene.say(1);
  const { feed, share, turns } = scene.reader();
  const done: string[] = [];
  share.turn = () => void done.push("turn");
  const { page } = scene.log;
  scene.log.page = (query) => {
    done.push("read");
    return page.call(scene.log, query);
  };
  const held = Promise.withResolvers<void>();
  const others = Array.from(
    { length: MAX_PAGES },
    () => turns.run({}, () => held.promise),
  );
  void feed.startSince(0, STYLE);
  await scene.settle();
  done.push("free");
  held.resolve();
  await Promise.all(others);
  await scene.settle();
  assertEquals(done.slice(0, 3), ["free", "turn", "read"]);
});

Deno.test("Feed shows nothing live before it was started", async () => {
  await using scene = new Scene();
  const reader = scene.reader();
  scene.say(3);
  assertEquals(reader.seqs, []);
});

Deno.test("Feed.startPaged() cuts the newest into pages and flags all but the last", async () => {
  await using scene = new Scene();
  scene.say(50);
  const reader = scene.reader();
  await reader.feed.startPaged(30, { ...STYLE, maxBytes: 1000 });
  assertEquals(reader.past, range(21, 50));
  assertEquals(reader.more.length > 2, true);
  assertEquals(reader.more.indexOf(false), reader.more.length - 1);
});

Deno.test("Feed.startSince() has neither a hole nor a double while entries arrive during paging", async () => {
  for (const start of [0, 1, 99, 100, 101, 250, 500]) {
    await using scene = new Scene();
    scene.say(500);
    const reader = scene.reader();
    let arrivals = 0;
    reader.meanwhile = () => {
      if (arrivals++ < 40) scene.say(3);
    };
    await reader.feed.startSince(start, { ...STYLE, maxBytes: 2000 });
    scene.say(5);
    assertEquals(reader.seqs, range(start + 1, scene.log.last), `${start}`);
    assertEquals(reader.more.lastIndexOf(false), reader.more.length - 1);
  }
});

Deno.test("Feed.startSince() skips what other rooms said", async () => {
  await using scene = new Scene();
  for (let n = 0; n < 150; n++) {
    scene.say(1);
    scene.say(2, "attic");
  }
  const reader = scene.reader();
  await reader.feed.startSince(0, STYLE);
  scene.say(1, "attic");
  scene.say(1);
  assertEquals(reader.seqs.length, 151);
  assertEquals(reader.seqs.every((seq) => seq % 3 === 1 || seq === 452), true);
});

Deno.test("Feed reads on from the log when the reader was full, without a hole or a double", async () => {
  await using scene = new Scene();
  const reader = scene.reader();
  await reader.feed.startSince(0, STYLE);
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

Deno.test("Feed catches up in portions of bytes, and loses nothing between them", async () => {
  await using scene = new Scene();
  const reader = scene.reader();
  await reader.feed.startSince(0, STYLE);
  reader.isFull = true;
  scene.say(250, "lobby", "x".repeat(4000));
  let portions = 0;
  reader.meanwhile = () => portions++;
  await reader.drain();
  assertEquals(reader.live, range(1, 250));
  assertEquals(portions > 10, true);
});

Deno.test("Feed catches up with what arrives while it catches up", async () => {
  await using scene = new Scene();
  const reader = scene.reader();
  await reader.feed.startSince(0, STYLE);
  reader.isFull = true;
  scene.say(500);
  let arrivals = 0;
  reader.meanwhile = () => {
    if (arrivals++ < 10) scene.say(20);
  };
  await reader.drain();
  assertEquals(reader.live, range(1, 700));
});

Deno.test("Feed says so when what the reader needs is no longer there", async () => {
  await using scene = new Scene(100);
  const reader = scene.reader();
  await reader.feed.startSince(0, STYLE);
  scene.say(10);
  reader.isFull = true;
  scene.say(101);
  await reader.drain();
  assertEquals([reader.hasFallen, reader.live], [true, range(1, 10)]);
});

Deno.test("Feed reads on when just enough is still there", async () => {
  await using scene = new Scene(100);
  const reader = scene.reader();
  await reader.feed.startSince(0, STYLE);
  scene.say(10);
  reader.isFull = true;
  scene.say(100);
  await reader.drain();
  assertEquals([reader.hasFallen, reader.live], [false, range(1, 110)]);
});

Deno.test("Feed.startSince() begins with what is left, and says so when it loses some on the way", async () => {
  await using scene = new Scene(200);
  scene.say(300);
  const reader = scene.reader();
  await reader.feed.startSince(0, STYLE);
  assertEquals([reader.past, reader.hasFallen], [range(101, 300), false]);

  const slow = scene.reader();
  slow.meanwhile = () => {
    if (slow.more.length === 1) scene.say(200);
  };
  await slow.feed.startSince(100, STYLE);
  assertEquals([slow.past, slow.hasFallen], [range(101, 200), true]);
});

Deno.test("Feed stops showing pages to a reader that is gone", async () => {
  await using scene = new Scene();
  scene.say(500);
  const reader = scene.reader();
  reader.meanwhile = () => reader.isOpen = false;
  await reader.feed.startSince(0, { ...STYLE, maxBytes: 2000 });
  assertEquals(reader.more.length, 1);
});

Deno.test("Feed tells its reader when the log cannot be read", async () => {
  await using scene = new Scene();
  const reader = scene.reader();
  await reader.feed.startSince(0, STYLE);
  reader.isFull = true;
  scene.say(5);
  const error = new Error("the disk is gone");
  scene.log.page = () => Promise.reject(error);
  await reader.drain();
  assertEquals(reader.errors, [error]);
});

Deno.test("Feed honours a refusal while it catches up, too: with a slow log nothing is lost", async () => {
  await using scene = new Scene();
  const reader = scene.reader();
  await reader.feed.startSince(0, STYLE);
  reader.isFull = true;
  scene.say(5);
  const { log } = scene;
  const page = log.page.bind(log);
  log.page = async (query) => {
    const entries = await page(query);
    reader.isFull = true; // while the page was read, other payloads came
    return entries;
  };
  await reader.drain();
  log.page = page;
  assertEquals(reader.live, []);
  await reader.drain();
  scene.say(1);
  assertEquals(reader.live, range(1, 6));
});

Deno.test("Feed reads a batch from the log when its link threw, and so do no others", async () => {
  await using scene = new Scene();
  const [one, other] = [scene.reader(), scene.reader("other")];
  for (const { feed } of [one, other]) await feed.startSince(0, STYLE);
  scene.say(2);
  const bug = one.throwNext = new TypeError("a bug");
  scene.say(2);
  assertEquals([one.live, other.live], [range(1, 2), range(1, 4)]);
  await scene.settle();
  scene.say(1);
  assertEquals([one.live, other.live], [range(1, 5), range(1, 5)]);
  assertEquals(scene.bugs, [bug]);
});

Deno.test("Feed reads on from the log when a live batch does not begin where it stands", async () => {
  await using scene = new Scene();
  const reader = scene.reader();
  await reader.feed.startSince(0, STYLE);
  scene.say(2);
  const [lobby] = scene.lobby.listeners;
  scene.lobby.ignore(reader.feed); // a bug loses a group
  scene.say(3);
  scene.lobby.listen(reader.feed);
  assertEquals(lobby === reader.feed, true);
  scene.say(1);
  await scene.settle();
  scene.say(1);
  assertEquals(reader.live, range(1, 7));
});

Deno.test("Feed takes no batch twice", async () => {
  await using scene = new Scene();
  const reader = scene.reader();
  await reader.feed.startSince(0, STYLE);
  scene.say(2);
  reader.feed.show(
    new Batch(
      await scene.log.page({ conversations: [{ key: "lobby" }], limit: 2 }),
    ),
  );
  await scene.settle();
  scene.say(1);
  assertEquals(reader.live, range(1, 3));
});

Deno.test("Feed leaves out what its own session sent, live and while it catches up, and nothing else", async () => {
  await using scene = new Scene();
  const ada = scene.reader("ada", true);
  await ada.feed.startSince(0, STYLE);
  const say = (id: string, isOwn: boolean) =>
    scene.log.append({
      ...draftOf(id, (outcome) => {
        if (isOwn && outcome.kind === "stored") {
          ada.feed.stored(outcome.entry.seq);
        }
      }),
      by: identityOf("ada"),
      id,
    });
  say("1", true);
  say("2", false);
  await scene.log.drain();
  assertEquals([ada.live, ada.ownIds], [[2], ["2"]]);
  ada.isFull = true;
  say("3", true);
  say("4", false);
  await scene.log.drain();
  await ada.drain();
  assertEquals([ada.live, ada.ownIds], [[2, 4], ["2", "4"]]);
  assertEquals(ada.feed.sent.length, 0);
});

Deno.test("Feed gives a modern reader the ids of its own messages in the pages of a login", async () => {
  await using scene = new Scene();
  for (const [author, id] of [["Ada", "a1"], ["bob", "b1"]] as const) {
    const by = identityOf(author);
    scene.log.append({ ...draftOf("x", () => {}), author, by, id });
  }
  await scene.log.drain();
  const [ada, old] = [scene.reader("ada", true), scene.reader("ada")];
  await ada.feed.startPaged(10, STYLE);
  await old.feed.startPaged(10, STYLE);
  assertEquals([ada.past, ada.ownIds], [[1, 2], ["a1"]]);
  assertEquals([old.past, old.ownIds], [[1, 2], []]);
});

Deno.test("Feed reads on when a batch is refused in the very moment in which it becomes live again", async () => {
  for (let turns = 0; turns < 20; turns++) {
    await using scene = new Scene();
    const reader = scene.reader();
    const deliver = reader.deliver.bind(reader);
    let refusals = 0;
    reader.deliver = (...args) => refusals-- <= 0 && deliver(...args);
    await reader.feed.startNewest(0, STYLE);
    refusals = 1;
    scene.say(1); // it reads on from the log
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    refusals = 1;
    scene.say(1);
    await scene.settle();
    scene.say(2);
    await scene.settle();
    assertEquals(reader.live, [1, 2, 3, 4], `after ${turns} turns`);
  }
});

Deno.test("Feed.startPaged() shows all that was asked for where texts are long, a page at a time", async () => {
  await using scene = new Scene();
  scene.say(60, "lobby", "x".repeat(4096));
  const reader = scene.reader("reader", true);
  const read = countReads(scene);
  await reader.feed.startPaged(50, STYLE);
  scene.say(1);
  assertEquals([reader.past, reader.live], [range(11, 60), [61]]);
  assertEquals(reader.more.indexOf(false), reader.more.length - 1);
  assertEquals(Math.max(...read.sizes) <= 16, true);
});

Deno.test("Feed.startSince() reads no more at once than a page holds, and flags the last page", async () => {
  await using scene = new Scene();
  scene.say(60, "lobby", "x".repeat(4096));
  const reader = scene.reader();
  const read = countReads(scene);
  await reader.feed.startSince(0, STYLE);
  assertEquals(reader.past, range(1, 60));
  assertEquals(reader.more.indexOf(false), reader.more.length - 1);
  assertEquals(Math.max(...read.sizes) <= 13, true);
});

/** Notes how many entries each read of the log brings. */
function countReads({ log }: Scene): { readonly sizes: number[] } {
  const sizes: number[] = [];
  const page = log.page.bind(log);
  log.page = async (query) => {
    const found = await page(query);
    sizes.push(found.length);
    return found;
  };
  return { sizes };
}

Deno.test("Feed always shows a page to who knows rooms, the last with more: false", async () => {
  for (const said of [0, 1]) {
    await using scene = new Scene();
    scene.say(said);
    const readers = [0, 1, 2].map(() => scene.reader("ada", true, "rooms"));
    const [newest, none, since] = readers;
    await newest?.feed.startPaged(10, STYLE);
    await none?.feed.startPaged(0, STYLE);
    await since?.feed.startSince(said, STYLE);
    assertEquals(readers.map(({ more }) => more), [[false], [false], [false]]);
    assertEquals(readers.map(({ past }) => past.length), [said, 0, 0]);
  }
});

Deno.test("Feed.hear() shows what comes in a room from then on, wherever it stands", async () => {
  for (const isBehind of [false, true]) {
    await using scene = new Scene();
    const reader = scene.reader("ada", true, "rooms");
    await reader.feed.startSince(0, STYLE);
    scene.say(2, "tea");
    scene.say(2);
    if (isBehind) reader.isFull = true;
    scene.say(1); // 5
    scene.letIn(reader, "tea");
    scene.say(1, "tea"); // 6
    scene.say(1);
    if (isBehind) await reader.drain();
    assertEquals(reader.live, [3, 4, 5, 6, 7], `behind: ${isBehind}`);
  }
});

Deno.test("Feed.hear() while a page is read leaves no hole, and shows nothing from before", async () => {
  await using scene = new Scene();
  scene.say(3);
  scene.say(3, "tea");
  const reader = scene.reader("ada", true, "rooms");
  const { log } = scene;
  const page = log.page.bind(log);
  log.page = async (query) => {
    const entries = await page(query);
    log.page = page;
    scene.letIn(reader, "tea"); // at 6
    scene.say(2, "tea"); // 7 and 8
    scene.say(1); // 9
    return [...entries, ...await page({ ...query, after: 6 })]; // a late read
  };
  await reader.feed.startSince(0, STYLE);
  scene.say(1, "tea");
  assertEquals(reader.seqs, [1, 2, 3, 7, 8, 9, 10]);
});

Deno.test("Feed.ignore() shows all up to the end, then says so, and nothing more", async () => {
  for (const isBehind of [false, true]) {
    await using scene = new Scene();
    const reader = scene.reader("ada", true, "rooms");
    await reader.feed.startSince(0, STYLE);
    const tea = scene.letIn(reader, "tea");
    if (isBehind) reader.isFull = true;
    scene.say(2, "tea");
    let hasLeft = false;
    void scene.letOut(reader, tea).then(() => hasLeft = true);
    await scene.settle();
    assertEquals(hasLeft, !isBehind);
    scene.say(2, "tea"); // 3 and 4
    scene.say(1); // 5
    if (isBehind) await reader.drain();
    assertEquals([reader.live, hasLeft], [[1, 2, 5], true]);
  }
});

Deno.test("Feed shows both stays of who left a room and came back while it was behind", async () => {
  await using scene = new Scene();
  const reader = scene.reader("ada", true, "rooms");
  await reader.feed.startSince(0, STYLE);
  const tea = scene.letIn(reader, "tea");
  reader.isFull = true;
  scene.say(1, "tea"); // 1
  void scene.letOut(reader, tea);
  scene.say(1, "tea"); // 2
  scene.letIn(reader, "tea");
  scene.say(1, "tea"); // 3
  await reader.drain();
  scene.say(1, "tea"); // 4
  assertEquals(reader.live, [1, 3, 4]);
});
