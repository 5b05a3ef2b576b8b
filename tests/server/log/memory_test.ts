import { assertEquals } from "@std/assert";
import { MemoryLog } from "../../../server/log/memory.ts";
import { testLog } from "../../contracts/log_contract.ts";
import { textsOf, Witness } from "../../support/witness.ts";
import { foundIn } from "../../support/found_in.ts";

testLog("MemoryLog", () => ({
  open: (options) => new MemoryLog(options),
  [Symbol.asyncDispose]: () => Promise.resolve(),
}));

Deno.test("MemoryLog keeps the newest entries and forgets ids with the others", async () => {
  const witness = new Witness();
  await using log = new MemoryLog({ ...witness.options, maxEntries: 3 });
  for (const id of ["a", "b", "c", "d"]) {
    await witness.say(log, { id, text: `say ${id}` });
  }
  assertEquals([log.last, log.forgotten], [4, 1]);
  const page = await log.page({
    conversations: [{ key: "lobby" }],
    after: 0,
    limit: 9,
  });
  assertEquals(textsOf(page), ["say b", "say c", "say d"]);
  const query = { words: "say", conversations: [{ key: "lobby" }], limit: 9 };
  assertEquals((await foundIn(log, query)).length, 3);

  const known = await witness.say(log, { id: "b", text: "say b" });
  assertEquals(known, { kind: "duplicate", seq: 2 });
  const forgotten = await witness.say(log, { id: "a" });
  assertEquals(forgotten.kind, "stored");
});

Deno.test("MemoryLog keeps an id that was said again after it was forgotten", async () => {
  const witness = new Witness();
  await using log = new MemoryLog({ ...witness.options, maxEntries: 2 });
  await witness.say(log, { id: "a" });
  await witness.sayAll(log, [{}, {}]);
  await witness.say(log, { id: "a" });
  await witness.say(log, {});
  assertEquals(await witness.say(log, { id: "a" }), {
    kind: "duplicate",
    seq: 4,
  });
});
