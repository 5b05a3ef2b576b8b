import { assertEquals } from "@std/assert";
import { MAX_ASKED, ResultFrames } from "../../../client/chat/result_frame.ts";
import type { Event, HistoryEvent } from "../../../shared/event.ts";

function page(id: string, count: number, more = false): HistoryEvent {
  const messages = Array.from({ length: count }, () => ({
    kind: "message" as const,
    ...{ sender: "bob", text: "x", timestamp: "" },
  }));
  return { kind: "history", timestamp: "", id, messages, more };
}

Deno.test("ResultFrames has a heading with a count, and a line behind", () => {
  const frames = new ResultFrames();
  const linesAround = (event: HistoryEvent) => {
    frames.asked("s", { request: "search", content: "tea" });
    frames.asked("h", { request: "history", limit: 20 });
    const { head, foot } = frames.take(event) ?? {};
    return [head, foot];
  };
  assertEquals(linesAround(page("s", 12)), [
    '12 messages with "tea":',
    'End of what was found with "tea"',
  ]);
  assertEquals(
    linesAround(page("s", 1, true))[0],
    '1 message with "tea", the newest:',
  );
  assertEquals(linesAround(page("s", 0)), [
    'Nothing found with "tea"',
    undefined,
  ]);
  assertEquals(linesAround(page("h", 20, true)), [
    "The last 20 messages:",
    "End of the last messages",
  ]);
  assertEquals(linesAround(page("h", 0)), ["Nothing was said yet", undefined]);
});

Deno.test("ResultFrames leaves alone what nobody asked for, and what is no page", () => {
  const frames = new ResultFrames();
  frames.asked("n", { request: "names" });
  frames.asked("s", { request: "search", content: "tea" });
  assertEquals(frames.take(page("other", 1)), undefined);
  const refusal: Event = { kind: "error", text: "No", timestamp: "", id: "s" };
  assertEquals(frames.take(refusal), undefined);
  assertEquals(frames.take(page("s", 1)), undefined, "answered");
});

Deno.test("ResultFrames remembers so many questions, the newest", () => {
  const frames = new ResultFrames();
  for (let id = 0; id <= MAX_ASKED; id++) {
    frames.asked(`${id}`, { request: "history" });
  }
  assertEquals(frames.take(page("0", 1)), undefined);
  assertEquals(frames.take(page("1", 1))?.head, "The last message:");
});
