import { assertEquals } from "@std/assert";
import { Closing } from "../../../server/net/closing.ts";
import { LINGER_MS, WRITE_MS } from "../../../server/net/limits.ts";

Deno.test("Closing gives a peer the write deadline to take what waits, then a moment to read it", () => {
  const closing = new Closing(500);
  assertEquals(closing.state, "closing");
  assertEquals(closing.isOverdue(500 + WRITE_MS), false);
  assertEquals(closing.isOverdue(501 + WRITE_MS), true);
  closing.linger(8000); // however long it took what waited
  assertEquals(closing.state, "lingering");
  assertEquals(closing.isOverdue(8000 + LINGER_MS), false);
  assertEquals(closing.isOverdue(8001 + LINGER_MS), true);
});

Deno.test("Closing never goes a step back", () => {
  const closing = new Closing(0);
  closing.end();
  closing.linger(1);
  assertEquals(closing.state, "closed");
});
