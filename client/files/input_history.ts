/**
 * Where entered lines outlive the program: one file for all chats of a user,
 * shared by all clients that run.
 *
 * @module
 */

import { fieldsOf } from "../../shared/fields.ts";
import { byteLength } from "../../shared/text.ts";
import { BackgroundWriter } from "./background_writer.ts";
import { replaceFile, whileLocked } from "./private_file.ts";

const FORMAT = 1;
/** Most lines that are kept, the newest. */
export const MAX_KEPT_LINES = 1000;
/** Most bytes of text that are kept, the newest lines. */
export const MAX_KEPT_BYTES = 256 * 1024;

/** Returns the file in a folder for what a user's programs should remember. */
export function inputHistoryFile(folder: string): string {
  return `${folder}/input_history.json`;
}

/** Keeps lines in a file; without one it keeps nothing. */
export class InputHistory {
  readonly #path: string | undefined;
  readonly #writer = new BackgroundWriter(() => this.#write());
  /** Lines that are not written yet, oldest first. */
  #waiting: readonly string[] = [];

  /** Names the file; nothing is read or made yet. */
  constructor(path: string | undefined) {
    this.#path = path;
  }

  /** Returns what was kept, oldest first; a damaged file counts as none. */
  load(): readonly string[] {
    if (this.#path === undefined) return [];
    try {
      return readLines(JSON.parse(Deno.readTextFileSync(this.#path)));
    } catch {
      return []; // not there, not readable or damaged
    }
  }

  /**
   * Adds a line to what all clients have kept meanwhile, beside the event
   * loop; a home that cannot be written to is not worth a word.
   */
  add(line: string): void {
    if (this.#path === undefined) return;
    this.#waiting = newest([...this.#waiting, line]);
    this.#writer.within(0);
  }

  /** Waits for what is being written; returns whether all of it is. */
  async flush(maxMs: number): Promise<boolean> {
    return await this.#writer.flush(maxMs);
  }

  async #write(): Promise<void> {
    const path = this.#path ?? "";
    const lines = this.#waiting;
    this.#waiting = [];
    try {
      await whileLocked(path, async () => {
        const kept = await read(path);
        const all = newest(lines.reduce(added, kept));
        if (all === kept) return;
        await replaceFile(path, JSON.stringify({ format: FORMAT, lines: all }));
      });
    } catch {
      // A read-only home, or another program holds the lock for ever.
    }
  }
}

/** The same line twice in a row is kept once. */
function added(kept: readonly string[], line: string): readonly string[] {
  return line === kept.at(-1) ? kept : [...kept, line];
}

/** The newest lines that are neither too many nor too long together. */
function newest(lines: readonly string[]): readonly string[] {
  let bytes = lines.reduce((sum, line) => sum + byteLength(line), 0);
  let first = 0;
  while (lines.length - first > MAX_KEPT_LINES || bytes > MAX_KEPT_BYTES) {
    bytes -= byteLength(lines[first++] ?? "");
  }
  return first === 0 ? lines : lines.slice(first);
}

async function read(path: string): Promise<readonly string[]> {
  try {
    return readLines(JSON.parse(await Deno.readTextFile(path)));
  } catch {
    return []; // not there, not readable or damaged
  }
}

function readLines(value: unknown): readonly string[] {
  const { format, lines } = fieldsOf(value);
  if (format !== FORMAT || !Array.isArray(lines)) return [];
  return lines.filter((line) => typeof line === "string")
    .slice(-MAX_KEPT_LINES);
}
