/**
 * Entries into the bytes everybody gets.
 *
 * @module
 */

import { Batch, type Recipient } from "../../server/chat/batch.ts";
import { encodeLine } from "../../server/chat/payload.ts";
import { entries } from "./bench_entries.ts";

const HUNDRED = entries(100);
const SENT = HUNDRED.map(({ seq }) => seq);
const recipient = (identity: number): Recipient => ({
  identity,
  dialect: "rooms",
  sent: SENT,
  knowsOwnIds: false,
});

Deno.bench("Batch.linesFor() 100 entries, for a reader", () => {
  new Batch(HUNDRED).linesFor(recipient(-1));
});

Deno.bench("Batch.linesFor() 100 entries, for each of 10 authors", () => {
  const batch = new Batch(HUNDRED);
  for (let author = 0; author < 10; author++) {
    batch.linesFor(recipient(author + 1));
  }
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
