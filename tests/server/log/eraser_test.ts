import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { DataReader } from "../../../server/maintenance/data_reader.ts";
import { numbersTo } from "../../contracts/log_sayings.ts";
import { foundIn, indexed } from "../../support/found_in.ts";
import { TempLog } from "../../support/temp_log.ts";
import { until } from "../../support/until.ts";
import { Witness } from "../../support/witness.ts";

const TEA = "7#tea";
const SECRET = "xyzzyplugh";
const AUTHOR = "mallory";

Deno.test("SqliteLog leaves nothing of what was erased in its files, and they are whole", async () => {
  await using place = new TempLog();
  const witness = new Witness();
  {
    await using log = place.open(witness.options);
    await say(place, log, witness);
    assert(await isInFiles(place, SECRET), "it was there");
    await log.erase(TEA, 600);
  }
  assertEquals(await isInFiles(place, SECRET), false);
  assertEquals(await isInFiles(place, AUTHOR), false);
  assert(await isInFiles(place, "harmless"), "all else is there");
  {
    using reader = new DataReader(place.folder);
    assertEquals(reader.check().problems, []);
    assertEquals(reader.check().last, 600);
    const seqs = [...reader.entries()].map(({ seq }) => seq);
    assertEquals(seqs, numbersTo(600).filter((seq) => seq % 2 === 1));
  }
  await using log = place.open(witness.options);
  const conversations = [{ key: "lobby" }, { key: TEA }, { key: "" }];
  const page = await log.page({ conversations, after: 0, limit: 999 });
  assertEquals(page.length, 300);
  const found = await foundIn(log, { words: SECRET, conversations, limit: 9 });
  assertEquals(found, []);
});

/** Odd seqs are of the lobby, even ones are secret. */
async function say(
  place: TempLog,
  log: ReturnType<TempLog["open"]>,
  witness: Witness,
): Promise<void> {
  const sayings = numbersTo(600).map((n) =>
    n % 2 === 1 ? { text: `harmless ${n}`, id: `h${n}` } : {
      conversation: TEA,
      author: AUTHOR,
      text: `${SECRET} ${n} @${SECRET}`,
      id: `${SECRET}${n}`,
    }
  );
  await witness.sayAll(log, sayings);
  await indexed(log);
  await until(() => readIndexed(place) === 600, "the index");
}

function readIndexed(place: TempLog): number {
  using database = new DatabaseSync(place.database, { readOnly: true });
  const sql = "SELECT value FROM facts WHERE name = 'indexed'";
  return Number(database.prepare(sql).get()?.value);
}

async function isInFiles(place: TempLog, text: string): Promise<boolean> {
  for await (const { name } of Deno.readDir(place.folder)) {
    const bytes = await Deno.readFile(`${place.folder}/${name}`);
    const content = new TextDecoder("latin1").decode(bytes);
    if (content.includes(text)) return true;
  }
  return false;
}
