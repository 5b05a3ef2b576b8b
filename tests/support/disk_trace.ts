/**
 * What a process wrote to its files and when it synced them, as `strace` saw
 * it; and what a disk would hold of it after a power cut at any moment.
 *
 * @module
 */

import { basename } from "node:path";

/** The calls that are watched. */
const CALLS = "pwrite64,write,lseek,ftruncate,fdatasync,fsync";
const BEGUN =
  /^(\d+)\s+(pwrite64|write|lseek|ftruncate|fdatasync|fsync)\((\d+)<([^>]*)>(?:, (?:"([^"]*)", (\d+)(?:, (\d+))?|(\d+)(?:, SEEK_SET)?))?(\)\s+= (-?\d+)| <unfinished)/;
const RESUMED = /^(\d+)\s+<\.\.\. (?:fdatasync|fsync) resumed>\)\s+= (-?\d+)/;

const STDOUT = "1";

/** One thing that happened, in the order of its beginning. */
export type DiskEvent =
  | {
    readonly kind: "write";
    readonly file: string;
    readonly bytes: Uint8Array;
    readonly at: number;
  }
  | { readonly kind: "cut"; readonly file: string; readonly size: number }
  | { readonly kind: "sync"; readonly file: string; readonly id: number }
  | { readonly kind: "synced"; readonly id: number }
  /** A line on standard output. */
  | { readonly kind: "said"; readonly line: string };

/** The arguments of `strace` that make a trace of what follows. */
export function traceArgs(file: string): readonly string[] {
  const how = ["-D", "-f", "-qq", "-y", "-xx", "-s", "70000"];
  return [...how, "--seccomp-bpf", "-o", file, "-e", `trace=${CALLS}`];
}

/** Reads a trace; syncs that failed have not happened. */
export function readTrace(text: string): readonly DiskEvent[] {
  const events: DiskEvent[] = [];
  const open = new Map<string, number>();
  /** Where what is written next to a handle goes, once that was said. */
  const places = new Map<string, number>();
  let syncs = 0;
  for (const line of text.split("\n")) {
    const [, resumer = "", result] = RESUMED.exec(line) ?? [];
    const id = open.get(resumer);
    if (id !== undefined) {
      open.delete(resumer);
      if (result === "0") events.push({ kind: "synced", id });
      continue;
    }
    const found = BEGUN.exec(line);
    if (!found) continue;
    const [
      ,
      thread = "",
      call = "",
      handle = "",
      path = "",
      data,
      ,
      at,
      size,
      ,
      end,
    ] = found;
    const file = basename(decode(path));
    const place = places.get(handle);
    if (call === "write") {
      if (handle === STDOUT) events.push(...linesOf(data));
      const bytes = bytesOf(data ?? "");
      if (place !== undefined) {
        events.push({ kind: "write", file, bytes, at: place });
        places.set(handle, place + bytes.length);
      }
    } else if (call === "lseek") {
      places.set(handle, Number(size));
    } else if (call === "pwrite64") {
      const bytes = bytesOf(data ?? "");
      events.push({ kind: "write", file, bytes, at: Number(at) });
    } else if (call === "ftruncate") {
      events.push({ kind: "cut", file, size: Number(size) });
    } else {
      events.push({ kind: "sync", file, id: ++syncs });
      if (end === undefined) open.set(thread, syncs);
      else if (end === "0") events.push({ kind: "synced", id: syncs });
    }
  }
  return events;
}

/**
 * Returns what is on the disk after a cut: of each file what was synced, and of
 * what was done since then whatever `keeps` says.
 *
 * @param initial What was there before the first event.
 */
export function filesAfter(
  events: readonly DiskEvent[],
  initial: ReadonlyMap<string, Uint8Array>,
  keeps: () => boolean,
): ReadonlyMap<string, Uint8Array> {
  const done = new Set(
    events.flatMap((event) => event.kind === "synced" ? [event.id] : []),
  );
  const lastSync = new Map<string, number>();
  events.forEach((event, index) => {
    if (event.kind !== "sync" || !done.has(event.id)) return;
    lastSync.set(event.file, index);
  });
  const files = new Map(
    [...initial].map(([name, bytes]) => [name, new DiskFile(bytes)]),
  );
  events.forEach((event, index) => {
    if (event.kind !== "write" && event.kind !== "cut") return;
    const isSafe = index < (lastSync.get(event.file) ?? -1);
    if (!isSafe && !keeps()) return;
    const file = files.get(event.file) ?? new DiskFile(new Uint8Array(0));
    files.set(event.file, file);
    if (event.kind === "cut") file.cut(event.size);
    else file.write(event.bytes, event.at);
  });
  return new Map([...files].map(([name, file]) => [name, file.bytes]));
}

/** The bytes of one file, which grow by writing. */
class DiskFile {
  #buffer: Uint8Array;
  #size: number;

  constructor(bytes: Uint8Array) {
    this.#buffer = bytes.slice();
    this.#size = bytes.length;
  }

  get bytes(): Uint8Array {
    return this.#buffer.slice(0, this.#size);
  }

  cut(size: number): void {
    this.#buffer.fill(0, size);
    this.#size = size;
  }

  write(bytes: Uint8Array, at: number): void {
    const end = at + bytes.length;
    if (end > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(end, this.#buffer.length * 2));
      larger.set(this.#buffer);
      this.#buffer = larger;
    }
    this.#buffer.set(bytes, at);
    this.#size = Math.max(this.#size, end);
  }
}

function linesOf(data = ""): DiskEvent[] {
  return decode(data).split("\n").filter((line) => line !== "")
    .map((line) => ({ kind: "said", line }));
}

function decode(hex: string): string {
  return new TextDecoder().decode(bytesOf(hex));
}

function bytesOf(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 4);
  for (let n = 0; n < bytes.length; n++) {
    bytes[n] = Number.parseInt(hex.slice(n * 4 + 2, n * 4 + 4), 16);
  }
  return bytes;
}
