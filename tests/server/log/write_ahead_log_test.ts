import { assertEquals } from "@std/assert";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { openDatabase } from "../../../server/log/database.ts";
import { WriteAheadLog } from "../../../server/log/write_ahead_log.ts";

/** An open database with a table of texts. */
class Place implements AsyncDisposable {
  readonly #folder = Deno.makeTempDirSync({ prefix: "ktn" });
  readonly path = `${this.#folder}/ktn.db`;
  readonly #database: DatabaseSync;
  readonly log: WriteAheadLog;
  #isClosed = false;

  /** Makes the settings, and opens it by another class then. */
  constructor(Database?: new (path: string) => DatabaseSync) {
    const database = openDatabase(this.path);
    if (Database) database.close();
    this.#database = Database ? new Database(this.path) : database;
    this.#database.exec("CREATE TABLE texts (text TEXT)");
    this.log = new WriteAheadLog(this.#database, this.path);
  }

  /** Bytes of the write-ahead log. */
  get size(): number {
    return Deno.statSync(`${this.path}-wal`).size;
  }

  /** Commits so many texts of 4 KB, each by itself. */
  commit(count: number): void {
    const insert = this.#database.prepare("INSERT INTO texts VALUES (?)");
    for (let n = 0; n < count; n++) {
      insert.run("x".repeat(4000));
      this.log.committed();
    }
  }

  /** Closes it, once. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.log[Symbol.dispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

/** How many texts somebody else finds in a database. */
function countIn(database: DatabaseSync): unknown {
  return Object.values(
    database.prepare("SELECT count(*) FROM texts").get() ?? {},
  )[0];
}

Deno.test("WriteAheadLog.checkpoint() moves all to the database, and empties the file", async () => {
  await using place = new Place();
  place.commit(100);
  assertEquals(place.size > 400_000, true);
  await place.log.checkpoint();
  assertEquals(place.size, 0);
  place.commit(1);
  using other = new DatabaseSync(place.path, { readOnly: true });
  assertEquals(countIn(other), 101);
});

Deno.test("WriteAheadLog.beginAnew() moves all to the database, and writes over the file, which a crash finds empty", async () => {
  await using place = new Place();
  place.commit(100);
  const { size } = place;
  await place.log.beginAnew();
  const bytes = await Deno.readFile(`${place.path}-wal`);
  assertEquals(bytes.length, size);
  assertEquals(bytes.subarray(0, 32), new Uint8Array(32));
  assertEquals(place.log.isWorthEmptying, false);
  place.commit(100);
  assertEquals(place.size, size);
  using other = new DatabaseSync(place.path, { readOnly: true });
  assertEquals(countIn(other), 200);
});

Deno.test("WriteAheadLog copies nothing to the database when it looks how much there is", async () => {
  await using place = new Place();
  const { size } = await Deno.stat(place.path);
  place.commit(400);
  assertEquals([place.log.isLarge, place.log.isWorthEmptying], [false, true]);
  assertEquals((await Deno.stat(place.path)).size, size);
});

Deno.test("WriteAheadLog is due when there is much of it, and not again at once while somebody reads", async () => {
  await using place = new Place();
  place.commit(160);
  assertEquals(place.log.isLarge, false);
  using reader = new DatabaseSync(place.path, { readOnly: true });
  reader.exec("BEGIN");
  assertEquals(countIn(reader), 160);
  place.commit(1600);
  assertEquals(place.log.isLarge, true);
  await place.log.checkpoint();
  assertEquals(place.size > 0, true);
  place.commit(16);
  assertEquals(place.log.isLarge, false, "it was put off");
  assertEquals(countIn(reader), 160);
  reader.exec("COMMIT");
  await place.log.checkpoint();
  assertEquals(place.size, 0);
});

Deno.test("WriteAheadLog.checkpoint() empties nothing when something is committed meanwhile", async () => {
  await using place = new Place();
  place.commit(10);
  await place.log.sync();
  const moving = place.log.checkpoint();
  place.commit(1);
  await moving;
  assertEquals(place.size > 0, true);
  await place.log.checkpoint();
  assertEquals(place.size, 0);
});

/** The first bytes of a file, without which nothing in it counts. */
function headerOf(path: string): readonly number[] {
  return [...Deno.readFileSync(path).subarray(0, 32)];
}

Deno.test("WriteAheadLog begins a file anew that was kept though somebody reads", async () => {
  await using place = new Place();
  place.commit(10);
  await place.log.beginAnew();
  using reader = new DatabaseSync(place.path, { readOnly: true });
  reader.exec("BEGIN");
  assertEquals(countIn(reader), 10);
  place.commit(1);
  assertEquals(countIn(reader), 10);
  reader.exec("COMMIT");
  assertEquals(countIn(reader), 11);
});

/** Says that nobody reads, whoever does. */
class WrongDatabase extends DatabaseSync {
  override prepare(sql: string): StatementSync {
    return super.prepare(
      sql.includes("(RESTART)") ? "SELECT 0 AS busy" : sql,
    );
  }
}

Deno.test("WriteAheadLog lets old pages count again when SQLite goes on behind them", async () => {
  await using place = new Place(WrongDatabase);
  place.commit(10);
  const header = headerOf(`${place.path}-wal`);
  using reader = new DatabaseSync(place.path, { readOnly: true });
  reader.exec("BEGIN");
  assertEquals(countIn(reader), 10);
  await place.log.beginAnew();
  assertEquals(headerOf(`${place.path}-wal`), Array(32).fill(0));
  place.commit(1);
  assertEquals(headerOf(`${place.path}-wal`), header);
  place.commit(1);
  for (const end of ["", "-wal"]) {
    await Deno.copyFile(place.path + end, `${place.path}.copy${end}`);
  }
  using copy = new DatabaseSync(`${place.path}.copy`);
  assertEquals(countIn(copy), 12);
});

Deno.test("WriteAheadLog leaves one file behind, with all in it", async () => {
  await using place = new Place();
  place.commit(3);
  place.close();
  using other = new DatabaseSync(place.path, { readOnly: true });
  assertEquals(countIn(other), 3);
});
