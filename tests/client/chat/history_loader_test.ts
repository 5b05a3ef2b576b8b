import { assertEquals } from "@std/assert";
import { HistoryLoader } from "../../../client/chat/history_loader.ts";
import { Rooms } from "../../../client/chat/rooms.ts";
import { Transcript } from "../../../client/chat/transcript.ts";
import type { ReadMarker } from "../../../client/files/read_marker.ts";
import type { Event, HistoryEvent } from "../../../shared/event.ts";
import type { Request } from "../../../shared/request.ts";

Deno.test("HistoryLoader asks page by page for what was said before, until there is no more", () => {
  const { loader, asked, transcript } = begin();
  loader.loadOlder();
  assertEquals(asked, []);
  transcript.apply(page([50]));
  loader.loadOlder();
  loader.loadOlder();
  assertEquals(asked, [{ request: "history", before: 50, limit: 200 }]);
  assertEquals(loader.take(page([60], "other")), false);
  assertEquals(loader.take(page([48, 49], "1")), true);
  loader.loadOlder();
  assertEquals(asked.at(-1), { request: "history", before: 48, limit: 200 });
  loader.take(page([], "2"));
  loader.loadOlder();

  assertEquals(asked.length, 2);
});

Deno.test("HistoryLoader takes a refusal for the end", () => {
  const { loader, asked, transcript } = begin();
  transcript.apply(page([50]));
  loader.loadOlder();
  const refusal: Event = { kind: "error", text: "No", timestamp: "", id: "1" };
  assertEquals(loader.take(refusal), true);
  loader.loadOlder();

  assertEquals(asked.length, 1);
});

Deno.test("HistoryLoader asks for so much of what is unread further up, and not for all of it", () => {
  const { loader, asked, transcript } = begin({ log: "l", seq: 5, time: 0 });
  transcript.apply(page([5000]));
  loader.jumpToFirstUnread();
  assertEquals(asked, [{ request: "history", before: 5000, limit: 1000 }]);
  loader.take(page([4000], "1"));
  assertEquals(asked.at(-1), { request: "history", before: 4000, limit: 1000 });
  loader.take(page([3000], "2"));

  assertEquals(asked.length, 2);
});

Deno.test("HistoryLoader asks for nothing when all that is unread is there", () => {
  const { loader, asked, transcript } = begin({ log: "l", seq: 49, time: 0 });
  transcript.apply(page([50]));
  loader.jumpToFirstUnread();

  assertEquals(asked, []);
});

function begin(readMarker?: ReadMarker) {
  const transcript = new Transcript({
    me: "ada",
    rooms: new Rooms(),
    readMarker,
  });
  transcript.apply({
    kind: "welcome",
    ...{ text: "", timestamp: "", server: "", user: "ada", log: "l" },
    rooms: ["lobby"],
    limits: {},
  });
  const asked: Request[] = [];
  const ask = (request: Request) => `${asked.push(request)}`;
  return { loader: new HistoryLoader({ transcript, ask }), asked, transcript };
}

function page(seqs: readonly number[], id?: string): HistoryEvent {
  return {
    kind: "history",
    timestamp: "",
    messages: seqs.map((seq) => ({
      kind: "message",
      timestamp: "",
      ...{ sender: "bob", text: `${seq}`, seq },
    })),
    more: false,
    ...(id === undefined ? {} : { id }),
  };
}
