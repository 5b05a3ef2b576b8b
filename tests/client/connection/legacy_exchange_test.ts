import { assertEquals } from "@std/assert";
import { LegacyExchange } from "../../../client/connection/legacy_exchange.ts";
import { readEvent } from "../../../shared/read_event.ts";
import type { Request } from "../../../shared/request.ts";
import { within } from "../../support/within.ts";

const NEVER = 1e6;

/** An exchange of ada's, and what it tells. */
class Watched implements Disposable {
  readonly delivered: string[] = [];
  readonly unanswered: unknown[] = [];
  readonly freed = Promise.withResolvers<void>();
  readonly over = Promise.withResolvers<void>();
  readonly exchange: LegacyExchange;

  constructor(times: { answerMs?: number; lateMs?: number } = {}) {
    this.exchange = new LegacyExchange({
      name: "ada",
      answerMs: NEVER,
      lateMs: NEVER,
      ...times,
      onFree: () => this.freed.resolve(),
      onDelivered: (id) => {
        this.delivered.push(id);
        this.over.resolve();
      },
      onUnanswered: (payload) => {
        this.unanswered.push(payload);
        this.over.resolve();
      },
    });
  }

  /** Takes what the server says; returns the id it is the answer to. */
  hear(response: string, content: string, sender = "server"): unknown {
    const event = this.exchange.read(readEvent({ response, content, sender }));
    return "id" in event ? event.id : undefined;
  }

  [Symbol.dispose](): void {
    this.exchange.stop();
  }
}

const msg = (id: string, content: string): Request => ({
  request: "msg",
  content,
  id,
});

Deno.test("LegacyExchange is free again when the message was confirmed or echoed", () => {
  using watched = new Watched();
  const { exchange } = watched;
  exchange.begin(msg("1", "hi"));
  assertEquals(exchange.isFree, false);
  watched.hear("info", "bob has joined");
  watched.hear("message", "hi", "bob");
  assertEquals(exchange.isFree, false, "others said something");
  watched.hear("info", "Message recieved");
  assertEquals([exchange.isFree, watched.delivered], [true, ["1"]]);

  using other = new Watched();
  other.exchange.begin(msg("2", "ho"));
  other.hear("message", "ho", "\x1b[91mAda\x1b[0m");
  assertEquals([other.exchange.isFree, other.delivered], [true, ["2"]]);
});

Deno.test("LegacyExchange lets the next request go when no answer comes", async () => {
  using watched = new Watched({ answerMs: 1 });
  watched.exchange.begin(msg("1", "hi"));
  await within(watched.freed.promise, "the next turn");
  assertEquals(watched.exchange.isFree, true);
  assertEquals(watched.delivered, [], "it may still be refused");
});

Deno.test("LegacyExchange takes a message for delivered that was not refused in time", async () => {
  using watched = new Watched({ lateMs: 1 });
  watched.exchange.begin(msg("1", "hi"));
  await within(watched.over.promise, "the end of the wait");
  assertEquals(watched.delivered, ["1"]);
});

Deno.test("LegacyExchange says which other request had no answer", async () => {
  using watched = new Watched({ lateMs: 1 });
  watched.exchange.begin({ request: "history", id: "7" });
  await within(watched.over.promise, "the end of the wait");
  assertEquals(watched.unanswered, [{
    response: "error",
    content: 'The server did not answer "history"',
    code: "unavailable",
    id: "7",
  }]);
});

Deno.test("LegacyExchange counts one sort of answer, where a server both echoes and confirms", () => {
  using watched = new Watched();
  const { exchange } = watched;
  exchange.begin(msg("1", "x"));
  watched.hear("message", "ada: x", "ada");
  assertEquals(watched.delivered, ["1"]);
  exchange.begin(msg("2", "x"));
  watched.hear("info", "Message received");
  assertEquals([exchange.isFree, watched.delivered], [false, ["1"]]);
  watched.hear("message", "ada: x", "ada");
  assertEquals([exchange.isFree, watched.delivered], [true, ["1", "2"]]);
});

Deno.test("LegacyExchange gives a late refusal to the oldest message, where the others are confirmed", () => {
  using watched = new Watched({ answerMs: 1 });
  watched.exchange.begin(msg("1", "one"));
  watched.hear("info", "Message received");
  watched.exchange.begin(msg("2", "bad"));
  watched.exchange.begin(msg("3", "three"));
  assertEquals(watched.hear("error", "No"), "2");
  watched.hear("info", "Message received");
  assertEquals(watched.delivered, ["1", "3"]);
});

Deno.test("LegacyExchange takes the refusal of a silent server for the answer to what was asked last", async () => {
  using watched = new Watched({ answerMs: 1 });
  watched.exchange.begin(msg("1", "one"));
  await within(watched.freed.promise, "the next turn");
  watched.exchange.begin(msg("2", "two"));
  assertEquals(watched.hear("error", "No"), "2");
  assertEquals(watched.hear("error", "No"), "1", "late, but it is about that");
  assertEquals(watched.hear("error", "No"), undefined);
});

Deno.test("LegacyExchange gives late confirmations to messages in their order", async () => {
  using watched = new Watched({ answerMs: 1 });
  watched.exchange.begin(msg("1", "one"));
  await within(watched.freed.promise, "the next turn");
  watched.exchange.begin({ request: "names", id: "n" });
  watched.hear("info", "bob has joined");
  watched.hear("info", "Message received");
  assertEquals(watched.delivered, ["1"]);
  assertEquals(watched.hear("info", "ada, bob"), "n");
});

Deno.test("LegacyExchange takes a page of the past only for the answer to history", () => {
  using watched = new Watched();
  watched.exchange.begin({ request: "names", id: "n" });
  assertEquals(watched.hear("history", "bob: hi"), undefined);
  assertEquals(watched.hear("names", "ada"), "n");
  watched.exchange.begin({ request: "history", id: "h" });
  assertEquals(watched.hear("history", "bob: hi"), "h");
});
