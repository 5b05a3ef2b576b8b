import { assertEquals } from "@std/assert";
import { MAX_PAGES, PageTurns } from "../../../server/log/page_turns.ts";
import { showHistory } from "../../../server/requests/history.ts";
import { LOBBY_ONLY, OLD_PEER } from "../../support/lobby_peer.ts";
import type { Peer } from "../../../server/requests/peer.ts";

Deno.test("showHistory() reads in a turn of its own when it has waited for others' pages", async () => {
  const turns = new PageTurns();
  const done: string[] = [];
  const note = (what: string) => void done.push(what);
  const log = {
    page: () => {
      note("read");
      return Promise.resolve([]);
    },
  };
  const share = {
    line: {},
    turn: () => Promise.resolve(note("turn")),
    measure: <T>(work: () => T) => work(),
  };
  const settings = { historyForm: "objects", bareBytes: 1000 };
  // The rest of a peer is not asked for.
  const peer = {
    ...OLD_PEER,
    form: "lines",
    share,
    services: { directory: LOBBY_ONLY, log, turns, settings },
    answerPage: () => note("answer"),
  } as unknown as Peer;
  const held = Promise.withResolvers<void>();
  const others = Array.from(
    { length: MAX_PAGES },
    () => turns.run({}, () => held.promise),
  );
  const shown = showHistory(peer, { name: "history", id: "h", fields: {} });
  note("free");
  held.resolve();
  await Promise.all([shown, ...others]);
  assertEquals(done, ["free", "turn", "read", "answer"]);
});
