/**
 * What a framer makes of bytes, as texts that are easy to compare.
 *
 * @module
 */

import type { Frame } from "../../shared/frame.ts";
import { Framer, type FramerOptions } from "../../shared/framing.ts";

const UTF8 = new TextEncoder();

/** Returns the bytes of a text, or the bytes themselves. */
export function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === "string" ? UTF8.encode(data) : data;
}

/**
 * Returns what the framer makes of the pieces and of their end: a value as its
 * JSON, everything else as its code; last, "lines" or "bare".
 */
export function framesOf(
  pieces: readonly (string | Uint8Array)[],
  options: FramerOptions = {},
): string[] {
  const framer = new Framer(options);
  const frames = pieces.flatMap((piece) => {
    const bytes = bytesOf(piece).slice();
    const made = framer.push(bytes);
    bytes.fill(0x22); // the bytes may be reused afterwards
    return made;
  });
  const all = [...frames, ...framer.end()].map(textOf);
  return [...all, framer.lines ? "lines" : "bare"];
}

function textOf(frame: Frame): string {
  switch (frame.kind) {
    case "value":
      return JSON.stringify(frame.value);
    case "fault":
      return frame.error.code;
    case "fatal":
      return `fatal ${frame.error.code}`;
    case "http":
      return "http";
  }
}

/** Cuts bytes at these places. */
export function cutAt(
  bytes: Uint8Array,
  places: readonly number[],
): Uint8Array[] {
  const sorted = [...places].toSorted((one, two) => one - two);
  const starts = [0, ...sorted];
  return starts.map((start, n) => bytes.subarray(start, sorted[n]));
}
