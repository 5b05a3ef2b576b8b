/**
 * D6: the power goes: what was acknowledged is on the disk, whatever else of
 * what was written is there or not, and the database is whole.
 */

import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import {
  type DiskEvent,
  filesAfter,
  readTrace,
  traceArgs,
} from "../support/disk_trace.ts";
import {
  effort,
  faultTest,
  hasProgram,
  lacking,
  tell,
} from "../support/effort.ts";
import { SqliteLog } from "../../server/log/sqlite.ts";
import { readIds, runLogWriter } from "../support/log_writer_process.ts";
import { until } from "../support/until.ts";

const FILES = ["ktn.db", "ktn.db-wal"];
const MESSAGES = effort(2500, 6000);
const CUTS = effort(40, 200);

faultTest(
  "D6: a power cut at any moment loses nothing acknowledged, whatever reached the disk of what was not synced",
  lacking({ strace: hasProgram("strace") }),
  async () => {
    const folder = await Deno.makeTempDir({ prefix: "ktn-cut" });
    try {
      const initial = await makeEmptyLog(`${folder}/data`);
      const events = await traceWriter(folder);
      const emptied = events.flatMap((event, at) =>
        isBegunAnew(event) ? [at] : []
      );
      assert(emptied.length > 0, "there was no checkpoint");
      let acked = 0;
      for (let cut = 0; cut < CUTS; cut++) {
        // A quarter of the cuts is about a checkpoint, the last is the end.
        const near = emptied[Math.floor(Math.random() * emptied.length)] ?? 0;
        const upTo = cut % 4 === 2
          ? near - 20 + Math.floor(Math.random() * 60)
          : Math.floor(events.length * (cut + 1) / CUTS);
        const keeps = unsynced(cut);
        const past = events.slice(0, upTo);
        const files = filesAfter(past, initial, keeps);
        acked = await checkDisk(`${folder}/cut-${cut}`, files, past);
      }
      // strace may not have seen the last calls of who was killed.
      assert(acked > MESSAGES * 0.99, `only ${acked} were acknowledged`);
      tell(
        `D6: ${CUTS} cuts, ${acked} acknowledged, 0 lost, ${emptied.length} checkpoints`,
      );
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

/**
 * Says what reached the disk that was not synced, by turns: nothing, half of it,
 * all but the first few of it.
 */
function unsynced(cut: number): () => boolean {
  let missing = Math.floor(Math.random() * 16);
  if (cut % 3 === 0) return () => false;
  return cut % 3 === 1 ? () => Math.random() < 0.5 : () => missing-- <= 0;
}

type Files = ReadonlyMap<string, Uint8Array>;

/** Makes a log with nothing in it; what its files hold is all synced. */
async function makeEmptyLog(folder: string): Promise<Files> {
  await Deno.mkdir(folder);
  await SqliteLog.open(folder, { onCommit: () => {} })[Symbol.asyncDispose]();
  const bytes = await Deno.readFile(`${folder}/ktn.db`);
  return new Map([["ktn.db", bytes]]);
}

/** Whether nothing in the write-ahead log counts from then on. */
function isBegunAnew(event: DiskEvent): boolean {
  return event.kind === "cut" ||
    event.kind === "write" && event.at === 0 &&
      event.bytes.every((byte) => byte === 0);
}

/** Runs a writer, and reads what it did to its files. */
async function traceWriter(folder: string): Promise<readonly DiskEvent[]> {
  const trace = `${folder}/trace`;
  await runLogWriter(`${folder}/data`, MESSAGES, traceArgs(trace));
  const whole = () => Deno.readTextFileSync(trace).endsWith("+++\n");
  await until(whole, "the end of the trace");
  const events = readTrace(await Deno.readTextFile(trace));
  return events.filter((event) =>
    !("file" in event) || FILES.includes(event.file)
  );
}

/** Opens what a cut left behind; returns how many were acknowledged before. */
async function checkDisk(
  folder: string,
  files: Files,
  past: readonly DiskEvent[],
): Promise<number> {
  await Deno.mkdir(folder);
  for (const [name, bytes] of files) {
    await Deno.writeFile(`${folder}/${name}`, bytes);
  }
  const kept = await readIds(folder);
  using database = new DatabaseSync(`${folder}/ktn.db`);
  const { integrity_check } = database.prepare("PRAGMA integrity_check")
    .get() ?? {};
  assertEquals(integrity_check, "ok");
  const said = past.flatMap((event) => event.kind === "said" ? [event] : []);
  for (const { line } of said) {
    const [seq, id] = line.split(" ");
    assertEquals(kept.get(Number(seq)), id, `lost: ${line}`);
  }
  await Deno.remove(folder, { recursive: true });
  return said.length;
}
