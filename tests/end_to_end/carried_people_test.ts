/** What an operator moves and keeps has people and rooms in it. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { Directory } from "../../server/directory/directory.ts";
import { SqliteDirectoryStore } from "../../server/directory/sqlite_directory_store.ts";
import { SqliteLog } from "../../server/log/sqlite.ts";
import { ktn } from "../support/ktn.ts";
import { runKtn } from "../support/serve_process.ts";
import { TempFolder } from "../support/temp_folder.ts";

/** What a folder of the test has in it. */
interface Filled {
  readonly folder: string;
  /** The number of ada, who has an account, and of bob, a guest. */
  readonly ada: number;
  readonly bob: number;
  /** The token of ada. */
  readonly token: string;
  /** The key of ada's room. */
  readonly key: string;
}

/** Fills a folder with two people, a room, a talk and what they say. */
async function fill(folder: string): Promise<Filled> {
  await using log = SqliteLog.open(folder, { onCommit: () => {} });
  await using directory = await Directory.open(
    new SqliteDirectoryStore(folder),
  );
  const { logins, rooms, members, talks, identities, invitations } = directory;
  const { identity: { number: ada }, token } = await logins.enter({
    ...{ name: "ada", canResume: true },
  });
  await identities.change(
    ada,
    (one) => ({ ...one, kind: "account", password: "$scrypt$secret" }),
  );
  const bob = (await logins.enter({ name: "bob", canResume: true })).identity;
  const room = await rooms.make({
    ...{ name: "tea", by: ada, isGuest: false, password: "$scrypt$room" },
  });
  await members.join(room.number, ada, 0);
  await invitations.makeCode({ room: room.number, by: ada });
  const talk = await talks.between({ number: ada, name: "ada" }, bob);
  const key = `${room.number}#tea`;
  const draft = {
    author: "ada",
    by: ada,
    account: true,
    settle: () => {},
  } as const;
  log.append({
    ...draft,
    conversation: "lobby",
    target: { room: "lobby" },
    text: "one",
  });
  log.append({
    ...draft,
    conversation: key,
    target: { room: "tea" },
    text: "two",
  });
  log.append({
    ...{ ...draft, conversation: `@${talk.id}`, target: { to: "bob" } },
    text: "three",
  });
  await log.drain();
  return { folder, ada, bob: bob.number, token, key };
}

/** What is in a folder, by what the test has put into one. */
async function look(folder: string) {
  await using log = SqliteLog.open(folder, { onCommit: () => {} });
  await using directory = await Directory.open(
    new SqliteDirectoryStore(folder),
  );
  const { identities, rooms, talks, members, invitations } = directory;
  const ada = identities.named("ada");
  const room = rooms.named("tea");
  const page = (key: string) =>
    log.page({ conversations: [{ key }], after: 0, limit: 10 });
  const [talk] = [...talks.of(ada?.number ?? 0)];
  return {
    ada,
    room,
    members: [...members.of(room?.number ?? 0).keys()],
    invitations: invitations.of(room?.number ?? 0).length,
    tea: (await page(`${room?.number}#tea`)).map(({ text, by }) => [text, by]),
    talk: (await page(`@${talk?.id}`)).map(({ text }) => text),
    lobby: (await page("lobby")).map(({ text, by }) => [text, by]),
  };
}

Deno.test("ktn backup and restore carry people and rooms, with their secrets, in one file", async () => {
  await using temp = await TempFolder.make();
  const { folder, ada, token } = await fill(`${temp.path}/from`);
  const before = await look(folder);
  const file = `${temp.path}/copy.db`;
  assertEquals((await runKtn(["backup", file, "--data", folder])).code, 0);
  const to = `${temp.path}/to`;
  await fill(to); // somebody else's, which is kept
  const { code, err } = await runKtn(["restore", file, "--data", to]);
  assertEquals(code, 0, err);
  assertEquals(await look(to), before);
  await using directory = await Directory.open(new SqliteDirectoryStore(to));
  const claim = { name: "ada", token, canResume: true };
  assertEquals((await directory.logins.enter(claim)).identity.number, ada);
  const names = await Array.fromAsync(Deno.readDir(to));
  const kept = names.map(({ name }) => name).filter((name) =>
    name.startsWith("replaced")
  );
  assertEquals(kept.toSorted(), ["replaced-1-directory.db", "replaced-1.db"]);
});

Deno.test("a backup that is put in the place of a history by hand brings people and rooms along", async () => {
  await using temp = await TempFolder.make();
  const { folder } = await fill(`${temp.path}/from`);
  const before = await look(folder);
  const to = `${temp.path}/to`;
  await Deno.mkdir(to);
  const backup = ["backup", `${to}/ktn.db`, "--data", folder];
  assertEquals((await runKtn(backup)).code, 0);
  const { code, out } = await runKtn(["user", "list", "--data", to]);
  assertEquals([code, out.slice(0, 3)], [0, "ada"]);
  assertEquals(await look(to), before);
});

Deno.test("ktn export and import carry people and rooms to a folder that has none, without secrets unless asked for", async () => {
  await using temp = await TempFolder.make();
  const { folder, ada } = await fill(`${temp.path}/from`);
  const before = await look(folder);
  for (const secrets of [[], ["--with-secrets"]]) {
    const args = ["export", "--json", ...secrets, "--data", folder];
    const { out } = await runKtn(args);
    assertEquals(/scrypt|hash/.test(out), secrets.length > 0);
    const to = `${temp.path}/to${secrets.length}`;
    const load = () => ktn(["import", "--data", to, "--config", "none"], out);
    const imported = await load();
    assertEquals(imported.code, 0, imported.err);
    assertMatch(imported.err, /3 messages are new/);
    assertMatch(imported.err, /records about people and rooms are new/);
    assertMatch((await load()).err, /0 messages are new, 3 were there already/);
    const after = await look(to);
    assertEquals(
      [after.tea, after.talk, after.lobby, after.members],
      [before.tea, before.talk, before.lobby, before.members],
    );
    assertEquals(after.ada?.number, ada);
    if (secrets.length > 0) assertEquals(after, before);
    else {
      assertEquals([after.ada?.password, after.ada?.tokens], [undefined, []]);
      assertEquals([after.room?.password, after.room?.private], [
        undefined,
        true,
      ]);
      assertEquals(after.invitations, 0);
    }
  }
});

Deno.test("ktn import gives messages of elsewhere to nobody who is here: their numbers mean others", async () => {
  await using temp = await TempFolder.make();
  const { folder } = await fill(`${temp.path}/from`);
  const to = await fill(`${temp.path}/to`);
  const { out } = await runKtn(["export", "--json", "--data", folder]);
  const args = ["import", "--data", to.folder, "--config", "none"];
  const { code, err } = await ktn(args, out);
  assertEquals(code, 0, err);
  assert(!/people and rooms/.test(err), err);
  const after = await look(to.folder);
  assertEquals(after.tea, [["two", to.ada]]);
  assertEquals(after.talk, ["three"]);
  assertEquals(after.lobby, [["one", to.ada], ["one", 0]]);
});

Deno.test("ktn check looks at people and rooms, and says what is damaged", async () => {
  await using temp = await TempFolder.make();
  const { folder } = await fill(`${temp.path}/data`);
  const check = () => runKtn(["check", "--data", folder]);
  assertMatch(
    (await check()).out,
    /\n1 accounts, 1 guests, 1 rooms\nall is well\n$/,
  );
  {
    await using store = new SqliteDirectoryStore(folder);
    await store.watch(() => {});
    await store.put("identity/77", { name: "eve" }, 0);
  }
  const { code, out } = await check();
  assertEquals(code, 8);
  assertMatch(out, /problem: Cannot read "identity\/77": "kind" is none of/);
});
