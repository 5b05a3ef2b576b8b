import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { TextLineStream } from "@std/streams/text-line-stream";
import { DatabaseSync } from "node:sqlite";
import { DataError } from "../../../server/data_error.ts";
import type { Entry, Log } from "../../../server/log/log.ts";
import { SqliteLog } from "../../../server/log/sqlite.ts";
import { CAN_MOUNT, SmallDisk } from "../../support/small_disk.ts";
import { TempLog } from "../../support/temp_log.ts";
import { until } from "../../support/until.ts";
import { Witness } from "../../support/witness.ts";

Deno.test("SqliteLog refuses a folder that another one uses, and takes it when that one is gone", async () => {
  const { options } = new Witness();
  await using place = new TempLog();
  {
    await using _log = place.open(options);
    const error = assertThrows(() => place.open(options), DataError);
    assertStringIncludes(error.message, "another ktn server is using it");
  }
  await using _log = place.open(options);
});

Deno.test("SqliteLog refuses a folder that cannot be made", async () => {
  const { options } = new Witness();
  await using place = new TempLog();
  await Deno.writeTextFile(place.folder, "a file");
  const error = assertThrows(() => place.open(options), DataError);
  assertStringIncludes(error.message, "Cannot write to the data folder");
});

Deno.test({
  name: "SqliteLog refuses a read-only folder and changes nothing in it",
  ignore: !CAN_MOUNT,
  fn: async () => {
    const { options } = new Witness();
    await using disk = await SmallDisk.mount("size=4m");
    await SqliteLog.open(disk.folder, options)[Symbol.asyncDispose]();
    await disk.remount("ro");
    const error = assertThrows(
      () => SqliteLog.open(disk.folder, options),
      DataError,
    );
    assertStringIncludes(error.message, "Read-only file system");
  },
});

Deno.test("SqliteLog refuses another program's database and one of a newer ktn", async () => {
  const { options } = new Witness();
  await using place = new TempLog();
  await Deno.mkdir(place.folder);
  changeDatabase(place, "CREATE TABLE recipes (name TEXT)");
  const foreign = assertThrows(() => place.open(options), DataError);
  assertStringIncludes(foreign.message, "another program's");

  await Deno.remove(place.database);
  await place.open(options)[Symbol.asyncDispose]();
  changeDatabase(place, "PRAGMA user_version = 999");
  const newer = assertThrows(() => place.open(options), DataError);
  assertStringIncludes(newer.message, "newer ktn");
  assertThrows(() => place.open(options), DataError, "newer ktn");
});

Deno.test({
  name:
    "SqliteLog refuses on a full disk, loses nothing, and goes on when there is room",
  ignore: !CAN_MOUNT,
  fn: async () => {
    const witness = new Witness();
    const troubles: string[] = [];
    await using disk = await SmallDisk.mount("size=1m");
    await using log = SqliteLog.open(disk.folder, {
      ...witness.options,
      onTrouble: (trouble) => troubles.push(trouble?.message ?? "works"),
    });
    const refused = await sayUntilRefused(log, witness);
    assertEquals(refused, "store_full");
    const { last } = log;
    assertEquals(witness.shown.length, last);
    assertEquals(await readAll(log), witness.shown, "reads still work");
    assertEquals(await sayUntilRefused(log, witness), "store_full");
    assertEquals(troubles.length, 1, "told once, not for every group");
    assertMatch(troubles[0] ?? "", /the disk is full/);

    await disk.remount("size=8m");
    const outcome = await witness.say(log, { text: "room again" });
    assertEquals(outcome.kind === "stored" && outcome.entry.seq, last + 1);
    assertEquals(troubles[1], "works");
    assertEquals(await readAll(log), witness.shown);
  },
});

Deno.test({
  name:
    "SqliteLog refuses when writing fails, opens its file again and goes on",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using place = new TempLog();
    const script = supportFile("failing_disk_writer.ts");
    const config = new URL("../../../deno.json", import.meta.url).pathname;
    // The signal is what a process gets that writes beyond its limit.
    const command = `trap '' XFSZ; ulimit -S -f 2000; exec "$@"`;
    const deno = [Deno.execPath(), "run", "-A", "--config", config, script];
    const { stdout, stderr } = await new Deno.Command("sh", {
      args: ["-c", command, "sh", ...deno, place.folder],
    }).output();
    const text = new TextDecoder().decode(stdout);
    assert(text !== "", new TextDecoder().decode(stderr));
    const report = JSON.parse(text);
    const { stored, lastBefore, seqAfter, troubles } = report;
    assertEquals([report.code, report.isStillOpen], ["unavailable", false]);
    assertEquals(seqAfter, lastBefore + 1);
    assertEquals(stored, lastBefore + 1);
    assertStringIncludes(troubles[0], "the disk does not work");
    assertEquals(troubles.at(-1), "works");

    await using log = place.open(new Witness().options);
    const all = await readAll(log);
    assertEquals(all.map(({ seq }) => seq), numbersTo(seqAfter));
  },
});

Deno.test("SqliteLog has everything it settled when its process is killed", async () => {
  const witness = new Witness();
  await using place = new TempLog();
  const settled: string[] = [];
  for (const writer of ["a", "b", "c"]) {
    settled.push(...await writeAndKill(place.folder, writer, 300));
  }
  await using log = place.open(witness.options);
  const stored = new Map(
    (await readAll(log)).map(({ seq, text }) => [seq, text]),
  );
  assert(settled.length >= 3 * 299);
  for (const line of settled) {
    const [seq = "", id = ""] = line.split(" ");
    assertEquals(stored.get(Number(seq)), `say ${id}`);
    const again = await witness.say(log, { author: "Ada", id });
    assertEquals(again, { kind: "duplicate", seq: Number(seq) });
  }
  assertEquals([...stored.keys()], numbersTo(log.last));
});

Deno.test("SqliteLog never serves a wrong text, wherever a byte of the file is wrong", async () => {
  await using place = new TempLog();
  const entries = await fill(place, 150);
  const bytes = await Deno.readFile(place.database);
  for (let offset = 0; offset < bytes.length; offset += 499) {
    await checkDamaged(place, entries, flip(bytes, offset));
  }
});

Deno.test("SqliteLog notices a message that was changed on the disk", async () => {
  await using place = new TempLog();
  const entries = await fill(place, 3000);
  changeDatabase(place, "UPDATE entries SET text = 'forged' WHERE seq = 7");
  const troubles: string[] = [];
  {
    await using log = place.open({
      ...new Witness().options,
      onTrouble: (trouble) => troubles.push(trouble?.message ?? "works"),
    });
    const page = await log.page({ room: "lobby", after: 0, limit: 20 });
    const whole = entries.filter(({ seq }) => seq !== 7);
    assertEquals(page, whole.slice(0, 20), "a page is as long as ever");
    const back = await log.page({ room: "lobby", before: 9, limit: 7 });
    assertEquals(back, whole.slice(0, 7));
    assertMatch(troubles[0] ?? "", /message 7: it is damaged/);
  }
  changeDatabase(place, "UPDATE entries SET text = 'forged' WHERE seq = 2999");
  const error = assertThrows(
    () => place.open(new Witness().options),
    DataError,
  );
  assertStringIncludes(error.message, "message 2999 is damaged");
});

Deno.test("SqliteLog serves a true beginning when the write-ahead log is damaged or cut", async () => {
  await using place = new TempLog();
  await using copy = new TempLog();
  await Deno.mkdir(copy.folder);
  const witness = new Witness();
  await using log = place.open(witness.options);
  for (let count = 0; count < 40; count++) {
    await witness.say(log, { text: `message ${count} `.repeat(5) });
  }
  const main = await Deno.readFile(place.database);
  const wal = await Deno.readFile(`${place.database}-wal`);
  assert(wal.length > 100_000);
  const damaged = [
    wal,
    ...numbersTo(40).flatMap((step) => {
      const offset = Math.floor(wal.length / 41 * step);
      return [flip(wal, offset), wal.slice(0, offset)];
    }),
  ];
  for (const bytes of damaged) {
    await Deno.writeFile(copy.database, main);
    await Deno.writeFile(`${copy.database}-wal`, bytes);
    await using opened = copy.open(new Witness().options);
    const all = await readAll(opened);
    assertEquals(all, witness.shown.slice(0, all.length));
    if (bytes === wal) assertEquals(all.length, 40);
    await opened[Symbol.asyncDispose]();
    await removeDatabase(copy);
  }
});

Deno.test("SqliteLog makes a damaged index of words anew", async () => {
  await using place = new TempLog();
  await fill(place, 50);
  await damageIndex(place);
  const troubles: string[] = [];
  await using log = place.open({
    ...new Witness().options,
    onTrouble: (trouble) => troubles.push(trouble?.message ?? "works"),
  });
  const query = { words: "message 17", rooms: ["lobby"], limit: 9 };
  await until(
    () => log.search(query).then((found) => found.length === 1, () => false),
    "the index",
  );
  assertEquals(troubles.length, 1);
});

async function sayUntilRefused(log: Log, witness: Witness): Promise<string> {
  while (true) {
    const outcome = await witness.say(log, { text: "x".repeat(4000) });
    if (outcome.kind === "refused") return outcome.error.code;
  }
}

async function fill(place: TempLog, count: number): Promise<readonly Entry[]> {
  const witness = new Witness();
  await using log = place.open(witness.options);
  const sayings = numbersTo(count).map((number) => ({
    text: `message ${number} of some length`,
    id: `i${number}`,
  }));
  await witness.sayAll(log, sayings);
  const query = { words: "length", rooms: ["lobby"], limit: 1 };
  assertEquals((await log.search(query)).length, 1);
  return witness.shown;
}

async function readAll(log: Log): Promise<readonly Entry[]> {
  return await log.page({ room: "lobby", after: 0, limit: 100_000 });
}

/** Opens a damaged log: it refuses, or whatever it serves is true. */
async function checkDamaged(
  place: TempLog,
  entries: readonly Entry[],
  bytes: Uint8Array,
): Promise<void> {
  await removeDatabase(place);
  await Deno.writeFile(place.database, bytes);
  try {
    await using log = place.open(new Witness().options);
    checkServed(await readAll(log).catch(() => []), entries);
    const query = { words: "length", rooms: ["lobby"], limit: 1000 };
    checkServed(await log.search(query).catch(() => []), entries);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
  }
}

function checkServed(
  served: readonly Entry[],
  entries: readonly Entry[],
): void {
  for (const entry of served) assertEquals(entry, entries[entry.seq - 1]);
}

/** Changes the database behind the log's back. */
function changeDatabase(place: TempLog, sql: string): void {
  using database = new DatabaseSync(place.database);
  database.exec(sql);
}

/** Overwrites what says where the words are, wherever it is in the file. */
async function damageIndex(place: TempLog): Promise<void> {
  const bytes = await Deno.readFile(place.database);
  const structure = readStructure(place);
  const start =
    numbersTo(bytes.length - structure.length).find((offset) =>
      structure.every((byte, index) => bytes[offset + index] === byte)
    ) ?? 0;
  bytes.fill(0xff, start, start + structure.length);
  await Deno.writeFile(place.database, bytes);
}

function readStructure(place: TempLog): Uint8Array {
  using database = new DatabaseSync(place.database);
  const sql = "SELECT block FROM word_index_data WHERE id = 10";
  const block = database.prepare(sql).get()?.block;
  if (block instanceof Uint8Array) return block;
  throw new Error("Expected the index to have a structure");
}

async function removeDatabase(place: TempLog): Promise<void> {
  for (const suffix of ["", "-wal", "-shm"]) {
    try {
      await Deno.remove(place.database + suffix);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

function flip(bytes: Uint8Array, offset: number): Uint8Array {
  const flipped = bytes.slice();
  flipped[offset] = (flipped[offset] ?? 0) ^ 0x41;
  return flipped;
}

function numbersTo(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function supportFile(name: string): string {
  return new URL(`../../support/${name}`, import.meta.url).pathname;
}

/** Runs a writer, kills it when it has settled so many, returns its lines. */
async function writeAndKill(
  folder: string,
  writer: string,
  count: number,
): Promise<string[]> {
  const config = new URL("../../../deno.json", import.meta.url).pathname;
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--config",
      config,
      supportFile("log_writer.ts"),
      folder,
      writer,
    ],
    stdout: "piped",
  }).spawn();
  const lines: string[] = [];
  const stream = child.stdout.pipeThrough(new TextDecoderStream())
    .pipeThrough(new TextLineStream());
  for await (const line of stream) {
    lines.push(line);
    if (lines.length === count) child.kill("SIGKILL");
  }
  await child.status;
  // The last line may have been cut.
  return lines.filter((line) => /^\d+ \w-\d+$/.test(line)).slice(0, -1);
}
