/**
 * A process whose files may not grow, as on a disk that fails, until it lifts
 * the limit: prints as JSON what became of its messages.
 *
 * @module
 */

import { SqliteLog } from "../../server/log/sqlite.ts";
import type { Outcome } from "../../server/log/log.ts";

const [folder = ""] = Deno.args;
const troubles: string[] = [];
await using log = SqliteLog.open(folder, {
  onCommit: () => {},
  onTrouble: (trouble) => troubles.push(trouble?.message ?? "works"),
});
let count = 0;
let stored = 0;

let refused = await say();
while (refused.kind === "stored") refused = await say();
const lastBefore = log.last;
const isStillOpen = isDatabaseOpen();

const lift = ["--pid", String(Deno.pid), "--fsize=unlimited"];
await new Deno.Command("prlimit", { args: lift }).output();
let after = await say();
while (after.kind === "refused") {
  // The database is opened again at most once a second.
  await new Promise((resolve) => setTimeout(resolve, 20));
  after = await say();
}
// deno-lint-ignore no-console -- it is read by the test
console.log(JSON.stringify({
  code: refused.kind === "refused" ? refused.error.code : undefined,
  isStillOpen,
  stored,
  lastBefore,
  seqAfter: after.kind === "stored" ? after.entry.seq : undefined,
  troubles,
}));

function isDatabaseOpen(): boolean {
  return [...Deno.readDirSync("/proc/self/fd")].some(({ name }) => {
    try {
      return Deno.readLinkSync(`/proc/self/fd/${name}`).endsWith("/ktn.db");
    } catch {
      // The handle of the listing itself is gone by now.
      return false;
    }
  });
}

async function say(): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  log.append({
    conversation: "lobby",
    target: { room: "lobby" },
    author: "ada",
    by: 0,
    text: `${count++} `.padEnd(1000, "x"),
    settle: (outcome) => outcomes.push(outcome),
  });
  await log.drain();
  const [outcome] = outcomes;
  if (!outcome) throw new Error("Expected an outcome");
  if (outcome.kind === "stored") stored++;
  return outcome;
}
