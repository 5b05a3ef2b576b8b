/**
 * Eight people on twelve links do anything, in any order: who sees what agrees
 * with a model after each step.
 *
 * @module
 */

import { assert } from "@std/assert";
import fc from "fast-check";
import { effort, tell } from "../../support/effort.ts";
import { ACTS, logIn } from "../../support/walk_acts.ts";
import { WalkWorld } from "../../support/walk_world.ts";

/** Steps of a walk at most; half as many on average. */
const MAX_STEPS = 500;
const WALKS = effort(6, 500);
const LEAST_STEPS = effort(500, 100_000);

/** Whose link each of twelve is: four have two, four have one. */
const OWNERS = [
  ...["ada", "ada", "bob", "bob", "cleo", "cleo", "dan", "dan"],
  ...["eve", "fay", "gus", "hal"],
];
const ROOMS = ["lobby", "tea", "cellar", "attic"];

/** One step, as it is drawn. */
const STEP = fc.record({
  act: fc.oneof(
    ...Object.entries(ACTS).map(([name, { weight }]) => ({
      arbitrary: fc.constant(name),
      weight,
    })),
  ),
  link: fc.nat(OWNERS.length - 1),
  room: fc.constantFrom(...ROOMS),
  name: fc.constantFrom(...OWNERS),
  chance: fc.nat(99),
});
type Step = typeof STEP extends fc.Arbitrary<infer T> ? T : never;

/** A step, as fast-check wants it. */
class StepCommand implements fc.AsyncCommand<object, WalkWorld> {
  constructor(readonly step: Step) {}

  check(): boolean {
    return true;
  }

  async run(_: object, world: WalkWorld): Promise<void> {
    await world.start();
    const { act, chance } = this.step;
    const link = world.model.links[this.step.link];
    if (!link) return;
    const { identity } = link;
    if (!link.isOn) await logIn(world, link, chance < 10);
    else if (identity) {
      await ACTS[act]?.act(world, { link, identity }, this.step);
    }
    await world.compare();
  }

  toString(): string {
    return JSON.stringify(this.step);
  }
}

Deno.test("whatever people do, each is shown exactly what it may read, in one order", async () => {
  let steps = 0;
  const drawn = fc.commands([STEP.map((step) => new StepCommand(step))], {
    maxCommands: MAX_STEPS,
    size: "max",
  });
  const walks = fc.asyncProperty(drawn, async (commands) => {
    await using world = new WalkWorld(OWNERS);
    await fc.asyncModelRun(() => ({ model: {}, real: world }), commands);
    await world.end();
    steps += [...commands].length;
  });
  await fc.assert(walks, { numRuns: WALKS });
  tell(`${steps} steps in ${WALKS} walks`);
  assert(steps >= LEAST_STEPS, `${steps} steps`);
});
