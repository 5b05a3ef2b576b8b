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

Deno.test("HistoryLoader asks for all that is unread further up, and its pages have a bound", () => {
  const { loader, asked, transcript, rooms } = begin({ ...MARKER, seq: 5 });
  transcript.apply(page([3005]));
  loader.jumpToFirstUnread();
  assertEquals(asked, [{ request: "history", before: 3005, limit: 1000 }]);
  for (let id = 1; id <= 3; id++) {
    loader.take(page(seqsTo(4005 - 1000 * id), `${id}`));
  }
  assertEquals(asked.length, 3);
  const { scroll, scrollback } = rooms.current;
  const { number = NaN } = scroll.unreadLine ?? {};
  assertEquals(scrollback.at(number)?.message?.seq, 6);

  const slow = begin({ ...MARKER, seq: 5 });
  slow.transcript.apply(page([5000]));
  slow.loader.jumpToFirstUnread();
  for (let id = 1; id < 50; id++) slow.loader.take(page([5000 - id], `${id}`));
  assertEquals(slow.asked.length, 12);
});

Deno.test("HistoryLoader tells what there is before all that stands here", () => {
  const { loader, asked, transcript } = begin();
  transcript.apply(page([12_000]));
  assertEquals(loader.earlier, "more");
  loader.loadMany();
  assertEquals(loader.earlier, "loading");
  loader.reset();
  assertEquals(loader.earlier, "more");
  for (let id = 2; loader.earlier === "more"; id++) {
    loader.loadMany();
    loader.take(page(seqsTo(14_000 - 1000 * id), `${id}`));
  }
  assertEquals([loader.earlier, asked.length], ["full", 11]);
  loader.loadMany();
  loader.loadOlder();
  assertEquals(asked.length, 11);

  const small = begin();
  small.transcript.apply(page([1]));
  small.loader.loadMany();
  small.loader.take(page([], "1"));
  assertEquals(small.loader.earlier, "nothing");
});

Deno.test("HistoryLoader lets nothing count as read while there is unread before it", () => {
  const { loader, transcript, rooms } = begin({ ...MARKER, seq: 5 });
  transcript.apply(page([1006]));
  loader.jumpToFirstUnread();
  rooms.current.markSeen(1, 0);
  assertEquals(transcript.readMarker?.seq, 5);
  loader.take(page(seqsTo(1006), "1"));
  rooms.current.markSeen(-990, 0, -1000);

  assertEquals(transcript.readMarker?.seq, 15);
});

Deno.test("HistoryLoader asks for nothing when all that is unread is there", () => {
  const { loader, asked, transcript } = begin({ log: "l", seq: 49, time: 0 });
  transcript.apply(page([50]));
  loader.jumpToFirstUnread();

  assertEquals(asked, []);
});

const MARKER: ReadMarker = { log: "l", seq: 0, time: 0 };

/** A thousand places, up to one. */
function seqsTo(before: number): readonly number[] {
  return Array.from({ length: 1000 }, (_, at) => before - 1000 + at);
}

function begin(readMarker?: ReadMarker) {
  const rooms = new Rooms();
  const transcript = new Transcript({
    me: "ada",
    rooms,
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
  const past = transcript.pastOf(rooms.current);
  const loader = new HistoryLoader({ past, ask });
  return { loader, asked, transcript, rooms };
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
