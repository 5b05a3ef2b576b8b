/** D2: the server is asked to stop while everybody talks. */

import { assert, assertEquals } from "@std/assert";
import { assertNothingWrong, Crowd } from "../support/crowd.ts";
import { DurableServer } from "../support/durable_server.ts";
import { effort, tell } from "../support/effort.ts";

const WRITERS = effort(5, 20);
const ROUNDS = effort(1, 5);
const MAX_STOP_MS = 10_000;

Deno.test("D2: SIGTERM, SIGINT and SIGHUP under load: everybody is told, nothing is lost, exit 0 and a tidy folder", async () => {
  await using server = await DurableServer.start();
  await using crowd = new Crowd({
    size: WRITERS,
    inFlight: 32,
    address: () => server.address,
  });
  const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
  const all = Array.from({ length: ROUNDS }, () => signals).flat();
  for (const signal of all) {
    await crowd.eachAcked(50);
    const { code, ms } = await server.end(signal);
    assertEquals(code, 0, `exit code after ${signal}`);
    assert(ms < MAX_STOP_MS, `${signal} took ${ms} ms`);
    tell(`${signal}: ${Math.round(ms)} ms`);
    // Everybody may come back, under the same name.
    assertEquals(filesIn(server.folder), ["directory.db", "ktn.db", "lock"]);
    await server.start();
  }
  await crowd.eachAcked(50);
  await crowd.finish();
  for (const { closings } of crowd.writers) {
    assertEquals(closings, all.map(() => "shutdown"));
  }
  assertNothingWrong(crowd.ledger, await server.history());
});

Deno.test("D2: a server that is stopped as soon as it says that it listens ends as cleanly", async () => {
  await using server = await DurableServer.start();
  for (let round = 0; round < effort(5, 50); round++) {
    assertEquals((await server.end("SIGTERM")).code, 0, `round ${round}`);
    assertEquals(filesIn(server.folder), ["directory.db", "ktn.db", "lock"]);
    await server.start();
  }
});

/** The write-ahead log is in the database when it is gone. */
function filesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}
