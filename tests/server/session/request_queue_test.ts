import { assertEquals } from "@std/assert";
import { MAX_UNSETTLED } from "../../../server/session/request_queue.ts";
import {
  RequestQueue,
  type Worker,
} from "../../../server/session/request_queue.ts";

/** Runs what is named; "m..." is a message, "w..." waits until it is let go. */
class Hands implements Worker<string> {
  readonly queue = new RequestQueue<string>(this);
  readonly done: string[] = [];
  blocked: PromiseWithResolvers<void> | undefined;
  #waiting: PromiseWithResolvers<void> | undefined;

  run(task: string): void | Promise<void> {
    this.done.push(task);
    if (task.startsWith("m")) this.queue.hold();
    if (!task.startsWith("w")) return;
    this.#waiting = Promise.withResolvers();
    return this.#waiting.promise;
  }

  mayOverlap(task: string): boolean {
    return task.startsWith("m");
  }

  congestion(): Promise<void> | undefined {
    return this.blocked?.promise;
  }

  goOn(): void {}

  /** Lets the task that waits go on. */
  async letGo(): Promise<void> {
    this.#waiting?.resolve();
    await turns();
  }
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
}

Deno.test("RequestQueue does at once what nothing is in the way of", () => {
  const { queue, done } = new Hands();
  queue.push(["a", "b"]);
  queue.push(["c"]);
  assertEquals([done, queue.isIdle, queue.hasRoom], [
    ["a", "b", "c"],
    true,
    true,
  ]);
});

Deno.test("RequestQueue waits for one that takes its time, and keeps the order", async () => {
  const hands = new Hands();
  const { queue, done } = hands;
  queue.push(["a", "w1", "b", "m1"]);
  queue.push(["w2", "c"]);
  assertEquals([done, queue.isIdle, queue.hasRoom], [
    ["a", "w1"],
    false,
    false,
  ]);
  await hands.letGo();
  assertEquals(done, ["a", "w1", "b", "m1"]);
  queue.release();
  assertEquals(done, ["a", "w1", "b", "m1", "w2"]);
  await hands.letGo();
  assertEquals([done.at(-1), queue.isIdle], ["c", true]);
});

Deno.test("RequestQueue lets messages overlap, and everything else wait for them", () => {
  const { queue, done } = new Hands();
  queue.push(["m1", "m2", "a", "m3"]);
  assertEquals([done, queue.isIdle], [["m1", "m2"], false]);
  queue.release();
  assertEquals(done, ["m1", "m2"]);
  queue.release();
  assertEquals([done, queue.isIdle], [["m1", "m2", "a", "m3"], false]);
  queue.release();
  assertEquals(queue.isIdle, true);
});

Deno.test("RequestQueue has no room while as many messages wait as may", () => {
  const { queue } = new Hands();
  const messages = Array.from({ length: MAX_UNSETTLED }, (_, n) => `m${n}`);
  queue.push(messages.slice(1));
  assertEquals(queue.hasRoom, true);
  queue.push(messages.slice(0, 1));
  assertEquals(queue.hasRoom, false);
  queue.release();
  assertEquals(queue.hasRoom, true);
});

Deno.test("RequestQueue does nothing while too much waits to be sent", async () => {
  const hands = new Hands();
  hands.blocked = Promise.withResolvers();
  hands.queue.push(["a", "b"]);
  assertEquals([hands.done, hands.queue.hasRoom], [[], false]);
  const { resolve } = hands.blocked;
  hands.blocked = undefined;
  resolve();
  await turns();
  assertEquals([hands.done, hands.queue.hasRoom], [["a", "b"], true]);
});

Deno.test("RequestQueue.clear() forgets what was not begun", async () => {
  const hands = new Hands();
  hands.queue.push(["w", "a", "b"]);
  hands.queue.clear();
  await hands.letGo();
  assertEquals([hands.done, hands.queue.isIdle], [["w"], true]);
});

Deno.test("RequestQueue.afterMessages() waits for all messages, and for none if none waits", async () => {
  const { queue, done } = new Hands();
  queue.afterMessages(() => done.push("at once"));
  queue.push(["m1", "m2"]);
  queue.afterMessages(() => done.push("later"));
  queue.release();
  await turns();
  assertEquals(done, ["at once", "m1", "m2"]);
  queue.release();
  await turns();
  assertEquals(done, ["at once", "m1", "m2", "later"]);
});
