/**
 * A group of messages into the log.
 *
 * @module
 */

import type { Log } from "../../server/log/log.ts";
import { MemoryLog } from "../../server/log/memory.ts";
import { SqliteLog } from "../../server/log/sqlite.ts";
import { drafts } from "./bench_entries.ts";

const HUNDRED = drafts(100);
const folder = Deno.makeTempDirSync({ prefix: "ktn-bench" });
const memory = new MemoryLog({ onCommit: () => {} });
const sqlite = SqliteLog.open(`${folder}/data`, { onCommit: () => {} });

globalThis.addEventListener("unload", () => {
  // An SQLite log is closed when this returns; the promise says no more.
  sqlite[Symbol.asyncDispose]();
  Deno.removeSync(folder, { recursive: true });
});

Deno.bench("MemoryLog a group of 100", () => append(memory));

Deno.bench("SqliteLog a group of 100, durable", () => append(sqlite));

function append(log: Log): void {
  for (const draft of HUNDRED) log.append(draft);
  log.drain();
}
