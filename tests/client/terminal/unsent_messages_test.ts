import { assert, assertEquals } from "@std/assert";
import { MAX_PENDING, Pending } from "../../../client/connection/pending.ts";
import { PendingStore } from "../../../client/connection/pending_store.ts";
import { UnsentMessages } from "../../../client/terminal/unsent_messages.ts";

const FLUSH_MS = 10_000;

Deno.test("UnsentMessages writes a thousand confirmations in one write, and nothing holds the event loop up", async () => {
  const pending = new Pending();
  const saved: number[] = [];
  const store = {
    save: async (messages: readonly unknown[]) => {
      saved.push(messages.length);
      return await Promise.resolve(true);
    },
  };
  const unsent = new UnsentMessages({ pending, store, onFailure: () => {} });
  for (let n = 0; n < MAX_PENDING; n++) {
    pending.add(outgoing(n));
    unsent.added();
  }
  await unsent.flush(FLUSH_MS);
  assertEquals(saved, [1, MAX_PENDING]);
  for (let n = 0; n < MAX_PENDING; n++) {
    pending.settle(`${n}`);
    unsent.settled();
  }

  assertEquals(await unsent.flush(FLUSH_MS), true);
  assertEquals(saved, [1, MAX_PENDING, 0]);
});

Deno.test("UnsentMessages has a message on disk while it waits for its ack, and not for ever", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/unsent.json`;
    const store = new PendingStore(file);
    const pending = new Pending();
    const unsent = new UnsentMessages({ pending, store, onFailure: () => {} });
    pending.add(outgoing(1));
    unsent.added();
    await unsent.flush(FLUSH_MS);
    assertEquals(new PendingStore(file).load(), [outgoing(1)]);
    pending.settle("1");
    unsent.settled();
    await unsent.flush(FLUSH_MS);

    assertEquals(new PendingStore(file).load(), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("UnsentMessages says once that messages cannot be kept, and knows it at the end", async () => {
  let failures = 0;
  const unsent = new UnsentMessages({
    pending: new Pending(),
    store: new PendingStore(undefined),
    onFailure: () => failures++,
  });
  unsent.added();
  assert(!await unsent.flush(FLUSH_MS));
  unsent.added();
  assert(!await unsent.flush(FLUSH_MS));

  assertEquals(failures, 1);
});

function outgoing(n: number) {
  return { id: `${n}`, text: `text ${n}`, time: 1 };
}
