import { assertEquals } from "@std/assert";
import { Chat } from "../../server/chat/chat.ts";
import { NAMES_FILE, NamesFile } from "../../server/directory/names_file.ts";
import { KeptNames } from "../../server/kept_names.ts";
import { Logger } from "../../server/logging/logger.ts";
import { TempFolder } from "../support/temp_folder.ts";

const PROOF = "f".repeat(64);
const GRACE_MS = 5000;

/** A name in the file, and for how long it is kept. */
function entryOf(name: string, leftMs = GRACE_MS) {
  return { name, proofs: [PROOF], ["left_ms"]: leftMs };
}

/** Restores a file; returns who is in the lobby, what was logged, what is left. */
async function restored(entries: readonly unknown[]) {
  await using temp = await TempFolder.make();
  await Deno.writeTextFile(
    `${temp.path}/${NAMES_FILE}`,
    JSON.stringify({ stopped: Date.now(), names: entries }),
  );
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const logger = new Logger({ format: "json", write });
  using chat = new Chat();
  const options = { graceMs: GRACE_MS };
  new KeptNames(temp.path, { options, chat, logger })[Symbol.dispose]();
  const { names: left } = new NamesFile(temp.path).take();
  return {
    names: chat.names("lobby"),
    events: lines.map((line) => JSON.parse(line)),
    left: left.map(({ name, leftMs }) => [name, leftMs]),
  };
}

for (
  const [what, entry] of [
    ["is taken already", entryOf("ACE")],
    ["looks like another one", entryOf("асе")],
    ["is no name for this version", entryOf("a b")],
  ] as const
) {
  Deno.test(`KeptNames restores all others when a name ${what}`, async () => {
    const { names, events } = await restored([
      ...[entryOf("ace"), entry, entryOf("bob")],
    ]);
    assertEquals(names, ["ace", "bob"]);
    assertEquals(
      events.map(({ event, count }) => [event, count]),
      [["names_lost", 1]],
    );
  });
}

Deno.test("KeptNames keeps nobody a name for longer than the grace time, and logs nothing when all are well", async () => {
  const { events, left } = await restored([
    ...[entryOf("ada", GRACE_MS + 1), entryOf("bob", GRACE_MS - 1)],
  ]);
  assertEquals(left, [["ada", GRACE_MS], ["bob", GRACE_MS - 1]]);
  assertEquals(events, []);
});
