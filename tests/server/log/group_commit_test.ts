import { assertEquals } from "@std/assert";
import { GroupCommit } from "../../../server/log/group_commit.ts";
import { until } from "../../support/until.ts";
import { within } from "../../support/within.ts";

Deno.test("GroupCommit.add() commits one turn's items as one group, after the turn", async () => {
  const groups: number[][] = [];
  const gathered = new GroupCommit<number>({
    commit: (group) => void groups.push([...group]),
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
    commit: (group) => void groups.push([...group]),
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
      commit: (group) => void groups.push([...group]),
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
    commit: (group) => void groups.push([...group]),
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

/** Commits that are pending until they are let go. */
function pendingCommits() {
  const groups: number[][] = [];
  const pending: PromiseWithResolvers<void>[] = [];
  const gathered = new GroupCommit<number>({
    commit: (group) => {
      groups.push([...group]);
      pending.push(Promise.withResolvers<void>());
      return pending.at(-1)?.promise;
    },
  });
  return { groups, pending, gathered };
}

Deno.test("GroupCommit commits a few more while some are pending, and then waits", async () => {
  const { groups, pending, gathered } = pendingCommits();
  for (let n = 1; n <= 6; n++) {
    gathered.add(n);
    await until(() => groups.length === Math.min(n, 4), `group ${n}`);
  }
  assertEquals(groups, [[1], [2], [3], [4]]);
  pending[0]?.resolve();
  await until(() => groups.length === 5, "the fifth group");
  assertEquals(groups.at(-1), [5, 6]);
  for (const { resolve } of pending) resolve();
  await gathered.drain();
});

Deno.test("GroupCommit.drain() resolves when nothing is pending any more", async () => {
  const { groups, pending, gathered } = pendingCommits();
  gathered.add(1);
  let isDrained = false;
  const drained = gathered.drain().then(() => isDrained = true);
  await Promise.resolve();
  assertEquals([groups, isDrained], [[[1]], false]);
  pending[0]?.resolve();
  await drained;
});

Deno.test("GroupCommit.drain() does not wait for what is added after it was called", async () => {
  const { groups, pending, gathered } = pendingCommits();
  gathered.add(1);
  const drained = gathered.drain();
  gathered.add(2);
  pending[0]?.resolve();
  await within(drained, "drain()");
  assertEquals(groups[0], [1]);
  await until(() => groups.length === 2, "the second group");
  pending[1]?.resolve();
  await gathered.drain();
});

Deno.test("GroupCommit.between() waits for what is pending, and lets nothing begin before it has ended", async () => {
  const { groups, pending, gathered } = pendingCommits();
  const work = Promise.withResolvers<void>();
  let hasBegun = false;
  gathered.add(1);
  gathered.flush();
  gathered.between(() => {
    hasBegun = true;
    return work.promise;
  });
  gathered.add(2);
  gathered.flush();
  assertEquals([groups, hasBegun], [[[1]], false]);
  pending[0]?.resolve();
  await until(() => hasBegun, "the work");
  gathered.flush();
  assertEquals(groups, [[1]]);
  work.resolve();
  await until(() => groups.length === 2, "the second group");
  pending[1]?.resolve();
  await gathered.drain();
});
