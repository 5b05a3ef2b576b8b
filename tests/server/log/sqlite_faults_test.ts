import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { TextLineStream } from "@std/streams/text-line-stream";
import { DataError } from "../../../server/log/data_error.ts";
import type { Log } from "../../../server/log/log.ts";
import { SqliteLog } from "../../../server/log/sqlite.ts";
import type { RetentionLimits } from "../../../server/log/retention.ts";
import { CAN_MOUNT, SmallDisk } from "../../support/small_disk.ts";
import { TempLog } from "../../support/temp_log.ts";
import { until } from "../../support/until.ts";
import { readAll, textsOf, Witness } from "../../support/witness.ts";
import { numbersTo } from "../../contracts/log_sayings.ts";

const SUPPORT = new URL("../../support/", import.meta.url);

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
    assertStringIncludes(error.message, "the disk can only be read");
  },
});

Deno.test("SqliteLog refuses another program's database and one of a newer ktn", async () => {
  const { options } = new Witness();
  await using place = new TempLog();
  await Deno.mkdir(place.folder);
  place.change("CREATE TABLE recipes (name TEXT)");
  const foreign = assertThrows(() => place.open(options), DataError);
  assertStringIncludes(foreign.message, "another program's");

  await Deno.remove(place.database);
  await place.open(options)[Symbol.asyncDispose]();
  place.change("PRAGMA user_version = 999");
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

const LIMITS: readonly RetentionLimits[] = [
  { keepMessages: 100 },
  { maxBytes: 4_000_000 },
];

for (const limits of LIMITS) {
  for (const isKilled of [false, true]) {
    const how = isKilled ? "killed" : "stopped";
    Deno.test({
      name: `SqliteLog frees a full disk by ${
        Object.keys(limits)
      } when it was ${how}, and stores on`,
      ignore: !CAN_MOUNT,
      fn: async () => {
        const witness = new Witness();
        await using disk = await SmallDisk.mount("size=10m");
        await using copy = await SmallDisk.mount("size=10m");
        {
          await using log = SqliteLog.open(disk.folder, witness.options);
          const reserve = `${disk.folder}/ktn.db.reserve`;
          await until(() => exists(reserve), "the reserve");
          assertEquals(await sayUntilRefused(log, witness), "store_full");
          if (isKilled) await copyFiles(disk.folder, copy.folder);
        }
        const { folder } = isKilled ? copy : disk;
        await using log = SqliteLog.open(folder, {
          ...witness.options,
          ...limits,
        });
        const { keepMessages } = limits;
        await until(() => {
          const kept = log.last - log.forgotten;
          return keepMessages ? kept <= 100 : log.forgotten > 0;
        }, "retention");
        for (let count = 0; count < 300; count++) {
          const said = await witness.say(log, { text: "x".repeat(4000) });
          assertEquals(said.kind, "stored");
        }
      },
    });
  }
}

Deno.test({
  name:
    "SqliteLog refuses when writing fails, opens its file again and goes on",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using place = new TempLog();
    // The signal is what a process gets that writes beyond its limit.
    const command = `trap '' XFSZ; ulimit -S -f 2000; exec "$@"`;
    const deno = [Deno.execPath(), "run", "-A", "failing_disk_writer.ts"];
    const { stdout, stderr } = await new Deno.Command("sh", {
      args: ["-c", command, "sh", ...deno, place.folder],
      cwd: SUPPORT,
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

for (const isReplaced of [true, false]) {
  const what = isReplaced ? "replaced by an older one" : "removed";
  Deno.test(`SqliteLog stores nothing more when its file failed and was ${what}`, async () => {
    const witness = new Witness();
    const troubles: (DataError | undefined)[] = [];
    const onTrouble = (trouble?: DataError) => troubles.push(trouble);
    await using place = new TempLog();
    await using other = new TempLog();
    await other.open(witness.options)[Symbol.asyncDispose]();
    await using log = place.open({ ...witness.options, onTrouble });
    await witness.say(log, { text: "one" });
    place.change("DROP TABLE blocks");
    assertEquals((await witness.say(log, { text: "two" })).kind, "refused");
    await Deno.remove(place.database);
    if (isReplaced) await Deno.copyFile(other.database, place.database);
    assertEquals((await witness.say(log, { text: "three" })).kind, "refused");
    assertEquals(textsOf(witness.shown), ["one"]);
    const why = isReplaced ? "was replaced" : place.database;
    assertStringIncludes(troubles.at(-1)?.message ?? "", why);
  });
}

Deno.test("SqliteLog stores what it can though onTrouble() throws", async () => {
  const witness = new Witness();
  const bug = new Error("a bug");
  await using place = new TempLog();
  await using log = place.open({
    ...witness.options,
    onTrouble: () => {
      throw bug;
    },
  });
  place.change("ALTER TABLE blocks RENAME TO hidden");
  assertEquals((await witness.say(log, { text: "one" })).kind, "refused");
  place.change("ALTER TABLE hidden RENAME TO blocks");
  await until(async () => {
    return (await witness.say(log, { text: "two" })).kind === "stored";
  }, "the store to work again");
  assertEquals(textsOf(witness.shown), ["two"]);
  assertEquals([log.last, witness.bugs], [1, [bug, bug]]);
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
    const text = `say ${id}`;
    const again = await witness.say(log, { author: "Ada", text, id });
    assertEquals(again, { kind: "duplicate", seq: Number(seq) });
  }
  assertEquals([...stored.keys()], numbersTo(log.last));
});

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

async function copyFiles(from: string, to: string): Promise<void> {
  for await (const { name } of Deno.readDir(from)) {
    await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}

async function sayUntilRefused(log: Log, witness: Witness): Promise<string> {
  while (true) {
    const outcome = await witness.say(log, { text: "x".repeat(4000) });
    if (outcome.kind === "refused") return outcome.error.code;
  }
}

/** Runs a writer, kills it when it has settled so many, returns its lines. */
async function writeAndKill(
  folder: string,
  writer: string,
  count: number,
): Promise<string[]> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "log_writer.ts", folder, writer],
    cwd: SUPPORT,
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
