import { assertEquals } from "@std/assert";
import {
  type BackgroundTask,
  BackgroundTasks,
} from "../../../server/log/background_tasks.ts";
import { HandTimers } from "../../support/hand_timers.ts";
import { until } from "../../support/until.ts";

Deno.test("BackgroundTasks does all of one task, then of the next, and looks at all again", async () => {
  const done: string[] = [];
  using tasks = new BackgroundTasks([
    task(done, "index", 2),
    task(done, "tidy", 1),
  ], { quietMs: 1 });
  assertEquals(done, []);
  tasks.schedule();
  await until(() => done.length >= 6, "the tasks");
  assertEquals(done, ["index", "index", "index", "tidy", "tidy", "index"]);
});

Deno.test("BackgroundTasks starts again when it is scheduled while it rests", async () => {
  let count = 0;
  using tasks = new BackgroundTasks([() => ++count < 0], { quietMs: 1 });
  tasks.schedule();
  await until(() => count >= 1, "the first time");
  tasks.schedule();
  await until(() => count >= 2, "the second time");
});

Deno.test("BackgroundTasks does a step now and then though it is never quiet", () => {
  using timers = new HandTimers();
  const seen: boolean[] = [];
  const task = (isQuiet: boolean) => seen.push(isQuiet) > 0;
  using tasks = new BackgroundTasks([task], { maxDelays: 2 });
  const counts = Array.from({ length: 7 }, () => {
    tasks.schedule();
    timers.fire();
    return seen.length;
  });
  assertEquals(counts, [0, 0, 1, 1, 1, 2, 2]);
  assertEquals(seen, [false, false]);
});

Deno.test("BackgroundTasks does when it is quiet what was put off while it was not", async () => {
  const seen: boolean[] = [];
  const task = (isQuiet: boolean) => {
    seen.push(isQuiet);
    return false;
  };
  using tasks = new BackgroundTasks([task, () => false, () => false], {
    quietMs: 1,
    maxDelays: 1,
    againMs: 1e6,
  });
  await until(() => {
    if (!seen.includes(false)) tasks.schedule();
    return seen.at(-1) === true;
  }, "the task in a quiet moment");
  assertEquals(seen.indexOf(false) < seen.lastIndexOf(true), true);
});

Deno.test("BackgroundTasks puts off what it does while somebody waits for something else", () => {
  using timers = new HandTimers();
  const seen: boolean[] = [];
  const task = (isQuiet: boolean) => seen.push(isQuiet) > 0;
  using tasks = new BackgroundTasks([task], { maxDelays: 2 });
  tasks.schedule();
  for (let count = 0; count < 2; count++) timers.fire();
  assertEquals(seen, [true]);
  for (let count = 0; count < 3; count++) {
    tasks.disturb();
    timers.fire();
  }
  assertEquals(seen, [true, false]);
  for (let count = 0; count < 2; count++) timers.fire();
  assertEquals(seen, [true, false, true]);
});

Deno.test("BackgroundTasks looks again after a while", async () => {
  let count = 0;
  using tasks = new BackgroundTasks([() => ++count < 0], {
    quietMs: 1,
    againMs: 1,
  });
  tasks.schedule();
  await until(() => count >= 3, "the third look");
});

Deno.test("BackgroundTasks reports a task that throws, and does the others", async () => {
  const bugs: unknown[] = [];
  let count = 0;
  const bug = new Error("a bug");
  const bad = () => {
    throw bug;
  };
  using tasks = new BackgroundTasks([bad, () => ++count < 3], {
    quietMs: 1,
    againMs: 1,
    onBug: (error) => bugs.push(error),
  });
  tasks.schedule();
  await until(() => count >= 3 && bugs.length >= 2, "both");
  assertEquals(new Set(bugs), new Set([bug]));
});

Deno.test("BackgroundTasks does nothing after it was disposed", async () => {
  let count = 0;
  const tasks = new BackgroundTasks([() => ++count < 0], { quietMs: 0 });
  tasks.schedule();
  tasks[Symbol.dispose]();
  tasks.schedule();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assertEquals(count, 0);
});

/** A task of so many steps. */
function task(done: string[], name: string, steps: number): BackgroundTask {
  return () => {
    done.push(name);
    return steps-- > 0;
  };
}
