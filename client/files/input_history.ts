/**
 * Where entered lines outlive the program: one file for all chats of a user,
 * shared by all clients that run. Knows nothing of which line may be kept.
 *
 * @module
 */

import { byteLength } from "../../shared/text.ts";
import { MAX_LINES } from "../editing/line_history.ts";
import { replaceFile, whileLocked } from "./private_file.ts";

const FORMAT = 1;
/** Most bytes of text that are kept, the newest lines. */
export const MAX_KEPT_BYTES = 256 * 1024;

/** Returns the file in a folder for what a user's programs should remember. */
export function inputHistoryFile(folder: string): string {
  return `${folder}/input_history.json`;
}

/** Keeps lines in a file; without one it keeps nothing. */
export class InputHistory {
  readonly #path: string | undefined;

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
      return []; // not there, not readable or damaged: nothing to remember
    }
  }

  /**
   * Adds a line to what all clients have kept meanwhile.
   *
   * @returns whether it could be kept.
   */
  add(line: string): boolean {
    const path = this.#path;
    if (path === undefined) return false;
    try {
      whileLocked(path, () => {
        const kept = this.load();
        if (line === kept.at(-1)) return;
        const lines = newest([...kept, line]);
        replaceFile(path, JSON.stringify({ format: FORMAT, lines }));
      });
      return true;
    } catch {
      return false; // a read-only home: nobody needs to be told
    }
  }
}

/** The newest lines that are neither too many nor too long together. */
function newest(lines: readonly string[]): readonly string[] {
  const kept = lines.slice(-MAX_LINES);
  let bytes = kept.reduce((sum, line) => sum + byteLength(line), 0);
  while (bytes > MAX_KEPT_BYTES) bytes -= byteLength(kept.shift() ?? "");
  return kept;
}

function readLines(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const { format, lines } = value as Record<string, unknown>; // keys are strings
  if (format !== FORMAT || !Array.isArray(lines)) return [];
  return lines.filter((line) => typeof line === "string").slice(-MAX_LINES);
}
