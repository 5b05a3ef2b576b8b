/**
 * Eight people on twelve links do anything, in any order: who sees what agrees
 * with a model after each step.
 *
 * @module
 */

import fc from "fast-check";
import { ACTS, RoomsWalk, type Step } from "../../support/rooms_walk.ts";

/** Steps of a walk at most; half as many on average. */
const MAX_STEPS = 500;
/** Walks in all; with `KTN_FAULTS=long` 100,000 steps. */
const WALKS = Deno.env.get("KTN_FAULTS") === "long" ? 420 : 6;

const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...ACTS),
  link: fc.nat(11),
  other: fc.nat(11),
  room: fc.nat(3),
  chance: fc.nat(99),
});

/** A step, as fast-check wants it. */
class StepCommand implements fc.AsyncCommand<object, RoomsWalk> {
  constructor(readonly step: Step) {}

  check(): boolean {
    return true;
  }

  run(_: object, walk: RoomsWalk): Promise<void> {
    return walk.step(this.step);
  }

  toString(): string {
    return JSON.stringify(this.step);
  }
}

Deno.test("whatever people do, everybody is shown exactly what they may read", async () => {
  let steps = 0;
  const commands = fc.commands(
    [step.map((drawn) => new StepCommand(drawn))],
    { maxCommands: MAX_STEPS, size: "max" },
  );
  const walks = fc.asyncProperty(commands, async (commands) => {
    await using walk = new RoomsWalk();
    await fc.asyncModelRun(() => ({ model: {}, real: walk }), commands);
    await walk.end();
    steps += walk.done;
  });
  await fc.assert(walks, {
    numRuns: WALKS,
    interruptAfterTimeLimit: 1_500_000,
  });
  console.log(`${steps} steps in ${WALKS} walks`);
});
