import { assert, assertEquals, assertRejects } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { DataReader } from "../../../server/maintenance/data_reader.ts";
import { ChatError } from "../../../shared/errors.ts";
import type { SqliteLog } from "../../../server/log/sqlite.ts";
import { testLog } from "../../contracts/log_contract.ts";
import { TempLog } from "../../support/temp_log.ts";
import { until } from "../../support/until.ts";
import { textsOf, Witness } from "../../support/witness.ts";
import { foundIn } from "../../support/found_in.ts";

testLog("SqliteLog", () => new TempLog());

Deno.test("SqliteLog keeps entries, ids and the order over a restart", async () => {
  const witness = new Witness();
  await using place = new TempLog();
  {
    await using log = place.open(witness.options);
    await witness.sayAll(log, [{ text: "one", id: "a" }, { text: "two" }]);
  }
  await using log = place.open(witness.options);
  assertEquals(log.last, 2);
  const page = await log.page({
    conversations: [{ key: "lobby" }],
    after: 0,
    limit: 9,
  });
  assertEquals(page, witness.shown);
  const said = { author: "ADA", id: "a", text: "one" };
  assertEquals(await witness.say(log, said), { kind: "duplicate", seq: 1 });
  await witness.say(log, { text: "three" });
  assertEquals(log.last, 3);
  const query = { words: "two", conversations: [{ key: "lobby" }], limit: 9 };
  assertEquals(textsOf(await foundIn(log, query)), ["two"]);
});

Deno.test("SqliteLog keeps its name over a restart, and no two have the same", async () => {
  const witness = new Witness();
  await using place = new TempLog();
  await using other = new TempLog();
  const names: string[] = [];
  for (const { open } of [place, place, other].map(opener)) {
    await using log = open(witness);
    names.push(log.name);
  }
  assertEquals(names[0], names[1]);
  assert(names[0] !== names[2]);
});

Deno.test("SqliteLog leaves one file that only its user may read, and the lock", async () => {
  const witness = new Witness();
  await using place = new TempLog();
  {
    await using log = place.open(witness.options);
    await witness.say(log, {});
    if (Deno.build.os !== "windows") {
      assertEquals(modeOf(place.folder), 0o700);
      assertEquals(modeOf(place.database), 0o600);
      assertEquals(modeOf(`${place.database}-wal`), 0o600);
    }
  }
  const files = await Array.fromAsync(Deno.readDir(place.folder));
  assertEquals(files.map(({ name }) => name).sort(), ["ktn.db", "lock"]);
});

Deno.test("SqliteLog indexes by itself what was not indexed before a restart", async () => {
  const witness = new Witness();
  await using place = new TempLog();
  {
    await using log = place.open(witness.options);
    const sayings = Array.from({ length: 1300 }, (_, i) => ({ text: `n${i}` }));
    await witness.sayAll(log, sayings);
  }
  await using log = place.open(witness.options);
  for (const words of ["n0", "n499", "n500", "n1299"]) {
    const query = { words, conversations: [{ key: "lobby" }], limit: 9 };
    assertEquals(textsOf(await foundIn(log, query)), [words]);
  }
});

Deno.test("SqliteLog keeps so many messages and forgets the ids of the others", async () => {
  const witness = new Witness();
  await using place = new TempLog();
  await using log = place.open({ ...witness.options, keepMessages: 5 });
  const sayings = Array.from({ length: 900 }, (_, i) => ({ id: `i${i}` }));
  await witness.sayAll(log, sayings);
  await until(() => log.forgotten === 895, "retention");

  const page = await log.page({
    conversations: [{ key: "lobby" }],
    after: 0,
    limit: 999,
  });
  assertEquals(page.map(({ seq }) => seq), [896, 897, 898, 899, 900]);
  const query = {
    words: "hello",
    conversations: [{ key: "lobby" }],
    limit: 999,
  };
  assertEquals((await foundIn(log, query)).length, 5);
  assertEquals(await witness.say(log, { id: "i899" }), {
    kind: "duplicate",
    seq: 900,
  });
  assertEquals((await witness.say(log, { id: "i0" })).kind, "stored");
});

Deno.test("SqliteLog forgets the words of what it forgets", async () => {
  const witness = new Witness();
  await using place = new TempLog();
  {
    await using log = place.open(witness.options);
    const sayings = Array.from({ length: 5000 }, (_, n) => ({
      text: `hello w${n} ${n % 1000 === 0 ? "round" : ""}`,
    }));
    await witness.sayAll(log, sayings);
    await until(() => wordsIn(place).includes("w4999"), "the index");
  }
  {
    await using log = place.open({ ...witness.options, keepMessages: 5 });
    await until(() => log.forgotten === 4995, "retention");
  }
  assertEquals(wordsIn(place), [
    "#lobby",
    "hello",
    "w4995",
    "w4996",
    "w4997",
    "w4998",
    "w4999",
    "~ada",
  ]);
});

Deno.test("SqliteLog forgets by age, the newest too, and never gives a seq twice", async () => {
  const witness = new Witness();
  await using place = new TempLog();
  let now = 1000;
  const options = { ...witness.options, keepMs: 500, now: () => now };
  {
    await using log = place.open(options);
    await witness.sayAll(log, [{}, {}, {}]);
    now = 1400;
    await witness.say(log, {});
    now = 1501;
    await witness.say(log, {});
    await until(() => log.forgotten === 3, "the first three to go");
  }
  now = 9000;
  {
    await using log = place.open(options);
    await until(() => log.forgotten === 5, "all to go");
    assertEquals(log.last, 5);
    assertEquals(
      await log.page({ conversations: [{ key: "lobby" }], limit: 9 }),
      [],
    );
  }
  await using log = place.open(options);
  assertEquals([log.last, log.forgotten], [5, 5]);
  await witness.say(log, {});
  assertEquals(log.last, 6);
});

Deno.test("SqliteLog stays below a size and keeps what fits", async () => {
  const witness = new Witness();
  await using place = new TempLog();
  const maxBytes = 600_000;
  await using log = place.open({ ...witness.options, maxBytes });
  const text = "some words to be found ".repeat(20);
  for (let round = 0; round < 10; round++) {
    await witness.sayAll(log, Array.from({ length: 300 }, () => ({ text })));
  }
  await until(() => bytesUsed(place) <= maxBytes, "retention");
  const kept = (log.last - log.forgotten) * text.length;
  assert(kept > maxBytes / 3, `${kept} bytes of text kept`);
});

Deno.test("SqliteLog works off its chores while people go on talking", async () => {
  const witness = new Witness();
  await using place = new TempLog();
  await using log = place.open({ ...witness.options, keepMessages: 10 });
  await until(async () => {
    await witness.say(log, {});
    return log.forgotten > 0;
  }, "retention without a quiet moment");
});

Deno.test("SqliteLog refuses what comes after it was closed", async () => {
  const witness = new Witness();
  await using place = new TempLog();
  const log = place.open(witness.options);
  await log[Symbol.asyncDispose]();
  const outcome = await witness.say(log, {});
  assertEquals(outcome.kind === "refused" && outcome.error.code, "unavailable");
  const query = { conversations: [{ key: "lobby" }], limit: 1 };
  await assertRejects(() => log.page(query), ChatError);
  const words = { words: "hello", conversations: [{ key: "lobby" }], limit: 1 };
  await assertRejects(() => log.search(words), ChatError);
  assertEquals(witness.groups, []);
});

/** Returns the words that the index has, in their order. */
function wordsIn(place: TempLog): string[] {
  using database = new DatabaseSync(place.database);
  return database.prepare("SELECT word FROM words ORDER BY word").all()
    .map(({ word }) => String(word));
}

function bytesUsed(place: TempLog): number {
  using reader = new DataReader(place.folder);
  return reader.check().bytes;
}

function modeOf(path: string): number {
  return (Deno.statSync(path).mode ?? 0) & 0o777;
}

function opener(place: TempLog) {
  return { open: (witness: Witness) => place.open(witness.options) };
}

Deno.test("SqliteLog finds what was said beside a text that nobody could say", async () => {
  const witness = new Witness();
  await using place = new TempLog();
  await using log = place.open(witness.options);
  const odd = ["x".repeat(20_000_000), "a\0b", "a\ud800", ""];
  await witness.sayAll(log, [...odd, "hello"].map((text) => ({ text })));
  const query = { words: "hello", conversations: [{ key: "lobby" }], limit: 9 };
  assertEquals(textsOf(await foundIn(log, query)), ["hello"]);
});

Deno.test("SqliteLog forgets nothing by age when it starts with a clock far ahead", async () => {
  const witness = new Witness();
  await using place = new TempLog();
  const kinds: string[] = [];
  const day = 24 * 3_600_000;
  let now = 20_000 * day;
  const open = () =>
    place.open({
      ...witness.options,
      keepMs: 90 * day,
      now: () => now,
      onRetention: ({ kind }) => kinds.push(kind),
    });
  {
    await using log = open();
    await witness.sayAll(log, [{}, {}, {}]);
  }
  now += 7300 * day;
  await using log = open();
  await until(() => kinds.length > 0, "a warning");
  await witness.say(log, {}); // under the wrong clock
  await log.search({ words: "hello", conversations: [], limit: 1 });
  assertEquals([kinds, log.forgotten], [["clock"], 0]);
});

Deno.test("SqliteLog holds its size while much is said, and gives space back to the disk", async () => {
  const witness = new Witness();
  await using place = new TempLog();
  const fileBytes = () => Deno.statSync(place.database).size;
  const text = "some words to be found ".repeat(20);
  const say = async (log: SqliteLog, groups: number) => {
    for (let group = 0; group < groups; group++) {
      await witness.sayAll(log, Array.from({ length: 60 }, () => ({ text })));
      await new Promise((resolve) => setTimeout(resolve)); // never quiet
    }
  };
  const maxBytes = 1_000_000;
  {
    await using log = place.open(witness.options);
    await say(log, 150);
    await log.search({
      words: "x",
      conversations: [{ key: "lobby" }],
      limit: 1,
    });
  }
  assert(fileBytes() > 3 * maxBytes);
  await using log = place.open({ ...witness.options, maxBytes });
  await until(() => fileBytes() < 1.4 * maxBytes, "space given back");
  let most = 0;
  for (let round = 0; round < 50; round++) {
    await say(log, 5);
    most = Math.max(most, fileBytes());
  }
  assert(most < 1.6 * maxBytes, `${most} bytes`);
});
