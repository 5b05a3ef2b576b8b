/**
 * Entries into the bytes everybody gets.
 *
 * @module
 */

import { Batch, encodeLine } from "../../server/chat/payload.ts";
import { entries } from "./bench_entries.ts";

const HUNDRED = entries(100);

Deno.bench("Batch.linesFor() 100 entries, for a reader", () => {
  new Batch(HUNDRED, 0).linesFor("reader");
});

Deno.bench("Batch.linesFor() 100 entries, for each of 10 authors", () => {
  const batch = new Batch(HUNDRED, 0);
  for (let author = 0; author < 10; author++) batch.linesFor(`u${author}`);
});

Deno.bench("encodeLine() an acknowledgement", () => {
  encodeLine({
    response: "info",
    code: "ack",
    id: "id-1",
    content: "Message received",
    fields: { seq: 1, room: "lobby" },
  });
});
