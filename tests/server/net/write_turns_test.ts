import { assertEquals } from "@std/assert";
import {
  type TurnTaker,
  WRITES_A_TURN,
  WriteTurns,
} from "../../../server/net/write_turns.ts";

/** An event loop whose turns begin when the test says so. */
class Loop {
  #callbacks: (() => void)[] = [];
  #done: (() => void) | undefined;
  readonly atNextTurn = (callback: () => void) => {
    this.#callbacks.push(callback);
  };

  get isIdle(): boolean {
    return this.#callbacks.length === 0;
  }

  readonly whenDone = (callback: () => void) => void (this.#done = callback);

  /** What happened is over. */
  done(): void {
    const done = this.#done;
    this.#done = undefined;
    done?.();
  }

  turn(): void {
    const callbacks = this.#callbacks;
    this.#callbacks = [];
    for (const callback of callbacks) callback();
  }
}

function takers(count: number): { taken: number[]; all: TurnTaker[] } {
  const taken: number[] = [];
  const all = Array.from(
    { length: count },
    (_, index) => ({ takeTurn: () => void taken.push(index) }),
  );
  return { taken, all };
}

Deno.test("WriteTurns lets a few write when what happens is over, and the others in order, a share a turn", () => {
  const loop = new Loop();
  const turns = new WriteTurns(loop.atNextTurn, loop.whenDone);
  const { taken, all } = takers(2 * WRITES_A_TURN + 1);
  for (const taker of all) turns.ask(taker);
  assertEquals(taken.length, 0, "more may come for them");
  loop.done();
  assertEquals(taken.length, WRITES_A_TURN);
  loop.turn();
  assertEquals(taken.length, 2 * WRITES_A_TURN);
  loop.turn();
  assertEquals(taken, all.map((_, index) => index));
  loop.turn();
  assertEquals(loop.isIdle, true, "nothing is awaited when all have written");
});

Deno.test("WriteTurns lets nobody overtake those who wait", () => {
  const loop = new Loop();
  const turns = new WriteTurns(loop.atNextTurn, loop.whenDone);
  const { taken, all } = takers(2 * WRITES_A_TURN + 1);
  const late = all.pop();
  for (const taker of all) turns.ask(taker);
  loop.done();
  loop.turn();
  if (late) turns.ask(late);
  loop.done();
  assertEquals(taken.length, 2 * WRITES_A_TURN, "this turn's share is used up");
  loop.turn();
  assertEquals(taken.at(-1), 2 * WRITES_A_TURN);
});

Deno.test("WriteTurns gives a new share in each turn, also when nobody waited", () => {
  const loop = new Loop();
  const turns = new WriteTurns(loop.atNextTurn, loop.whenDone);
  const { taken, all } = takers(WRITES_A_TURN);
  for (const taker of all) turns.ask(taker);
  loop.done();
  loop.turn();
  for (const taker of all) turns.ask(taker);
  loop.done();
  assertEquals(taken.length, 2 * WRITES_A_TURN);
});
