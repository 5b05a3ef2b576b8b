import { assertEquals } from "@std/assert";
import {
  MAX_UNSETTLED,
  RequestQueue,
} from "../../../server/session/request_queue.ts";

/** Runs what is named; "m..." is a message, "w..." waits until it is let go. */
class Hands {
  readonly queue = new RequestQueue<string>((task) => task.startsWith("m"));
  readonly done: string[] = [];
  #waiting: PromiseWithResolvers<void> | undefined;

  push(tasks: readonly string[]): void {
    this.queue.push(tasks);
    this.run();
  }

  release(): void {
    if (this.queue.release()) this.run();
  }

  readonly run = (): void => {
    for (let task = this.queue.peek(); task; task = this.queue.peek()) {
      this.queue.take();
      this.done.push(task);
      if (task.startsWith("m")) this.queue.hold();
      if (!task.startsWith("w")) continue;
      this.#waiting = Promise.withResolvers();
      this.queue.waitFor(this.#waiting.promise, this.run);
    }
  };

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
  const hands = new Hands();
  const { queue, done } = hands;
  hands.push(["a", "b"]);
  hands.push(["c"]);
  assertEquals([done, queue.isIdle, queue.hasRoom], [
    ["a", "b", "c"],
    true,
    true,
  ]);
});

Deno.test("RequestQueue waits for one that takes its time, and keeps the order", async () => {
  const hands = new Hands();
  const { queue, done } = hands;
  hands.push(["a", "w1", "b", "m1"]);
  hands.push(["w2", "c"]);
  assertEquals([done, queue.isIdle, queue.hasRoom], [
    ["a", "w1"],
    false,
    false,
  ]);
  await hands.letGo();
  assertEquals(done, ["a", "w1", "b", "m1"]);
  hands.release();
  assertEquals(done, ["a", "w1", "b", "m1", "w2"]);
  await hands.letGo();
  assertEquals([done.at(-1), queue.isIdle], ["c", true]);
});

Deno.test("RequestQueue lets messages overlap, and everything else wait for them", () => {
  const hands = new Hands();
  const { queue, done } = hands;
  hands.push(["m1", "m2", "a", "m3"]);
  assertEquals([done, queue.isIdle], [["m1", "m2"], false]);
  hands.release();
  assertEquals(done, ["m1", "m2"]);
  hands.release();
  assertEquals([done, queue.isIdle], [["m1", "m2", "a", "m3"], false]);
  hands.release();
  assertEquals(queue.isIdle, true);
});

Deno.test("RequestQueue has no room while as many messages wait as may", () => {
  const hands = new Hands();
  const { queue } = hands;
  const messages = Array.from({ length: MAX_UNSETTLED }, (_, n) => `m${n}`);
  hands.push(messages.slice(1));
  assertEquals(queue.hasRoom, true);
  hands.push(messages.slice(0, 1));
  assertEquals(queue.hasRoom, false);
  hands.release();
  assertEquals(queue.hasRoom, true);
});

Deno.test("RequestQueue.clear() forgets what was not begun", async () => {
  const hands = new Hands();
  hands.push(["w", "a", "b"]);
  hands.queue.clear();
  await hands.letGo();
  assertEquals([hands.done, hands.queue.isIdle], [["w"], true]);
});

Deno.test("RequestQueue.afterMessages() waits for all messages, and for none if none waits", async () => {
  const hands = new Hands();
  const { queue, done } = hands;
  queue.afterMessages(() => done.push("at once"));
  hands.push(["m1", "m2"]);
  queue.afterMessages(() => done.push("later"));
  hands.release();
  await turns();
  assertEquals(done, ["at once", "m1", "m2"]);
  hands.release();
  await turns();
  assertEquals(done, ["at once", "m1", "m2", "later"]);
});
