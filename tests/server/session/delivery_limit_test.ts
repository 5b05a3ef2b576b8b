import { assertEquals, assertRejects } from "@std/assert";
import type { TurnTaker } from "../../../server/net/write_turns.ts";
import { DeliveryLimit } from "../../../server/session/delivery_limit.ts";

const TEXT = "x".repeat(900);

/** A limit of two messages of 1,000 bytes that one hears. */
class Limited {
  readonly #writers: TurnTaker[] = [];
  readonly limit: DeliveryLimit;
  /** What was done, in its order. */
  readonly done: string[] = [];
  /** What the authors were charged. */
  chargedMs = 0;

  constructor() {
    const ask = (taker: TurnTaker) => void this.#writers.push(taker);
    this.limit = new DeliveryLimit({ ask }, 2000);
  }

  /** Somebody who has used so much says something that so many hear. */
  say(name: string, { usedMs = 0, listeners = 1 } = {}): void | Promise<void> {
    const share = {
      usedMs,
      count: (ms: number) => void (this.chargedMs += ms),
      measure: <T>(work: () => T) => work(),
    };
    return this.limit.do(share, () => {
      this.done.push(name);
      this.limit.add(share, TEXT, listeners);
    });
  }

  /** So many bytes are stored, shown and written. */
  async written(bytes: number): Promise<void> {
    this.limit.settled(bytes);
    await this.write();
  }

  /** Lets all write that ask for a turn. */
  async write(): Promise<void> {
    await Promise.resolve();
    for (const writer of this.#writers.splice(0)) writer.takeTurn();
  }
}

Deno.test("DeliveryLimit takes messages at once while there is room, and each for all who hear it", () => {
  const chat = new Limited();
  const answers = [chat.say("a"), chat.say("b", { listeners: 5 })];
  chat.say("c");
  assertEquals([chat.done, answers], [["a", "b"], [undefined, undefined]]);
});

Deno.test("DeliveryLimit lets those go first who used least, as many as there is room for", async () => {
  const chat = new Limited();
  chat.say("a");
  chat.say("b");
  const much = chat.say("much", { usedMs: 9 });
  const some = chat.say("some", { usedMs: 3 });
  chat.say("little", { usedMs: 1 });
  await chat.written(2000);
  await some;
  assertEquals(chat.done, ["a", "b", "little", "some"]);
  await chat.written(1000);
  await much;
  assertEquals(chat.done.at(-1), "much");
});

Deno.test("DeliveryLimit counts a message until its writes have begun", async () => {
  const chat = new Limited();
  chat.say("a", { listeners: 2 });
  chat.say("b");
  chat.limit.settled(2000);
  assertEquals(chat.done, ["a"], "stored, and not written");
  await chat.write();
  assertEquals(chat.done, ["a", "b"]);
});

Deno.test("DeliveryLimit charges authors by what their messages cost the server", () => {
  const [one, many] = [new Limited(), new Limited()];
  one.say("a");
  many.say("a", { listeners: 100 });
  assertEquals(Math.round(many.chargedMs / one.chargedMs), 100);
});

Deno.test("DeliveryLimit passes on what a message that waited throws, and takes the next", async () => {
  const chat = new Limited();
  chat.say("a", { listeners: 2 });
  const share = { usedMs: 0, count: () => {}, measure: <T>(f: () => T) => f() };
  const fails = chat.limit.do(share, () => {
    throw new TypeError("a bug");
  });
  chat.say("b", { usedMs: 1 });
  await chat.written(2000);
  await assertRejects(async () => await fails, TypeError);
  assertEquals(chat.done, ["a", "b"]);
});
