/**
 * Bytes into requests.
 *
 * @module
 */

import { Framer } from "../../shared/framing.ts";

const TEXT = "x".repeat(64);
const LINE = `{"request":"msg","content":"${TEXT}"}\n`;
const LINES = new TextEncoder().encode(LINE.repeat(100));
const PIECES = Array.from(
  { length: Math.ceil(LINES.length / 50) },
  (_, index) => LINES.subarray(index * 50, index * 50 + 50),
);

Deno.bench("Framer.push() 100 messages in one chunk", () => {
  new Framer().push(LINES);
});

Deno.bench("Framer.push() 100 messages in chunks of 50 bytes", () => {
  const framer = new Framer();
  for (const piece of PIECES) framer.push(piece);
});
