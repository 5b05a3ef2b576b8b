/** Several conversations read as one: pages, and what comes meanwhile. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import {
  LostError,
  type MergeBegin,
  type ReadEntry,
  type ReadPage,
} from "../../../client/scripts/page_merge.ts";
import { RoomsReader } from "../../../client/scripts/rooms_reader.ts";
import type { MessageEvent } from "../../../shared/event.ts";
import type { HistoryRequest } from "../../../shared/request.ts";

const ROOMS = ["tea", "chess", "lobby", "other"];
const WANTED = ["tea", "chess", "lobby"];
const TARGETS = WANTED.map((room) => ({ room }));

/** A server's log, and what it sends live, later than it answers. */
class FakeServer {
  readonly log: MessageEvent[] = [];
  readonly asked: HistoryRequest[] = [];
  #late: MessageEvent[] = [];

  constructor(readonly limit: number) {}

  say(room: string): void {
    const seq = this.log.length + 1;
    const said: MessageEvent = {
      ...{ kind: "message", timestamp: "", text: `${seq}` },
      ...{ sender: "bob", seq, room },
    };
    this.log.push(said);
    this.#late.push(said);
  }

  /** Hands over the next so many of what is late, in order. */
  deliver(reader: RoomsReader, count: number): void {
    for (const event of this.#late.splice(0, count)) {
      reader.take(readOf(event));
    }
  }

  page(request: HistoryRequest): ReadPage {
    this.asked.push(request);
    const { room = "lobby", after, limit = this.limit } = request;
    const most = Math.min(limit, this.limit);
    const all = this.log.filter((one) =>
      one.room === room && (one.seq ?? 0) > (after ?? 0)
    );
    const messages = after === undefined
      ? all.slice(-most)
      : all.slice(0, most);
    const more = messages.length < all.length;
    const isCut = more && after !== undefined;
    const last = isCut ? messages.at(-1)?.seq ?? 0 : this.log.length;
    const first = (after ?? 0) + 1;
    const page = { messages, more, first, last };
    return {
      event: { kind: "history", timestamp: "", ...page },
      payload: { content: messages },
    };
  }
}

function readOf(event: MessageEvent): ReadEntry {
  return { seq: event.seq ?? 0, event, payload: event };
}

/** What happens before each answer: who says something, and what arrives. */
const STEP = fc.record({
  says: fc.array(fc.constantFrom(...ROOMS), { maxLength: 6 }),
  arrive: fc.nat({ max: 8 }),
});

Deno.test("RoomsReader gives every entry of its conversations once and in order, however pages and live ones come", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...ROOMS), { maxLength: 60 }),
      fc.array(STEP, { maxLength: 40 }),
      fc.nat({ max: 30 }),
      fc.integer({ min: 1, max: 7 }),
      async (before, steps, after, limit) => {
        const server = new FakeServer(limit);
        for (const room of before) server.say(room);
        const from = Math.min(after, before.length);
        const given: number[] = [];
        let upTo = from;
        const left = [...steps];
        const reader: RoomsReader = new RoomsReader({
          targets: TARGETS,
          ask: (request) => {
            const { says = [], arrive = 0 } = left.shift() ?? {};
            for (const room of says) server.say(room);
            server.deliver(reader, arrive);
            return Promise.resolve(server.page(request));
          },
          onEntries: (entries, to) => {
            given.push(...entries.map(({ seq }) => seq));
            assert(to >= upTo && entries.every(({ seq }) => seq <= to));
            upTo = to;
            // A cursor that stands there leaves nothing out.
            const missed = server.log.filter(({ seq = 0, room = "" }) =>
              seq > from && seq <= to && WANTED.includes(room) &&
              !given.includes(seq)
            );
            assertEquals(missed, []);
          },
        });
        await reader.read({ after: from }, server.log.length);
        for (const { says, arrive } of left) {
          for (const room of says) server.say(room);
          server.deliver(reader, arrive);
        }
        server.deliver(reader, Infinity);
        const wanted = server.log.filter(({ room = "" }) =>
          WANTED.includes(room)
        ).map(({ seq = 0 }) => seq).filter((seq) => seq > from);
        assertEquals(given, wanted);
      },
    ),
    { numRuns: 500 },
  );
});

/** Reads to the end of what is stored. */
async function read(
  server: FakeServer,
  begin: MergeBegin,
): Promise<readonly number[]> {
  const given: number[] = [];
  const reader = new RoomsReader({
    targets: TARGETS,
    ask: (request) => Promise.resolve(server.page(request)),
    onEntries: (entries) => given.push(...entries.map(({ seq }) => seq)),
  });
  await reader.read(begin, server.log.length);
  return given;
}

Deno.test("RoomsReader begins with the newest of all its conversations together", async () => {
  const server = new FakeServer(100);
  for (let count = 0; count < 40; count++) server.say(ROOMS[count % 4] ?? "");
  assertEquals(await read(server, { newest: 4 }), [35, 37, 38, 39]);
  assertEquals(await read(server, { newest: 0 }), []);
  assertEquals(await read(new FakeServer(9), { newest: 4 }), []);
});

Deno.test("RoomsReader keeps a page of each conversation, however much there is", async () => {
  const server = new FakeServer(50);
  for (let count = 0; count < 3000; count++) server.say("tea");
  server.say("chess");
  const seqs = await read(server, { after: 0 });
  assertEquals(seqs.length, 3001);
  assertEquals(server.asked.filter(({ room }) => room === "tea").length, 60);
});

Deno.test("RoomsReader says when the connection is lost, and ends with a server whose pages go no further", async () => {
  const lost = new RoomsReader({
    targets: TARGETS,
    ask: () => Promise.resolve(undefined),
    onEntries: () => {},
  });
  await assertRejects(() => lost.read({ after: 0 }, 5), LostError);
  let count = 0;
  const stuck = new RoomsReader({
    targets: TARGETS,
    ask: () => {
      count++;
      const page = { messages: [], more: true, first: 1, last: 0 };
      return Promise.resolve({
        event: { kind: "history", timestamp: "", ...page },
        payload: {},
      });
    },
    onEntries: () => {},
  });
  await stuck.read({ after: 0 }, 5);
  assertEquals(count, 3);
});
