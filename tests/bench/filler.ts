/**
 * Fills a data folder with messages, as a server that ran for long leaves it:
 * `filler.ts FOLDER COUNT`.
 *
 * @module
 */

import { SqliteLog } from "../../server/log/sqlite.ts";
import { indexed } from "../support/found_in.ts";

/** Messages of one commit. */
const GROUP = 1000;
const AUTHORS = 50;

async function fill(folder: string, count: number): Promise<void> {
  await using log = SqliteLog.open(folder, { onCommit: () => {} });
  for (let index = 0; index < count; index++) {
    log.append({
      conversation: "lobby",
      target: { room: "lobby" },
      author: `ada${index % AUTHORS}`,
      by: index % AUTHORS + 1,
      text: `message ${index} says what people say to each other all day`,
      settle: () => {},
    });
    if (index % GROUP === GROUP - 1) await log.drain();
  }
  await log.drain();
  // Brings the index of words up to date, which else the server would do.
  await indexed(log);
}

if (import.meta.main) {
  const [folder = "", count = ""] = Deno.args;
  await fill(folder, Number(count));
}
