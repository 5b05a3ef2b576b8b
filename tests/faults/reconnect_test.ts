/** Clients that come back to a server that was away: how soon, and how spread. */

import { assert, assertEquals } from "@std/assert";
import { Connection } from "../../client/connection/connection.ts";
import { connectionOptions } from "../../client/connection/connection_defaults.ts";
import { UnackedMessages } from "../../client/connection/unacked_messages.ts";
import type { Address } from "../../shared/address.ts";
import { DurableServer } from "../support/durable_server.ts";
import { IS_LONG, tell } from "../support/effort.ts";
import { until } from "../support/until.ts";
import { within } from "../support/within.ts";

/** Long enough for a thousand logins on a busy machine. */
const ALL_MS = 60_000;

/** Many clients of the program in this process. */
class Clients implements AsyncDisposable {
  /** When each was online again, in milliseconds of `performance.now()`. */
  readonly backAt: number[] = [];
  /** Every wait each was given, in milliseconds. */
  readonly waits: readonly number[][];
  readonly #connections: readonly Connection[];
  readonly #runs: Promise<unknown>;
  #online = 0;

  constructor(address: Address, count: number) {
    this.waits = Array.from({ length: count }, () => []);
    this.#connections = this.waits.map((waits, n) =>
      this.#connectionTo(address, `client${n}`, waits)
    );
    this.#runs = Promise.all(this.#connections.map((one) => one.run()));
  }

  /** Resolves when all have been online once. */
  async online(): Promise<void> {
    const isOnline = () => this.#online === this.#connections.length;
    await until(isOnline, "all logins", ALL_MS);
  }

  /** Resolves when all are online again. */
  async back(): Promise<void> {
    const isBack = () => this.backAt.length === this.#connections.length;
    await until(isBack, "all to be back", ALL_MS);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#connections.map((one) => one.leave()));
    await within(this.#runs, "their end", ALL_MS);
  }

  #connectionTo(address: Address, name: string, waits: number[]): Connection {
    return new Connection({
      ...connectionOptions(address),
      name,
      pending: new UnackedMessages(),
      login: { history: 0 },
      keepsTrying: true,
      listener: {
        onState: (state) => {
          if (state.kind === "waiting") waits.push(state.ms);
          if (state.kind !== "online") return;
          if (state.again) this.backAt.push(performance.now());
          else this.#online++;
        },
        onEvent: () => {},
        onSettled: () => {},
      },
    });
  }
}

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
  await using clients = new Clients(server.address, 24);
  await clients.online();
  await away(server, 2000);
  await clients.back();
  for (const [first = 0, ...more] of clients.waits) {
    assert(first >= 250 && first <= 750, `first after ${first} ms`);
    assertEquals(more.filter((ms) => ms < 0 || ms > 1000), []);
  }
  const firsts = new Set(clients.waits.map(([first]) => first));
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
      await using clients = new Clients(server.address, count);
      await clients.online();
      const startedAt = await away(server, awayMs);
      await clients.back();
      const ms = clients.backAt.map((at) => at - startedAt)
        .sort((one, other) => one - other);
      const at = (part: number) =>
        Math.round(ms[Math.ceil(part * ms.length) - 1] ?? NaN);
      const first = ms[0] ?? NaN;
      tell(
        `p50 ${at(0.5)}, p99 ${at(0.99)}, last ${at(1)} ms, spread ${
          Math.round((ms.at(-1) ?? NaN) - first)
        } ms`,
      );
      assert(at(0.99) <= p99Ms, `p99 ${at(0.99)} ms`);
    },
  });
}
