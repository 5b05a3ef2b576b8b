/**
 * A process that stores messages in a log as fast as it can, under `strace`,
 * until enough are acknowledged; then it is killed.
 *
 * @module
 */

import { SqliteLog } from "../../server/log/sqlite.ts";
import { endProcess } from "./end_process.ts";
import { within } from "./within.ts";

const WRITER = new URL("log_writer.ts", import.meta.url).pathname;
/** The longest that so many may take. */
const MAX_MS = 60_000;

/** Runs it; returns a line `seq id` for each message acknowledged. */
export async function runLogWriter(
  folder: string,
  count: number,
  straceArgs: readonly string[],
): Promise<readonly string[]> {
  const writer = [Deno.execPath(), "run", "-A", WRITER, folder, "a"];
  const process = new Deno.Command("strace", {
    args: [...straceArgs, ...writer],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  try {
    return await within(readLines(process.stdout, count), "the acks", MAX_MS);
  } finally {
    await endProcess(process);
  }
}

/** Returns the ids in a log by their seqs. */
export async function readIds(
  folder: string,
): Promise<ReadonlyMap<number, string>> {
  await using log = SqliteLog.open(folder, { onCommit: () => {} });
  const conversations = [{ key: "lobby" }];
  const ids = new Map<number, string>();
  for (let after = 0; after < log.last;) {
    const page = await log.page({ conversations, after, limit: 1000 });
    for (const { seq, id } of page) ids.set(seq, id ?? "");
    after = page.at(-1)?.seq ?? log.last;
  }
  return ids;
}

async function readLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  count: number,
): Promise<readonly string[]> {
  let text = "";
  let lines: readonly string[] = [];
  for await (const part of stream.pipeThrough(new TextDecoderStream())) {
    text += part;
    lines = text.split("\n").slice(0, -1);
    if (lines.length >= count) break;
  }
  return lines;
}
