import { assertEquals } from "@std/assert";
import { GroupCommit } from "../../../server/log/group_commit.ts";
import { until } from "../../support/until.ts";

Deno.test("GroupCommit.add() commits one turn's items as one group, after the turn", async () => {
  const groups: number[][] = [];
  const gathered = new GroupCommit<number>({
    commit: (group) => groups.push([...group]),
  });
  gathered.add(1);
  gathered.add(2);
  assertEquals(groups, []);
  await Promise.resolve();
  assertEquals(groups, [[1, 2]]);
  gathered.add(3);
  await Promise.resolve();
  assertEquals(groups, [[1, 2], [3]]);
});

Deno.test("GroupCommit waits while busy, and no longer than the delay", async () => {
  const groups: number[][] = [];
  const gathered = new GroupCommit<number>({
    commit: (group) => groups.push([...group]),
    mayDelay: () => true,
  });
  gathered.add(1);
  await Promise.resolve();
  gathered.add(2);
  await Promise.resolve();
  assertEquals(groups, []);
  await until(() => groups.length > 0, "the delay to pass");
  assertEquals(groups, [[1, 2]]);
});

Deno.test("GroupCommit waits no longer when a group is large enough, or it is not busy any more", async () => {
  const groups: number[][] = [];
  let mayDelay = true;
  using gathered = disposable(
    new GroupCommit<number>({
      commit: (group) => groups.push([...group]),
      mayDelay: () => mayDelay,
      maxEntries: 3,
      maxDelayMs: 60_000,
    }),
  );
  for (const item of [1, 2, 3]) {
    gathered.add(item);
    await Promise.resolve();
  }
  assertEquals(groups, [[1, 2, 3]]);
  gathered.add(4);
  await Promise.resolve();
  mayDelay = false;
  gathered.add(5);
  await Promise.resolve();
  assertEquals(groups, [[1, 2, 3], [4, 5]]);
});

Deno.test("GroupCommit commits more than fits as several groups, in order", async () => {
  const groups: number[][] = [];
  const gathered = new GroupCommit<number>({
    commit: (group) => groups.push([...group]),
    maxEntries: 2,
  });
  for (const item of [1, 2, 3, 4, 5]) gathered.add(item);
  await Promise.resolve();
  assertEquals(groups, [[1, 2], [3, 4], [5]]);
});

Deno.test("GroupCommit never commits one group inside another", async () => {
  const events: string[] = [];
  const gathered: GroupCommit<number> = new GroupCommit<number>({
    commit: ([item = 0]) => {
      events.push(`begin ${item}`);
      if (item < 3) gathered.add(item + 1);
      gathered.flush();
      events.push(`end ${item}`);
    },
  });
  gathered.add(1);
  gathered.flush();
  await until(() => events.length === 6, "three groups");
  const expected = [1, 2, 3].flatMap((
    item,
  ) => [`begin ${item}`, `end ${item}`]);
  assertEquals(events, expected);
});

/** Flushes at the end, so that no timer is left behind. */
function disposable<T>(gathered: GroupCommit<T>) {
  return {
    add: (item: T) => gathered.add(item),
    [Symbol.dispose]: () => gathered.flush(),
  };
}

Deno.test("GroupCommit gathers a stream until nearly as many are there as the last time", async () => {
  let now = 0;
  const groups: number[] = [];
  const gathered = new GroupCommit<number>({
    commit: (group) => {
      now += 1; // the group takes a while
      groups.push(group.length);
    },
    now: () => now,
  });
  for (let item = 0; item < 8; item++) gathered.add(item);
  await Promise.resolve();
  assertEquals(groups, [8]);
  for (let item = 0; item < 5; item++) gathered.add(item);
  await Promise.resolve();
  assertEquals(groups, [8]);
  gathered.add(5);
  await until(() => groups.length > 1, "the group to be complete");
  assertEquals(groups, [8, 6]);
});

Deno.test("GroupCommit gathers a stream no longer than the last group took", async () => {
  let now = 0;
  const groups: number[] = [];
  const gathered = new GroupCommit<number>({
    commit: (group) => {
      now += 1;
      groups.push(group.length);
    },
    now: () => now,
  });
  for (let item = 0; item < 8; item++) gathered.add(item);
  await Promise.resolve();
  gathered.add(8);
  await Promise.resolve();
  assertEquals(groups, [8]);
  now += 1;
  await until(() => groups.length > 1, "the time to pass");
  assertEquals(groups, [8, 1]);
});
