import { assertEquals } from "@std/assert";
import type {
  HistoryEvent,
  MessageEvent,
  TopicEvent,
} from "../../../shared/event.ts";
import {
  MessageFilter,
  type NewEntries,
} from "../../../client/connection/message_filter.ts";

function message(sender: string, seq: number): MessageEvent {
  return { kind: "message", timestamp: "", sender, text: `text ${seq}`, seq };
}

Deno.test("MessageFilter.accept() knows any number of own words again after a cut", () => {
  const filter = new MessageFilter("ada");
  filter.onWelcome(undefined, 0, "log-1");
  for (let seq = 1; seq <= 3000; seq++) {
    filter.sent(`id-${seq}`, `text ${seq}`);
    filter.acked(`id-${seq}`, seq);
  }
  assertEquals(filter.since, 0);
  filter.onWelcome(0, 3000, "log-1");
  const news = Array.from({ length: 3000 }, (_, at) => message("Ada", at + 1))
    .filter((event) => filter.accept(event));
  assertEquals(news, []);
  assertEquals(filter.accept(message("bob", 3001)), true);
});

Deno.test("MessageFilter.onWelcome() begins anew on another log, whatever its seqs are", () => {
  const filter = new MessageFilter("ada");
  assertEquals(filter.onWelcome(undefined, 2, "log-1"), true);
  filter.caughtUp(2);
  assertEquals([filter.since, filter.log], [2, "log-1"]);
  assertEquals(filter.onWelcome(2, 9, "log-1"), true);
  assertEquals(filter.onWelcome(2, 9, "log-2"), false);
  assertEquals([filter.since, filter.log], [undefined, "log-2"]);
  assertEquals(filter.accept(message("bob", 1)), true);
});

Deno.test("MessageFilter.onWelcome() knows a replaced log by its seq where it has no name", () => {
  const filter = new MessageFilter("ada");
  assertEquals(filter.onWelcome(undefined, 7), true);
  assertEquals(filter.onWelcome(7, 3), false);
});

Deno.test("MessageFilter accepts the past of a conversation that is joined later", () => {
  const filter = new MessageFilter("ada");
  const said = (room: string, seq: number) => ({
    ...message("bob", seq),
    room,
  });
  filter.onWelcome(undefined, 0, "log-1");
  assertEquals(filter.accept(said("lobby", 7)), true);
  assertEquals(filter.accept(said("tea", 3)), true);
  assertEquals(filter.accept(said("tea", 3)), false);
  assertEquals(filter.accept(said("lobby", 7)), false);
  assertEquals(filter.accept(said("tea", 9)), true);
  assertEquals(filter.since, 9);
});

Deno.test("MessageFilter tells talks apart, whoever they are with and whatever the two are called", () => {
  const filter = new MessageFilter("ada");
  filter.onWelcome(undefined, 0, "log-1");
  const said = (talk: string, to: string, seq: number) =>
    filter.accept({ ...message("bob", seq), to, talk });
  assertEquals(
    [
      said("t1", "Ada", 9),
      said("t2", "Ada", 3),
      said("t1", "Bob", 9),
      said("t2", "Ada", 3),
      said("t2", "Eve", 4),
    ],
    [true, true, false, false, true],
  );
});

Deno.test("MessageFilter.acceptPage() takes what was said and what was changed in the order of seq, each once", () => {
  const filter = new MessageFilter("ada");
  filter.onWelcome(undefined, 9, "log-1");
  const topic = (seq: number): TopicEvent => {
    const change = { topic: "", by: "bob", room: "lobby", seq };
    return { kind: "topic", timestamp: "", text: "", ...change };
  };
  const page: HistoryEvent = {
    kind: "history",
    timestamp: "",
    messages: [message("bob", 1), message("bob", 3), message("bob", 5)],
    changes: [topic(2), topic(4)],
    more: false,
  };
  const seqs = ({ messages, changes }: NewEntries) => [
    messages.map(({ seq }) => seq),
    changes.map(({ seq }) => seq),
  ];
  assertEquals(seqs(filter.acceptPage(page)), [[1, 3, 5], [2, 4]]);
  assertEquals(seqs(filter.acceptPage(page)), [[], []]);
  assertEquals(
    [filter.acceptChange(topic(5)), filter.acceptChange(topic(6))],
    [false, true],
  );
  assertEquals(filter.since, 6);
});

Deno.test("MessageFilter knows an own message by its id, not by its text", () => {
  const filter = new MessageFilter("ada");
  filter.onWelcome(undefined, 0, "log-1");
  filter.sent("m.1", "yes");
  const mine = { ...message("ada", 1), text: "yes", ownId: "m.1" };
  const other = { ...message("ada", 2), text: "yes", ownId: "x.1" };
  const same = { ...message("ada", 3), text: "yes" };
  assertEquals([mine, other, same].map((each) => filter.accept(each)), [
    false,
    true,
    true,
  ]);
});

Deno.test("MessageFilter.onWelcome() goes on in a log that has all that was received", () => {
  const ancestors = [{ log: "log-1", seq: 5 }];
  const received = (since: number) => {
    const filter = new MessageFilter("ada", { since, log: "log-1" });
    filter.acked("own", 7); // stored, and not received yet
    return filter;
  };
  const same = received(5);
  assertEquals(same.onWelcome(5, 13, "log-2", ancestors), true);
  assertEquals([same.since, same.log], [5, "log-2"]);
  // What is own in the old log is another's in the new one.
  const news = [6, 7, 8].filter((seq) => same.accept(message("bob", seq)));
  assertEquals(news, [6, 7, 8]);
  const lost = received(6);
  assertEquals(lost.onWelcome(6, 13, "log-2", ancestors), false);
  assertEquals([lost.since, lost.log], [undefined, "log-2"]);
});
