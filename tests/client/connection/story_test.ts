import { assertEquals } from "@std/assert";
import type { MessageEvent } from "../../../shared/event.ts";
import { Story } from "../../../client/connection/story.ts";

function message(sender: string, seq: number): MessageEvent {
  return { kind: "message", timestamp: "", sender, text: `text ${seq}`, seq };
}

Deno.test("Story.admit() knows any number of own words again after a cut", () => {
  const story = new Story("ada");
  story.goOn(undefined, 0, "log-1");
  for (let seq = 1; seq <= 3000; seq++) {
    story.said(`id-${seq}`, `text ${seq}`);
    story.placed(`id-${seq}`, seq);
  }
  assertEquals(story.since, 0);
  story.goOn(0, 3000, "log-1");
  const news = Array.from({ length: 3000 }, (_, at) => message("Ada", at + 1))
    .filter((event) => story.admit(event));
  assertEquals(news, []);
  assertEquals(story.admit(message("bob", 3001)), true);
});

Deno.test("Story.goOn() begins anew on another log, whatever its seqs are", () => {
  const story = new Story("ada");
  assertEquals(story.goOn(undefined, 2, "log-1"), true);
  story.caughtUp(2);
  assertEquals([story.since, story.log], [2, "log-1"]);
  assertEquals(story.goOn(2, 9, "log-1"), true);
  assertEquals(story.goOn(2, 9, "log-2"), false);
  assertEquals([story.since, story.log], [undefined, "log-2"]);
  assertEquals(story.admit(message("bob", 1)), true);
});

Deno.test("Story.goOn() knows a replaced log by its seq where it has no name", () => {
  const story = new Story("ada");
  assertEquals(story.goOn(undefined, 7), true);
  assertEquals(story.goOn(7, 3), false);
});
