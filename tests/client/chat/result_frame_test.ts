import { assertEquals } from "@std/assert";
import {
  MAX_ASKED,
  type ResultFrame,
  ResultFrames,
} from "../../../client/chat/result_frame.ts";
import type { Event, HistoryEvent } from "../../../shared/event.ts";
import type { Request } from "../../../shared/request.ts";

type Fields = Partial<HistoryEvent>;

function page(id: string, count: number, fields: Fields = {}): HistoryEvent {
  const messages = Array.from({ length: count }, (_, index) => ({
    kind: "message" as const,
    ...{ sender: "bob", text: "x", timestamp: "", seq: index + 1 },
  }));
  const more = false;
  return { kind: "history", timestamp: "", id, messages, more, ...fields };
}

/** Frames whose questions are numbered from 1. */
function newFrames() {
  const sent: Request[] = [];
  const frames = new ResultFrames((request) => `${sent.push(request)}`);
  return { frames, sent };
}

function headAndFoot(frame: ResultFrame | "more" | undefined) {
  return typeof frame === "object" ? [frame.head, frame.foot] : frame;
}

Deno.test("ResultFrames has a heading with a count, and a line behind", () => {
  const answerTo = (request: Request, count: number, fields: Fields = {}) => {
    const { frames } = newFrames();
    frames.ask(request);
    return headAndFoot(frames.take(page("1", count, fields)));
  };
  const search: Request = { request: "search", content: "tea" };
  const history: Request = { request: "history", limit: 20 };
  assertEquals(answerTo(search, 12), [
    '12 messages with "tea":',
    'End of what was found with "tea"',
  ]);
  assertEquals(answerTo({ ...search, limit: 1 }, 1, { more: true }), [
    '1 message with "tea", the newest:',
    'End of what was found with "tea"',
  ]);
  assertEquals(answerTo(history, 20, { more: true }), [
    "The last 20 messages:",
    "End of the last messages",
  ]);
  assertEquals(answerTo(history, 0), ["Nothing was said yet", undefined]);
});

Deno.test("ResultFrames says how a beginning is searched for where nothing was found", () => {
  const headOf = (content: string, fields: Fields = {}) => {
    const { frames } = newFrames();
    frames.ask({ request: "search", content });
    const frame = frames.take(page("1", 0, fields));
    return typeof frame === "object" ? frame.head : frame;
  };
  assertEquals(
    headOf("build relea"),
    'Nothing found with "build relea"; relea* finds words that begin so',
  );
  assertEquals(headOf("relea*"), 'Nothing found with "relea*"');
  assertEquals(headOf("上海"), 'Nothing found with "上海"');
  assertEquals(
    headOf("tea", { more: true }),
    'Nothing found with "tea" so far',
  );
});

Deno.test("ResultFrames asks on where a search is not over, until it is enough", () => {
  const { frames, sent } = newFrames();
  frames.ask({ request: "search", content: "tea", limit: 3 });
  const more = true;
  assertEquals(frames.take(page("1", 1, { more, first: 900 })), "more");
  assertEquals(frames.take(page("2", 0, { more, first: 500 })), "more");
  const last = frames.take(page("3", 2, { more, first: 77 }));
  assertEquals(typeof last === "object" && last.found.messages.length, 3);
  assertEquals(headAndFoot(last)?.[0], '3 messages with "tea", the newest:');
  const rest = sent.map((request) =>
    request.request === "search" && [request.before, request.limit]
  );
  assertEquals(rest, [[undefined, 3], [900, 2], [500, 2]]);
});

Deno.test("ResultFrames asks a server no more that does not get on", () => {
  const { frames, sent } = newFrames();
  frames.ask({ request: "search", content: "tea" });
  const stuck = { more: true, first: 900 };
  assertEquals(frames.take(page("1", 0, stuck)), "more");
  assertEquals(typeof frames.take(page("2", 0, stuck)), "object");
  assertEquals(sent.length, 2);
});

Deno.test("ResultFrames shows what was found so far when it cannot ask on", () => {
  let ids = ["1"];
  const frames = new ResultFrames(() => ids.shift());
  frames.ask({ request: "search", content: "tea" });
  ids = [];
  const frame = frames.take(page("1", 2, { more: true, first: 900 }));
  assertEquals(headAndFoot(frame)?.[0], '2 messages with "tea", the newest:');
  assertEquals(frames.ask({ request: "names" }), false);
});

Deno.test("ResultFrames leaves alone what nobody asked for, and what is no page", () => {
  const { frames } = newFrames();
  frames.ask({ request: "names" });
  frames.ask({ request: "search", content: "tea" });
  assertEquals(frames.take(page("other", 1)), undefined);
  const refusal: Event = { kind: "error", text: "No", timestamp: "", id: "2" };
  assertEquals(frames.take(refusal), undefined);
  assertEquals(frames.take(page("2", 1)), undefined, "answered");
});

Deno.test("ResultFrames remembers so many questions, the newest", () => {
  const { frames } = newFrames();
  for (let count = 0; count <= MAX_ASKED; count++) {
    frames.ask({ request: "history" });
  }
  assertEquals(frames.take(page("1", 1)), undefined);
  assertEquals(
    headAndFoot(frames.take(page("2", 1)))?.[0],
    "The last message:",
  );
});
