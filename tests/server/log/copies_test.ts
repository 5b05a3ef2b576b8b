/** A log that is started from a copy, and one that only looks like it. */

import {
  assert,
  assertEquals,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import {
  importEntries,
  type ImportReport,
} from "../../../server/maintenance/data_import.ts";
import { DataReader } from "../../../server/maintenance/data_reader.ts";
import { restore } from "../../../server/maintenance/data_restore.ts";
import { TempLog } from "../../support/temp_log.ts";
import { readAll, textsOf, Witness } from "../../support/witness.ts";

/** Ways to come back to an older state of a data folder. */
const COPIES: Readonly<
  Record<string, {
    readonly copy: (place: TempLog) => Promise<void>;
    readonly back: (place: TempLog) => Promise<unknown>;
  }>
> = {
  "ktn backup and ktn restore": {
    copy: backup,
    back: (place) => restore(copyOf(place), place.folder),
  },
  "a backup put in the place of ktn.db": {
    copy: backup,
    back: (place) => Deno.rename(copyOf(place), place.database),
  },
  "a backup written over ktn.db": {
    copy: backup,
    back: (place) => Deno.copyFile(copyOf(place), place.database),
  },
  "ktn.db copied and moved back": {
    copy: (place) => Deno.copyFile(place.database, copyOf(place)),
    back: (place) => Deno.rename(copyOf(place), place.database),
  },
  "ktn.db copied and written over": {
    copy: (place) => Deno.copyFile(place.database, copyOf(place)),
    back: (place) => Deno.copyFile(copyOf(place), place.database),
  },
  "the folder copied and written over": {
    copy: async (place) => {
      await Deno.copyFile(place.database, copyOf(place));
      await Deno.copyFile(`${place.folder}/lock`, `${copyOf(place)}.lock`);
    },
    back: async (place) => {
      await Deno.copyFile(copyOf(place), place.database);
      await Deno.copyFile(`${copyOf(place)}.lock`, `${place.folder}/lock`);
    },
  },
};

for (const [way, { copy, back }] of Object.entries(COPIES)) {
  Deno.test(`${way}: a history of its own from there on`, async () => {
    await using place = new TempLog();
    const old = await say(place, ["1", "2", "3"]);
    await copy(place);
    assertEquals(await say(place, ["4", "5"]), old);
    await back(place);

    const witness = new Witness();
    await using log = place.open(witness.options);
    assertNotEquals(log.name, old.name);
    assertEquals(log.ancestors, [{ log: old.name, seq: 3 }]);
    assertEquals(textsOf(await readAll(log)), ["1", "2", "3"]);
    await witness.sayAll(log, [{ text: "6" }, { text: "7" }, { text: "8" }]);
    const { name } = log;
    await log[Symbol.asyncDispose]();
    assertEquals((await say(place, [])).name, name);
  });
}

Deno.test("a log keeps its name when its folder moves, and over a stop that was not clean", async () => {
  await using place = new TempLog();
  const { name } = await say(place, ["1"]);
  const moved = `${place.folder}-moved`;
  await Deno.rename(place.folder, moved);
  await Deno.rename(moved, place.folder);
  assertEquals((await say(place, ["2"])).name, name);
  // What a killed server leaves: the note of a run that did not end.
  const [run = ""] = (await noteOf(place)).split(" ");
  await Deno.writeTextFile(`${place.folder}/lock`, `${run}\n`);
  assertEquals((await say(place, ["3"])).name, name);
  // Killed between the first note and the database.
  const [last = ""] = (await noteOf(place)).split(" ");
  await Deno.writeTextFile(`${place.folder}/lock`, `next ${last}\n`);
  assertEquals((await say(place, ["4"])).name, name);
  await Deno.remove(`${place.folder}/lock`);
  assertEquals(await say(place, ["5"]), { name, ancestors: [] });
});

Deno.test("one backup that is started twice is two histories", async () => {
  await using place = new TempLog();
  await using other = new TempLog();
  const { name } = await say(place, ["1", "2"]);
  await backup(place);
  await restore(copyOf(place), place.folder);
  await restore(copyOf(place), other.folder);
  const [one, two] = [await say(place, ["3"]), await say(other, ["3"])];
  assertEquals(new Set([name, one.name, two.name]).size, 3);
  await restore(copyOf(place), other.folder);
  await say(other, ["4"]);
  {
    using reader = new DataReader(other.folder);
    await reader.backup(`${other.folder}/next`);
  }
  await restore(`${other.folder}/next`, other.folder);
  const { ancestors } = await say(other, []);
  assertEquals(ancestors.map(({ seq }) => seq), [3, 2]);
});

Deno.test("an import adds what a restored log lost, once, and nothing that it has", async () => {
  await using place = new TempLog();
  await using lost = new TempLog();
  await say(place, ["1", "2", "3"]);
  await backup(place);
  await say(place, ["4", "5"]);
  await restore(copyOf(place), lost.folder);
  await say(lost, ["x", "y", "z"]);
  const whole = exportOf(place);
  assertEquals(await importEntries(lost.folder, whole), report(2, 3));
  assertEquals(await importEntries(lost.folder, whole), report(0, 5));
  await using log = lost.open(new Witness().options);
  const texts = ["1", "2", "3", "x", "y", "z", "4", "5"];
  assertEquals(textsOf(await readAll(log)), texts);
  await log[Symbol.asyncDispose]();
  // The other way round, what both have is known as well.
  assertEquals(await importEntries(place.folder, exportOf(lost)), report(3, 5));
  assertEquals(await importEntries(place.folder, exportOf(lost)), report(0, 8));
});

Deno.test("restore() keeps what was there, and refuses what is no backup or in use", async () => {
  await using place = new TempLog();
  await using other = new TempLog();
  await say(place, ["1"]);
  await backup(place);
  await say(other, ["other"]);
  const { last, replaced } = await restore(copyOf(place), other.folder);
  assertEquals([last, replaced], [1, `${other.folder}/replaced-1.db`]);
  assert(replaced);
  await Deno.rename(replaced, other.database);
  assertEquals(exportOf(other).map(({ text }) => text), ["other"]);

  const why = (file: string) =>
    restore(file, other.folder).then(() => "", (error) => error.message);
  assertStringIncludes(await why("missing.db"), "missing.db");
  await Deno.writeTextFile(`${place.folder}/text`, "no database".repeat(900));
  assertStringIncludes(await why(`${place.folder}/text`), "not a database");
  {
    await using _log = other.open(new Witness().options);
    assertStringIncludes(await why(copyOf(place)), "another ktn server");
  }
  const bytes = await Deno.readFile(copyOf(place));
  await Deno.writeFile(copyOf(place), bytes.fill(0xa5, 8192));
  assertStringIncludes(await why(copyOf(place)), "damaged");
  const files = await Array.fromAsync(Deno.readDir(other.folder));
  assertEquals(files.filter(({ name }) => name.includes(".part")), []);
});

function copyOf({ folder }: TempLog): string {
  return `${folder}/copy`;
}

async function backup(place: TempLog): Promise<void> {
  using reader = new DataReader(place.folder);
  await reader.backup(copyOf(place));
}

/** Says something in one run; returns which log it was. */
async function say(place: TempLog, texts: readonly string[]) {
  const witness = new Witness();
  await using log = place.open(witness.options);
  await witness.sayAll(log, texts.map((text) => ({ text })));
  return { name: log.name, ancestors: log.ancestors };
}

function exportOf(place: TempLog) {
  using reader = new DataReader(place.folder);
  return [...reader.entries()];
}

function noteOf({ folder }: TempLog): Promise<string> {
  return Deno.readTextFile(`${folder}/lock`);
}

function report(stored: number, known: number): ImportReport {
  return { stored, known };
}
