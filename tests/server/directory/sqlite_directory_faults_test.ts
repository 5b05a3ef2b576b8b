import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { Directory } from "../../../server/directory/directory.ts";
import { SqliteDirectoryStore } from "../../../server/directory/sqlite_directory_store.ts";
import { DataError } from "../../../server/log/data_error.ts";
import { ChatError } from "../../../shared/errors.ts";
import type { Json } from "../../../shared/json.ts";
import { found, outcomeOf } from "../../support/directory_bench.ts";
import { CAN_MOUNT, SmallDisk } from "../../support/small_disk.ts";
import { TempFolder } from "../../support/temp_folder.ts";
import { until } from "../../support/until.ts";
import { within } from "../../support/within.ts";

/** A view of a store, as a directory has one. */
async function viewOf(
  store: SqliteDirectoryStore,
): Promise<Map<string, readonly [Json, number]>> {
  const view = new Map<string, readonly [Json, number]>();
  await store.watch((key, value, revision) => {
    if (value === undefined) view.delete(key);
    else view.set(key, [value, revision]);
  });
  return view;
}

/** Puts values until one is refused; returns the view as it was before. */
async function fill(
  store: SqliteDirectoryStore,
  view: Map<string, readonly [Json, number]>,
): Promise<string> {
  for (let n = 0; n < 10_000; n++) {
    const code = await outcomeOf(
      store.put(`fill/${n}/${view.size}`, "x".repeat(4000), 0),
    );
    if (code !== "done") return code;
  }
  return "never";
}

Deno.test({
  name:
    "SqliteDirectoryStore refuses on a full disk, takes the view back, and goes on when there is room",
  ignore: !CAN_MOUNT,
  fn: async () => {
    await using disk = await SmallDisk.mount("size=1m");
    const troubles: string[] = [];
    const onTrouble = (trouble?: DataError) =>
      void troubles.push(trouble?.message ?? "works");
    let kept: readonly string[];
    {
      await using store = new SqliteDirectoryStore(disk.folder, { onTrouble });
      const view = await viewOf(store);
      const revision = await store.put("one", 1, 0);
      assertEquals(await fill(store, view), "store_full");
      const before = [...view.keys()];
      const several = [
        outcomeOf(store.put("one", "y".repeat(9000), revision)),
        outcomeOf(store.put("two", "z".repeat(9000), 0)),
      ];
      assertEquals(view.has("two"), true, "at once");
      assertEquals(await Promise.all(several), ["store_full", "store_full"]);
      assertEquals([...view.keys()], before);
      assertEquals(view.get("one"), [1, revision]);
      assertEquals(troubles.length, 1, "told once");
      assertMatch(troubles[0] ?? "", /the disk is full/);

      await disk.remount("size=4m");
      await store.put("one", 2, revision);
      assertEquals(troubles[1], "works");
      assertEquals(await outcomeOf(store.put("two", 2, 0)), "done");
      kept = [...view.keys()].toSorted();
    }
    await using store = new SqliteDirectoryStore(disk.folder);
    const view = await viewOf(store);
    assertEquals([...view.keys()].toSorted(), kept);
    assertEquals(view.get("one")?.[0], 2);
  },
});

Deno.test({
  name:
    "Directory lets guests come, come back and go on a full disk, and refuses what has to be kept",
  ignore: !CAN_MOUNT,
  fn: async () => {
    await using disk = await SmallDisk.mount("size=1m");
    const store = new SqliteDirectoryStore(disk.folder);
    await using directory = await Directory.open(store);
    const { logins, members, rooms, identities } = directory;
    const enter = (name: string, token?: string) =>
      within(
        logins.enter({ name, token, canResume: true }),
        `a login of ${name}`,
      );
    const ada = await enter("ada");
    const { number: by } = ada.identity;
    const room = await rooms.make({ name: "tea", by, isGuest: true });
    await members.join(room.number, by, 0);
    for (
      let n = 0;
      await outcomeOf(
        rooms.setTopic(room.number, {
          ...{ topic: "x".repeat(5000) + n, by: "ada", seq: n + 1 },
        }),
      ) === "done";
      n++
    );
    for (let n = 0; n < 40; n++) {
      const topic = `${n}${"y".repeat(3000)}`;
      await outcomeOf(rooms.setTopic(0, { topic, by: "ada", seq: n + 1 }));
    }

    const bob = await enter("bob");
    assertEquals(bob.identity.isStored, false);
    assertEquals(await outcomeOf(enter("BOB")), "name_taken");
    assertEquals(
      (await enter("bob", bob.token)).identity.number,
      bob.identity.number,
    );
    const back = await enter("ada", ada.token);
    assertEquals([back.token, back.link], [ada.token, ada.link]);
    const join = members.join(room.number, bob.identity.number, 0);
    assertEquals(await outcomeOf(join), "store_full");
    assertEquals(members.get(room.number, bob.identity.number), undefined);
    await outcomeOf(directory.depart(by));
    assertEquals(identities.get(by)?.here, undefined);

    await disk.remount("size=8m");
    assertEquals((await enter("eve")).identity.isStored, true);
    const again = await enter("bob", (await enter("bob", bob.token)).token);
    assertEquals(again.identity.isStored, true);
    await directory.expire(() => true);
  },
});

Deno.test("SqliteDirectoryStore refuses another program's file and one of a newer ktn", async () => {
  await using folder = await TempFolder.make();
  const path = `${folder.path}/directory.db`;
  const open = () => new SqliteDirectoryStore(folder.path);
  const change = (sql: string) => {
    using database = new DatabaseSync(path);
    database.exec(sql);
  };
  change("CREATE TABLE recipes (name TEXT)");
  assertThrows(open, DataError, "another program's");
  await Deno.remove(path);
  await open()[Symbol.asyncDispose]();
  change("PRAGMA user_version = 99");
  assertThrows(open, DataError, "newer ktn");
});

Deno.test("SqliteDirectoryStore lets only its owner read the file, and leaves one file behind", async () => {
  await using folder = await TempFolder.make();
  await using store = new SqliteDirectoryStore(folder.path);
  await store.watch(() => {});
  await store.put("a", 1, 0);
  const names = () =>
    [...Deno.readDirSync(folder.path)].map(({ name }) => name);
  for (const name of names()) {
    const { mode } = await Deno.stat(`${folder.path}/${name}`);
    assertEquals((mode ?? 0) & 0o777, 0o600, name);
  }
  await store[Symbol.asyncDispose]();
  assertEquals(names(), ["directory.db"]);
});

Deno.test("SqliteDirectoryStore refuses while its file is gone, and goes on when it is back", async () => {
  await using folder = await TempFolder.make();
  const path = `${folder.path}/directory.db`;
  await using store = new SqliteDirectoryStore(folder.path);
  const view = await viewOf(store);
  await store.put("a", 1, 0);
  await Deno.rename(path, `${path}.away`);
  let code = "done";
  for (let n = 0; code === "done" && n < 1000; n++) {
    code = await outcomeOf(store.put(`b${n}`, 1, 0));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  assertEquals(code, "unavailable");
  const keys = [...view.keys()];
  await Deno.rename(`${path}.away`, path);
  await store.put("c", 1, 0);
  assertEquals([...view.keys()], [...keys, "c"]);
});

Deno.test("SqliteDirectoryStore tells of a mistake once, and refuses what it was about", async () => {
  await using folder = await TempFolder.make();
  const bugs: unknown[] = [];
  const onBug = (error: unknown) => void bugs.push(error);
  await using store = new SqliteDirectoryStore(folder.path, { onBug });
  await store.watch(() => {});
  // deno-lint-ignore no-explicit-any -- what no type allows
  const impossible: any = {
    toJSON: () => {
      throw new TypeError("no JSON");
    },
  };
  const error = await assertRejects(
    () => store.put("a", impossible, 0),
    ChatError,
  );
  assertEquals(error.code, "unavailable");
  assertEquals(bugs.length, 1);
  // It is looked at most once a second whether the file can be used again.
  await until(
    async () => await outcomeOf(store.put("a", 1, 0)) === "done",
    "a store that works again",
  );
});

Deno.test("Directory leaves out a record that cannot be read, and says so", async () => {
  await using folder = await TempFolder.make();
  {
    await using store = new SqliteDirectoryStore(folder.path);
    await store.watch(() => {});
    await store.put("identity/1", { name: "ada" }, 0);
    await store.put("identity/2", "x", 0);
    await store.put("future/2", "x", 0);
  }
  const said: string[] = [];
  await using directory = await Directory.open(
    new SqliteDirectoryStore(folder.path),
    { onBug: (error) => void said.push(String(error)) },
  );
  assertEquals(directory.identities.size, 0);
  assertEquals(said, [
    'Error: Cannot read "identity/1": "kind" is none of guest, account',
    'Error: Cannot read "identity/2": it has no fields',
  ]);
  const { identity } = await directory.logins.enter({
    name: "bob",
    canResume: true,
  });
  assert(found(identity).number > 2);
});
