import { assertEquals } from "@std/assert";
import { MemoryLog } from "../../server/log/memory.ts";
import { Upkeep, UPKEEP_MS } from "../../server/upkeep.ts";
import { DirectoryBench, memoryPlace } from "../support/directory_bench.ts";
import { Witness } from "../support/witness.ts";

const HOUR_MS = 3_600_000;
const NOBODY = { people: { all: () => [] }, logAge: { old: 0 } };

Deno.test("Upkeep ends empty rooms: after an hour, or a day where something was said", async () => {
  await using bench = await DirectoryBench.make(memoryPlace());
  const witness = new Witness();
  await using log = new MemoryLog(witness.options);
  const { directory } = bench;
  const ada = await bench.person("ada");
  const rooms = [
    await bench.room("used", ada),
    await bench.room("unused", ada),
  ];
  const [used] = rooms;
  const conversation = `${used?.number}#used`;
  await witness.say(log, { conversation, target: { room: "used" } });
  for (const room of rooms) await directory.leave(room, ada.number);
  const upkeep = new Upkeep({
    directory,
    log,
    chat: NOBODY,
    onBug: reportError,
  });
  const left = async (ms: number) => {
    bench.wait(ms);
    await upkeep.run();
    return ["used", "unused"].filter((name) => directory.rooms.named(name));
  };
  assertEquals(await left(HOUR_MS - 1), ["used", "unused"]);
  assertEquals(await left(1), ["used"]);
  assertEquals(await left(22 * HOUR_MS), ["used"]);
  assertEquals(await left(HOUR_MS), []);
});

Deno.test("Upkeep looks once a minute, and logs what fails as a bug", async () => {
  await using bench = await DirectoryBench.make(memoryPlace());
  const ada = await bench.person("ada");
  const room = await bench.room("tea", ada);
  await bench.directory.leave(room, ada.number);
  const bugs: unknown[] = [];
  const bug = new TypeError("a bug");
  const upkeep = new Upkeep({
    directory: bench.directory,
    log: {
      lastOf: () => Promise.reject(bug),
      erase: () => Promise.reject(bug),
    },
    chat: NOBODY,
    onBug: (error) => bugs.push(error),
  });
  upkeep.tick(UPKEEP_MS - 1);
  assertEquals(bugs.length, 0);
  upkeep.tick(UPKEEP_MS);
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  upkeep.tick(UPKEEP_MS + 1);
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  assertEquals(bugs, [bug]);
});

Deno.test("Upkeep keeps the tokens of links that are there", async () => {
  await using bench = await DirectoryBench.make(memoryPlace());
  await using log = new MemoryLog(new Witness().options);
  const { identity, link, token } = await bench.enter({ name: "ada" });
  const person = { identity: identity.number, links: new Map([[link, 0]]) };
  const chat = { ...NOBODY, people: { all: () => [person] } };
  const { directory } = bench;
  const upkeep = new Upkeep({ directory, log, chat, onBug: reportError });
  for (let day = 0; day < 40; day++) {
    bench.wait(24 * HOUR_MS);
    await upkeep.run();
  }
  const back = await bench.enter({ name: "ada", token });
  assertEquals(back.identity.number, identity.number);
});

Deno.test("Upkeep erases what is old in rooms without a history, and nothing else", async () => {
  await using bench = await DirectoryBench.make(memoryPlace());
  const witness = new Witness();
  await using log = new MemoryLog(witness.options);
  const { directory } = bench;
  const ada = await bench.person("ada");
  const [none, tea] = [
    await bench.room("none", ada),
    await bench.room("tea", ada),
  ];
  await directory.rooms.set(none.number, { history: "none" }, 1);
  const keys = [`${none.number}#none`, `${tea.number}#tea`];
  for (const text of ["one", "two"]) {
    for (const conversation of keys) {
      await witness.say(log, { conversation, target: { room: "x" }, text });
    }
  }
  const chat = { ...NOBODY, logAge: { old: 0 } };
  const upkeep = new Upkeep({ directory, log, chat, onBug: reportError });
  const texts = async () => {
    await upkeep.run();
    const conversations = keys.map((key) => ({ key }));
    const page = await log.page({ conversations, after: 0, limit: 9 });
    return page.map(({ text }) => text).filter((text) => text !== "");
  };
  assertEquals(await texts(), ["one", "one", "two", "two"]);
  chat.logAge.old = 2;
  assertEquals(await texts(), ["one", "two", "two"]);
});
