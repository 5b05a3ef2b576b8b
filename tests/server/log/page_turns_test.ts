import { assertEquals, assertRejects } from "@std/assert";
import { PageTurns } from "../../../server/log/page_turns.ts";

Deno.test("PageTurns lets only so many pages be held, and refuses nobody", async () => {
  const turns = new PageTurns(3);
  let held = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++held);
    await Promise.resolve();
    held--;
  };
  await Promise.all(Array.from({ length: 50 }, () => turns.run({}, work)));
  assertEquals([most, held], [3, 0]);
});

Deno.test("PageTurns goes round the lines, however much is asked for in one of them", async () => {
  const turns = new PageTurns(1);
  const done: string[] = [];
  const [greedy, modest] = [{}, {}];
  const ask = (line: object, name: string) =>
    turns.run(line, async () => {
      await Promise.resolve();
      done.push(name);
    });
  await Promise.all([
    ask(greedy, "g1"),
    ask(greedy, "g2"),
    ask(greedy, "g3"),
    ask(greedy, "g4"),
    ask(modest, "m1"),
    ask(modest, "m2"),
  ]);
  assertEquals(done, ["g1", "g2", "m1", "g3", "m2", "g4"]);
});

Deno.test("PageTurns takes the turn back from work that fails", async () => {
  const turns = new PageTurns(1);
  await assertRejects(
    () => turns.run({}, () => Promise.reject(Error("no"))),
    Error,
  );
  assertEquals(await turns.run({}, () => "next"), "next");
});
