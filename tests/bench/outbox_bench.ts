/**
 * Bytes to a peer that takes everything at once.
 *
 * @module
 */

import { Outbox } from "../../server/net/outbox.ts";
import { WriteTurns } from "../../server/net/write_turns.ts";

const PIECE = new Uint8Array(1_000);
const WRITER = {
  write: (bytes: Uint8Array) => Promise.resolve(bytes.length),
};
/** Turns of their own, so that nothing is waited for. */
const TURNS = new WriteTurns(queueMicrotask);
const OWNER = { progressed: () => {}, lost: () => {} };

Deno.bench("Outbox.push() 100 pieces, one by one", async () => {
  const outbox = new Outbox(WRITER, OWNER, TURNS);
  for (let count = 0; count < 100; count++) {
    outbox.push(PIECE);
    while (outbox.bytes > 0) await undefined;
  }
});

Deno.bench("Outbox.push() 100 pieces at once", async () => {
  const outbox = new Outbox(WRITER, OWNER, TURNS);
  for (let count = 0; count < 100; count++) outbox.push(PIECE);
  while (outbox.bytes > 0) await undefined;
});
