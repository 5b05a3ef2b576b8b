import { assert, assertEquals } from "@std/assert";
import type { Page } from "../../../server/chat/history_page.ts";
import type { Entry, Log, SearchQuery } from "../../../server/log/log.ts";
import { MemoryLog } from "../../../server/log/memory.ts";
import { MAX_PAGE_CHARS } from "../../../server/log/page_space.ts";
import { PageTurns } from "../../../server/log/page_turns.ts";
import { roomConversation } from "../../../server/directory/room.ts";
import type { PageFields, Peer } from "../../../server/requests/peer.ts";
import { MAX_STEPS, search } from "../../../server/requests/search.ts";
import { numbersTo } from "../../contracts/log_sayings.ts";
import {
  DirectoryBench,
  memoryPlace,
  outcomeOf,
} from "../../support/directory_bench.ts";
import { entryOf } from "../../support/entries.ts";
import { LOBBY_ONLY, OLD_PEER } from "../../support/lobby_peer.ts";
import { textsOf, Witness } from "../../support/witness.ts";

/** What was answered, and how often the peer waited for its turn. */
interface Answered extends PageFields {
  readonly entries: readonly Entry[];
  readonly turns: number;
}

/** Asks for words in what a log has. */
async function ask(
  log: Pick<Log, "search" | "last">,
  fields: object,
  peerFields: object = {},
): Promise<Answered> {
  const answer = await answerOf(log, fields, peerFields);
  assert(answer);
  return answer;
}

/** The same; nothing where nobody is there to hear it. */
async function answerOf(
  log: Pick<Log, "search" | "last">,
  fields: object,
  peerFields: object,
): Promise<Answered | undefined> {
  let turns = 0;
  let answer: [Page, PageFields] | undefined;
  const share = {
    turn: () => Promise.resolve(void turns++),
    measure: <T>(work: () => T) => work(),
  };
  const settings = { historyForm: "objects", bareBytes: 1000 };
  const own = {
    form: "lines",
    ...OLD_PEER,
    share,
    services: { log, directory: LOBBY_ONLY, turns: new PageTurns(), settings },
    answerPage: (_: unknown, ...it: [Page, PageFields]) => answer = it,
  };
  const all = {
    ...Object.getOwnPropertyDescriptors(own),
    ...Object.getOwnPropertyDescriptors(peerFields),
  };
  // The rest of a peer is not asked for.
  const peer = Object.defineProperties({}, all) as unknown as Peer;
  await search(peer, { name: "search", id: "s", fields: { ...fields } });
  if (!answer) return undefined;
  const [{ entries }, rest] = answer;
  return { entries, ...rest, turns: turns - 1 }; // one is for the answer
}

/** A log that has looked at one more entry with each step, and found nothing. */
function endlessLog(isIndexing = false): Pick<Log, "search" | "last"> {
  return {
    last: 1_000_000,
    search: ({ before = 0 }: SearchQuery) =>
      Promise.resolve({
        entries: [],
        first: before - 1,
        isDone: before <= 2,
        isIndexing,
      }),
  };
}

async function memoryLog(texts: readonly string[]): Promise<MemoryLog> {
  const witness = new Witness();
  const log = new MemoryLog(witness.options);
  await witness.sayAll(log, texts.map((text) => ({ text })));
  return log;
}

Deno.test("search says between which seqs it looked, and whether there is more", async () => {
  await using log = await memoryLog(numbersTo(9).map((n) => `word ${n}`));
  const whole = await ask(log, { content: "word" });
  const { entries, turns: _, ...place } = whole;
  assertEquals(entries.length, 9);
  assertEquals(place, { more: false, first: 1, last: 9 });
  const part = await ask(log, { content: "word", before: 7, limit: 2 });
  assertEquals(textsOf(part.entries), ["word 5", "word 6"]);
  assertEquals([part.more, part.first, part.last], [true, 5, 6]);
  const rest = await ask(log, { content: "word", before: 5, limit: 4 });
  assertEquals([rest.more, rest.first, rest.last], [false, 1, 4]);
  const none = await ask(log, { content: "%" });
  assertEquals([none.entries, none.more], [[], false]);
});

Deno.test("search shows nothing of a room that was left while it looked", async () => {
  await using bench = await DirectoryBench.make(memoryPlace());
  const { directory } = bench;
  const ada = await bench.account("ada");
  const room = await bench.room("tea", ada);
  const conversation = roomConversation(room);
  const entries = [entryOf(1, { conversation, text: "word" })];
  const place = { first: 1, isDone: true, isIndexing: false };
  const searched = async (leaves: boolean) => {
    const log = {
      last: 1,
      search: async () => {
        if (leaves) await directory.leave(room, ada.number);
        return { entries, ...place };
      },
    };
    return await ask(log, { content: "word", room: "tea" }, {
      person: { identity: ada.number, name: "ada" },
      ...{ version: 3, knowsRooms: true, dialect: "rooms" },
      services: {
        ...{ log, directory, turns: new PageTurns() },
        chat: { logAge: { last: 1, old: 0 } },
        settings: { historyForm: "objects", bareBytes: 1000 },
      },
    });
  };
  assertEquals(textsOf((await searched(false)).entries), ["word"]);
  assertEquals(await outcomeOf(searched(true)), "unknown_room");
});

Deno.test("search goes on where the page before began, without a hole or a double", async () => {
  await using log = await memoryLog(
    numbersTo(3000).map((n) => n % 7 === 0 ? `word ${n}` : `other ${n}`),
  );
  const found: string[] = [];
  let before: number | undefined;
  for (;;) {
    const page = await ask(log, { content: "word", limit: 50, before });
    found.unshift(...textsOf(page.entries));
    if (!page.more) break;
    before = page.first;
  }
  const expected = numbersTo(3000).filter((n) => n % 7 === 0);
  assertEquals(found, expected.map((n) => `word ${n}`));
});

Deno.test("search answers before the end where there is much to look at", async () => {
  const page = await ask(endlessLog(), { content: "word" });
  assertEquals(page, {
    entries: [],
    more: true,
    first: 1_000_001 - MAX_STEPS,
    last: 1_000_000,
    turns: MAX_STEPS,
  });
  const { first = 0 } = page;
  const next = await ask(endlessLog(), { content: "word", before: first });
  assertEquals([next.first, next.last], [first - MAX_STEPS, first - 1]);
  const end = await ask(endlessLog(), { content: "word", before: 50 });
  assertEquals([end.more, end.first, end.turns], [false, 1, 49]);
});

Deno.test("search says that the index is being made", async () => {
  const { indexing } = await ask(endlessLog(true), { content: "word" });
  assertEquals(indexing, true);
});

Deno.test("search reads no more than a page holds", async () => {
  const text = `word ${"x".repeat(4000)}`;
  await using memory = await memoryLog(numbersTo(100).map(() => text));
  const log = {
    last: 100,
    search: (query: SearchQuery) => memory.search({ ...query, limit: 1 }),
  };
  const { entries, more, first, turns } = await ask(log, { content: "word" });
  assertEquals(turns, Math.ceil(MAX_PAGE_CHARS / text.length));
  assertEquals([more, first], [true, entries[0]?.seq]);
});

Deno.test("search ends when nobody waits for it", async () => {
  let searches = 0;
  const peer = { person: OLD_PEER.person as object | undefined };
  const log = {
    last: 1_000_000,
    search: (query: SearchQuery) => {
      searches++;
      peer.person = undefined; // its connection ended
      return endlessLog().search(query);
    },
  };
  const gone = {
    get person() {
      return peer.person;
    },
  };
  assertEquals(await answerOf(log, { content: "word" }, gone), undefined);
  assertEquals(searches, 1);
});

Deno.test("search passes over what a bare peer cannot take, and gets on", async () => {
  await using log = await memoryLog(["word one", `word ${"x".repeat(2000)}`]);
  const bare = { form: "bare" } as const;
  const page = await ask(log, { content: "word" }, bare);
  assertEquals([page.entries, page.more, page.first], [[], true, 2]);
  const next = await ask(log, { content: "word", before: 2 }, bare);
  assertEquals([textsOf(next.entries), next.more], [["word one"], false]);
});
