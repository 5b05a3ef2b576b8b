/**
 * A process that writes to a log until it is killed: one line `seq id` for each
 * message, after it was settled as stored.
 *
 * @module
 */

import { SqliteLog } from "../../server/log/sqlite.ts";

const [folder = "", writer = ""] = Deno.args;
const UTF8 = new TextEncoder();

await using log = SqliteLog.open(folder, { onCommit: () => {} });
for (let count = 0; true; count++) {
  const id = `${writer}-${count}`;
  const { promise, resolve } = Promise.withResolvers<void>();
  log.append({
    conversation: "lobby",
    target: { room: "lobby" },
    author: "ada",
    by: 0,
    text: `say ${id}`,
    id,
    settle: (outcome) => {
      if (outcome.kind === "stored") {
        Deno.stdout.writeSync(UTF8.encode(`${outcome.entry.seq} ${id}\n`));
      }
      resolve();
    },
  });
  // Groups of 1 to 8.
  if (count % 8 < count % 5) await promise;
}
