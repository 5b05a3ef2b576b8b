import { assert, assertEquals } from "@std/assert";
import { type Chore, Housekeeping } from "../../../server/log/housekeeping.ts";
import { until } from "../../support/until.ts";

Deno.test("Housekeeping does all of one chore, then of the next, and looks at all again", async () => {
  const done: string[] = [];
  using house = new Housekeeping([
    chore(done, "index", 2),
    chore(done, "tidy", 1),
  ], { quietMs: 1 });
  assertEquals(done, []);
  house.stir();
  await until(() => done.length >= 6, "the chores");
  assertEquals(done, ["index", "index", "index", "tidy", "tidy", "index"]);
});

Deno.test("Housekeeping starts again when it is stirred while it rests", async () => {
  let count = 0;
  using house = new Housekeeping([() => ++count < 0], { quietMs: 1 });
  house.stir();
  await until(() => count >= 1, "the first time");
  house.stir();
  await until(() => count >= 2, "the second time");
});

Deno.test("Housekeeping does a step now and then though it is never quiet", async () => {
  let count = 0;
  using house = new Housekeeping([() => ++count > 0], {
    quietMs: 1,
    maxDelays: 3,
  });
  let stirs = 0;
  await until(() => {
    house.stir();
    stirs++;
    return count >= 2;
  }, "two steps");
  assert(stirs >= 4, `${stirs} stirs`);
});

Deno.test("Housekeeping does when it is quiet what was put off while it was not", async () => {
  const seen: boolean[] = [];
  const chore = (isQuiet: boolean) => {
    seen.push(isQuiet);
    return false;
  };
  using house = new Housekeeping([chore, () => false, () => false], {
    quietMs: 1,
    maxDelays: 1,
    againMs: 1e6,
  });
  await until(() => {
    if (!seen.includes(false)) house.stir();
    return seen.at(-1) === true;
  }, "the chore in a quiet moment");
  assertEquals(seen.indexOf(false) < seen.lastIndexOf(true), true);
});

Deno.test("Housekeeping looks again after a while", async () => {
  let count = 0;
  using house = new Housekeeping([() => ++count < 0], {
    quietMs: 1,
    againMs: 1,
  });
  house.stir();
  await until(() => count >= 3, "the third look");
});

Deno.test("Housekeeping reports a chore that throws, and does the others", async () => {
  const bugs: unknown[] = [];
  let count = 0;
  const bug = new Error("a bug");
  const bad = () => {
    throw bug;
  };
  using house = new Housekeeping([bad, () => ++count < 3], {
    quietMs: 1,
    againMs: 1,
    onBug: (error) => bugs.push(error),
  });
  house.stir();
  await until(() => count >= 3 && bugs.length >= 2, "both");
  assertEquals(new Set(bugs), new Set([bug]));
});

Deno.test("Housekeeping does nothing after it was disposed", async () => {
  let count = 0;
  const house = new Housekeeping([() => ++count < 0], { quietMs: 0 });
  house.stir();
  house[Symbol.dispose]();
  house.stir();
  await new Promise((resolve) => setTimeout(resolve, 5));
  assertEquals(count, 0);
});

/** A chore of so many steps. */
function chore(done: string[], name: string, steps: number): Chore {
  return () => {
    done.push(name);
    return steps-- > 0;
  };
}
