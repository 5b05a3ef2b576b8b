/**
 * One way, tried: a server, ten neighbours and the attackers, each in a process
 * of its own; first quiet, then beside the attack.
 *
 * @module
 */

import { HelperProcess } from "../../support/helper_process.ts";
import { TaskServer } from "../../support/task_server.ts";
import type { AttackCounts } from "./attack_connection.ts";
import type { AttackSpec } from "./attackers.ts";
import { addressesOf, EVERYWHERE } from "./network.ts";
import type { NeighbourFigures } from "./neighbours.ts";
import { say, STORED, type StoredFolders } from "./stored.ts";
import type { Way } from "./way.ts";

const NEIGHBOURS = new URL("./neighbours.ts", import.meta.url).pathname;
const ATTACKERS = new URL("./attackers.ts", import.meta.url).pathname;
const SAMPLE_MS = 100;
/**
 * The server is measured, not how processes share the processors: attackers take
 * what is left, and neighbours read when there is something (where that may be
 * set; root may).
 */
const ATTACKERS_NICENESS = 19;
const NEIGHBOURS_NICENESS = -5;

/** How long the parts take. */
export interface WayTimes {
  /**
   * How long the same attack takes once before anything is measured: what a
   * server needs for its work at all is no memory that must come back.
   */
  readonly warmMs: number;
  /**
   * From there to where it is measured quiet. Neighbours are no newcomers: they
   * have been there for a while.
   */
  readonly restMs: number;
  readonly quietMs: number;
  readonly attackMs: number;
  /** From the end of the attack to the last look at the memory. */
  readonly afterMs: number;
}

/** What came of a way. */
export interface WayOutcome {
  readonly way: Way;
  readonly quiet: NeighbourFigures;
  readonly busy: NeighbourFigures;
  readonly attackers: AttackCounts;
  /** Bytes resident before the attack, and the most beside it. */
  readonly memory: { readonly quiet: number; readonly peak: number };
  /** Resolves with the bytes resident some time after; the server ends then. */
  readonly memoryAfter: Promise<number>;
}

/** Tries a way. */
export async function runWay(
  way: Way,
  times: WayTimes,
  folders: StoredFolders,
): Promise<WayOutcome> {
  await using stack = new AsyncDisposableStack();
  const server = await startServer(way, folders, stack);
  const { attackers: address, neighbours: addresses } = addressesOf(
    server.address,
    way,
  );
  const neighbours = stack.use(
    await HelperProcess.start({
      module: NEIGHBOURS,
      spec: addresses,
      niceness: NEIGHBOURS_NICENESS,
    }),
  );
  const { attack, connections, people } = way;
  const spec: AttackSpec = { attack, address, connections, people };
  await using attackers = await HelperProcess.start({
    module: ATTACKERS,
    spec,
    niceness: ATTACKERS_NICENESS,
  });
  const measured = async (run: () => Promise<unknown>) => {
    await neighbours.ask("begin");
    await run();
    return await neighbours.ask<NeighbourFigures>("end");
  };
  if (times.warmMs > 0) await attackers.ask(`attack ${times.warmMs}`);
  await pause(times.restMs);
  const quiet = await measured(() => pause(times.quietMs));
  using memory = new MemoryWatch(server);
  let counts: AttackCounts | undefined;
  const busy = await measured(async () => {
    counts = await attackers.ask<AttackCounts>(`attack ${times.attackMs}`);
  });
  if (!counts) throw new Error("There was no attack");
  const { first, peak } = memory;
  const memoryAfter = afterwards(server, times.afterMs, stack.move());
  memoryAfter.catch(() => {}); // who waits for it is told
  const figures = { quiet: first, peak };
  return { way, quiet, busy, attackers: counts, memory: figures, memoryAfter };
}

async function startServer(
  { log, stored, flags, isOneAddress }: Way,
  folders: StoredFolders,
  stack: AsyncDisposableStack,
): Promise<TaskServer> {
  const folder = log === "durable" ? await folders.copy(stored) : "none";
  if (log === "durable") {
    stack.defer(() => Deno.remove(folder, { recursive: true }));
  }
  const host = isOneAddress ? ["--host", EVERYWHERE] : [];
  const server = await TaskServer.start(["--data", folder, ...host, ...flags]);
  stack.use(server);
  if (log === "memory") await say(server.address, STORED[stored]);
  return server;
}

/** The neighbours go on meanwhile, as they would. */
async function afterwards(
  server: TaskServer,
  ms: number,
  stack: AsyncDisposableStack,
): Promise<number> {
  await using _all = stack;
  await pause(ms);
  return server.memory();
}

/** Looks at the memory of a server all the time. */
class MemoryWatch implements Disposable {
  readonly #timer: ReturnType<typeof setInterval>;
  /** Bytes at the beginning. */
  readonly first: number;
  /** The most bytes so far. */
  peak: number;

  constructor(server: TaskServer) {
    this.first = this.peak = server.memory();
    this.#timer = setInterval(() => {
      this.peak = Math.max(this.peak, server.memory());
    }, SAMPLE_MS);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
