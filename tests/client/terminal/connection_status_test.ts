import { assertEquals } from "@std/assert";
import {
  ConnectionStatus,
  LAG_BOUND_MS,
} from "../../../client/terminal/connection_status.ts";
import type { ConnectionFacts } from "../../../client/view/chat_screen.ts";

Deno.test("ConnectionStatus counts the seconds down, and says what is unsent while it does", () => {
  const { status, shown, pass } = watch();
  status.setPending([{ time: 0 }]);
  status.setWaiting(3500);
  assertEquals(shown().state, { kind: "waiting", seconds: 4 });
  assertEquals(shown().unsent, 1);
  pass(1000);
  assertEquals(shown().state, { kind: "waiting", seconds: 3 });
  pass(9000);
  assertEquals(shown().state, { kind: "waiting", seconds: 0 });
  status.stop();
});

Deno.test("ConnectionStatus says nothing of what is answered in time, and how late the rest is", () => {
  const { status, shown, pass } = watch();
  pass(60_000);
  status.setState("online");
  // Typed long ago, but on its way only now.
  status.setPending([{ time: 0 }]);
  assertEquals([shown().unsent, shown().lagMs], [0, undefined]);
  pass(LAG_BOUND_MS);
  assertEquals([shown().unsent, shown().lagMs], [1, LAG_BOUND_MS]);
  status.setPending([]); // and no timer is left, or the test fails

  assertEquals([shown().unsent, shown().lagMs], [0, undefined]);
});

function watch() {
  let now = 0;
  let facts: ConnectionFacts = { state: { kind: "none" }, unsent: 0 };
  const status = new ConnectionStatus((each) => facts = each, () => now);
  const pass = (ms: number) => {
    now += ms;
    status.tick();
  };
  return { status, shown: () => facts, pass };
}
