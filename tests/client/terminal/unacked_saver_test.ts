import { LOBBY_TARGET } from "../../../shared/target.ts";
import { assert, assertEquals } from "@std/assert";
import {
  MAX_UNACKED,
  UnackedMessages,
} from "../../../client/connection/unacked_messages.ts";
import { UnackedStore } from "../../../client/connection/unacked_store.ts";
import { UnackedSaver } from "../../../client/terminal/unacked_saver.ts";

const FLUSH_MS = 10_000;

Deno.test("UnackedSaver writes a thousand confirmations in one write, and nothing holds the event loop up", async () => {
  const pending = new UnackedMessages();
  const saved: number[] = [];
  const store = {
    save: async (messages: readonly unknown[]) => {
      saved.push(messages.length);
      return await Promise.resolve(true);
    },
  };
  const unsent = new UnackedSaver({ pending, store, onFailure: () => {} });
  for (let n = 0; n < MAX_UNACKED; n++) {
    pending.add(outgoing(n));
    unsent.added();
  }
  await unsent.flush(FLUSH_MS);
  assertEquals(saved, [1, MAX_UNACKED]);
  for (let n = 0; n < MAX_UNACKED; n++) {
    pending.settle(`${n}`);
    unsent.settled();
  }

  assertEquals(await unsent.flush(FLUSH_MS), true);
  assertEquals(saved, [1, MAX_UNACKED, 0]);
});

Deno.test("UnackedSaver has a message on disk while it waits for its ack, and not for ever", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/unsent.json`;
    const store = new UnackedStore(file);
    const pending = new UnackedMessages();
    const unsent = new UnackedSaver({ pending, store, onFailure: () => {} });
    pending.add(outgoing(1));
    unsent.added();
    await unsent.flush(FLUSH_MS);
    assertEquals(new UnackedStore(file).load(), [outgoing(1)]);
    pending.settle("1");
    unsent.settled();
    await unsent.flush(FLUSH_MS);

    assertEquals(new UnackedStore(file).load(), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("UnackedSaver says once that messages cannot be kept, and knows it at the end", async () => {
  let failures = 0;
  const unsent = new UnackedSaver({
    pending: new UnackedMessages(),
    store: new UnackedStore(undefined),
    onFailure: () => failures++,
  });
  unsent.added();
  assert(!await unsent.flush(FLUSH_MS));
  unsent.added();
  assert(!await unsent.flush(FLUSH_MS));

  assertEquals(failures, 1);
});

function outgoing(n: number) {
  return { id: `${n}`, text: `text ${n}`, target: LOBBY_TARGET, time: 1 };
}
