/** Clients that come back to a server that was away: how soon, and how spread. */

import { assert, assertEquals } from "@std/assert";
import { DurableServer } from "../support/durable_server.ts";
import { IS_LONG, tell } from "../support/effort.ts";
import {
  describeTimes,
  ReturningClients,
} from "../support/returning_clients.ts";

/** Kills the server, and has it back after so long. */
async function away(server: DurableServer, awayMs: number): Promise<number> {
  await server.end("SIGKILL");
  const restMs = Math.max(0, awayMs - server.startMs);
  await new Promise((resolve) => setTimeout(resolve, restMs));
  await server.start();
  return performance.now();
}

Deno.test("clients whose server was killed try within 0.25 to 0.75 s, then within 1 s each, until all are back", async () => {
  await using server = await DurableServer.start();
  await using clients = new ReturningClients(server.address, 24);
  await clients.online();
  await away(server, 2000);
  await clients.online(2);
  for (const { waits: [first = 0, ...more] } of clients.all) {
    assert(first >= 250 && first <= 750, `first after ${first} ms`);
    assertEquals(more.filter((ms) => ms < 0 || ms > 1000), []);
  }
  const firsts = new Set(clients.all.map(({ waits }) => waits[0]));
  assert(firsts.size > 12, `${firsts.size} different first waits`);
});

const CASES: readonly [count: number, awayMs: number, p99Ms: number][] = [
  [24, 5000, 2000],
  [24, 15_000, 2000],
  [1000, 5000, 2000],
  [1000, 60_000, 3000],
];

for (const [count, awayMs, p99Ms] of CASES) {
  Deno.test({
    name:
      `${count} clients are back within ${p99Ms} ms of a server that was away for ${awayMs} ms`,
    ignore: !IS_LONG,
    fn: async () => {
      await using server = await DurableServer.start();
      await using clients = new ReturningClients(server.address, count);
      await clients.online();
      const startedAt = await away(server, awayMs);
      await clients.online(2);
      const ms = clients.backAfter(startedAt);
      tell(describeTimes(ms));
      const p99 = ms[Math.ceil(0.99 * ms.length) - 1] ?? NaN;
      assert(p99 <= p99Ms, `p99 ${p99} ms`);
    },
  });
}
