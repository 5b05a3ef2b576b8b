import { assert, assertEquals } from "@std/assert";
import type { Entry, Log } from "../../../server/log/log.ts";
import { MemoryLog } from "../../../server/log/memory.ts";
import { RecentEntries } from "../../../server/log/recent_entries.ts";
import { draftOf } from "../../support/witness.ts";

function say(log: MemoryLog, text: string): void {
  log.append(draftOf(text, () => {}));
  log.drain();
}

const textsOf = (entries: readonly Entry[]) => entries.map(({ text }) => text);

Deno.test("RecentEntries.newest() reads once while the log stands still, and anew when it grows", async () => {
  const log = new MemoryLog({ onCommit: () => {} });
  for (const text of ["a", "b", "c"]) say(log, text);
  const recent = new RecentEntries(log);
  const first = await recent.newest([{ key: "lobby" }], 2);
  assert(first === await recent.newest([{ key: "lobby" }], 2));
  assertEquals(textsOf(first), ["b", "c"]);
  assertEquals(textsOf(await recent.newest([{ key: "lobby" }], 3)), [
    "a",
    "b",
    "c",
  ]);
  assertEquals(await recent.newest([{ key: "attic" }], 3), []);
  say(log, "d");
  assertEquals(textsOf(await recent.newest([{ key: "lobby" }], 2)), [
    "c",
    "d",
  ]);
});

Deno.test("RecentEntries.newest() tries again after a read that failed", async () => {
  const log = new MemoryLog({ onCommit: () => {} });
  say(log, "a");
  const { page } = log;
  const recent = new RecentEntries(log);
  log.page = () => Promise.reject(new Error("no"));
  const failed = await recent.newest([{ key: "lobby" }], 1).catch(() =>
    "failed"
  );
  assertEquals(failed, "failed");
  log.page = page;
  assertEquals(textsOf(await recent.newest([{ key: "lobby" }], 1)), ["a"]);
});

Deno.test("RecentEntries.newest() has nothing that was forgotten since it was read", async () => {
  const page = () => Promise.resolve([]);
  const log = { last: 2, forgotten: 0, page };
  // Of a log only these are needed.
  const recent = new RecentEntries(log as unknown as Log);
  const conversations = [{ key: "lobby" }];
  const before = await recent.newest(conversations, 2);
  assert(before === await recent.newest(conversations, 2));
  log.forgotten = 1;
  assert(before !== await recent.newest(conversations, 2));
});

Deno.test("RecentEntries.firstOf() reads each page but the newest in a turn", async () => {
  const log = new MemoryLog({ onCommit: () => {} });
  for (let n = 0; n < 40; n++) say(log, `${n}`.padEnd(4096, "x"));
  const recent = new RecentEntries(log);
  let turns = 0;
  let read = 0;
  const { page } = log;
  log.page = (query) => {
    read++;
    return page.call(log, query);
  };
  const share = {
    turn: () => Promise.resolve(void turns++),
    measure: <T>(work: () => T) => work(),
  };
  const conversations = [{ key: "lobby" }];
  assertEquals(await recent.firstOf(conversations, 30, share), 11);
  assertEquals([turns, turns > 0], [read - 1, true]);
});
