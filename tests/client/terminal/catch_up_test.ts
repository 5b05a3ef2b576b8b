import { assertEquals } from "@std/assert";
import { CatchUp } from "../../../client/terminal/catch_up.ts";
import { HandTimers } from "../../support/hand_timers.ts";

function open(id?: string) {
  const asked: unknown[] = [];
  let done = 0;
  const catchUp = new CatchUp({
    ask: (request) => {
      asked.push(request);
      return id;
    },
    onDone: () => done++,
  });
  const answer = (id: string) =>
    catchUp.take({ kind: "pong", id, timestamp: "" });
  return { catchUp, asked, answer, done: () => done };
}

Deno.test("CatchUp is done with the answer to the question it asked, and with no other", () => {
  using _timers = new HandTimers();
  const { catchUp, asked, answer, done } = open("1");
  catchUp.begin();
  assertEquals(asked, [{ request: "ping" }]);
  answer("0");
  assertEquals(done(), 0);
  answer("1");
  answer("1");
  assertEquals(done(), 1);
});

Deno.test("CatchUp waits no longer than its time, asked or not", () => {
  using timers = new HandTimers();
  const { catchUp, done } = open();
  catchUp.begin();
  assertEquals(done(), 0);
  timers.fire();
  assertEquals(done(), 1);
});
