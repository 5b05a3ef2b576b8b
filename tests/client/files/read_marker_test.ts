import { stateFile } from "../../../client/files/state_folder.ts";
import { assertEquals } from "@std/assert";
import { Backlog } from "../../../client/chat/history_loader.ts";
import { PositionKeeper } from "../../../client/files/position_keeper.ts";
import { ReadPositionStore } from "../../../client/files/read_marker.ts";
import { Rooms } from "../../../client/chat/rooms.ts";
import { Transcript } from "../../../client/chat/transcript.ts";
import type { Event, HistoryEvent } from "../../../shared/event.ts";
import type { Request } from "../../../shared/request.ts";

const POSITION = { log: "l", seq: 7, time: 1000 };

Deno.test("ReadPositionStore gives back what it kept, and nothing of a damaged file", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const address = { hostname: "Example.org", port: 9998 };
    const file = stateFile(folder, "read", address, "Ada");
    assertEquals(file, `${folder}/read/ada@example.org%3A9998.json`);
    assertEquals(new ReadPositionStore(file).load(), undefined);
    new ReadPositionStore(file).save(POSITION);
    const kept = new ReadPositionStore(file).load();
    assertEquals({ ...kept }, { ...POSITION, format: 1 });
    for (
      const text of ["{", "null", '{"format":2,"log":"l","seq":1,"time":1}']
    ) {
      await Deno.writeTextFile(file, text);
      assertEquals(new ReadPositionStore(file).load(), undefined, text);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("ReadPositionStore does without a file, and with a home that cannot be written", () => {
  new ReadPositionStore(undefined).save(POSITION);
  assertEquals(new ReadPositionStore(undefined).load(), undefined);
  new ReadPositionStore("/dev/null/no").save(POSITION);
});

Deno.test("PositionKeeper keeps what changed meanwhile once, and at the end at once", () => {
  const saved: number[] = [];
  let seq = 1;
  const keeper = new PositionKeeper({
    position: () => ({ ...POSITION, seq }),
    save: (position) => saved.push(position.seq),
  });
  keeper.soon();
  seq = 2;
  keeper.soon();
  keeper.now(); // and no timer is left, or the test fails

  assertEquals(saved, [2]);
});

Deno.test("Backlog asks page by page for what was said before, until there is no more", () => {
  const { backlog, asked, transcript } = begin();
  backlog.more();
  assertEquals(asked, []);
  transcript.tell(page([50]));
  backlog.more();
  backlog.more();
  assertEquals(asked, [{ request: "history", before: 50, limit: 200 }]);
  assertEquals(backlog.take(page([60], "other")), false);
  assertEquals(backlog.take(page([48, 49], "1")), true);
  backlog.more();
  assertEquals(asked.at(-1), { request: "history", before: 48, limit: 200 });
  backlog.take(page([], "2"));
  backlog.more();

  assertEquals(asked.length, 2);
});

Deno.test("Backlog takes a refusal for the end", () => {
  const { backlog, asked, transcript } = begin();
  transcript.tell(page([50]));
  backlog.more();
  const refusal: Event = { kind: "error", text: "No", timestamp: "", id: "1" };
  assertEquals(backlog.take(refusal), true);
  backlog.more();

  assertEquals(asked.length, 1);
});

Deno.test("Backlog asks for so much of what is unread further up, and not for all of it", () => {
  const { backlog, asked, transcript } = begin({ log: "l", seq: 5, time: 0 });
  transcript.tell(page([5000]));
  backlog.land();
  assertEquals(asked, [{ request: "history", before: 5000, limit: 1000 }]);
  backlog.take(page([4000], "1"));
  assertEquals(asked.at(-1), { request: "history", before: 4000, limit: 1000 });
  backlog.take(page([3000], "2"));

  assertEquals(asked.length, 2);
});

Deno.test("Backlog asks for nothing when all that is unread is there", () => {
  const { backlog, asked, transcript } = begin({ log: "l", seq: 49, time: 0 });
  transcript.tell(page([50]));
  backlog.land();

  assertEquals(asked, []);
});

function begin(position?: { log: string; seq: number; time: number }) {
  const transcript = new Transcript({
    me: "ada",
    rooms: new Rooms(),
    position,
  });
  transcript.tell({
    kind: "welcome",
    ...{ text: "", timestamp: "", server: "", user: "ada", log: "l" },
    rooms: ["lobby"],
    limits: {},
  });
  const asked: Request[] = [];
  const ask = (request: Request) => `${asked.push(request)}`;
  return { backlog: new Backlog({ transcript, ask }), asked, transcript };
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
