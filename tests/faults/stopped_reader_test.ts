/** S1: readers that do not read cost little, slow nobody and lose nothing. */

import { assert, assertEquals } from "@std/assert";
import { DurableServer } from "../support/durable_server.ts";
import { Follower } from "../support/follower.ts";
import {
  effort,
  faultTest,
  IS_LONG,
  lacking,
  tell,
} from "../support/effort.ts";
import { ListenerGroup } from "../support/listener_group.ts";
import { until } from "../support/until.ts";

const IS_LINUX = lacking({ Linux: Deno.build.os === "linux" });
const OUTBOX_BYTES = 256 * 1024;
/** What the issue allows beside the outbox of a stopped reader. */
const SPARE_BYTES = 16 * 1024 * 1024;
/** Twice the quiet one, and what a busy machine adds to any figure. */
const maxP99 = (quiet: number) => quiet * 2 + 50;

interface Case {
  readonly what: string;
  /** How many readers stop. */
  readonly stopped: number;
  /** Messages that pass meanwhile. */
  readonly count: number;
  readonly bytes: number;
  readonly perSecond: number;
  /** What memory may grow beside the outboxes. */
  readonly spareBytes: number;
}

const CASES: readonly Case[] = [
  {
    what: "a reader that stops while 5,000 messages of 1 KiB pass",
    stopped: 1,
    count: 5000,
    bytes: 1024,
    perSecond: effort(6000, 500), // 10 s in the long version
    spareBytes: SPARE_BYTES,
  },
  {
    what: "S1: many readers that stop at once",
    stopped: effort(20, 100),
    count: effort(1500, 10_000),
    bytes: 1024,
    perSecond: effort(4000, 1000),
    spareBytes: 4 * SPARE_BYTES,
  },
  {
    what: "S1: readers that are behind by far more than the kernel keeps",
    stopped: 2,
    count: effort(8000, 20_000),
    bytes: 4000,
    perSecond: effort(8000, 4000),
    spareBytes: SPARE_BYTES,
  },
];

for (const { what, stopped, count, bytes, perSecond, spareBytes } of CASES) {
  faultTest(
    `${what} cost an outbox each, slow nobody and lose nothing`,
    IS_LINUX,
    async () => {
      await using server = await DurableServer.start();
      using healthy = await ListenerGroup.join(server.address, 3);
      const talk = () => healthy.talk(count, bytes, perSecond);
      for (let warm = 0; warm < 3; warm++) await talk(); // memory is steady then
      const quiet = await talk();
      const first = await lastSeq(server);
      const before = server.memory();
      const { promise, resolve: goOn } = Promise.withResolvers<void>();
      const names = Array.from({ length: stopped }, (_, n) => `stopped${n}`);
      const readers = names.map((name) =>
        new Follower(name, () => server.address, first)
      );
      // They go on while others talk on.
      const all = Array.from({ length: count * 1.5 }, (_, n) => first + n + 1);
      const last = first + all.length;
      const reading = readers.map((one) => readAll(one, last, promise));
      await until(() => areIn(server, stopped), "the readers");
      const busy = await talk();
      const grown = server.memory() - before;
      tell(
        `${stopped} stopped: p99 ${quiet.toFixed(1)} ms quiet, ${
          busy.toFixed(1)
        } ms beside them; memory ${toMiB(grown)} MiB more`,
      );
      goOn();
      await healthy.talk(count / 2, bytes, perSecond);
      const cuts = (await Promise.all(reading)).reduce((a, b) => a + b, 0);
      tell(`${cuts} were cut as slow meanwhile, and came back`);
      for (const { seqs } of readers) assertEquals(seqs, all);
      if (!IS_LONG) return; // beside other tests, figures say nothing
      const most = stopped * OUTBOX_BYTES + spareBytes;
      assert(grown <= most, `${toMiB(grown)} MiB more`);
      assert(busy <= maxP99(quiet), `p99 ${busy} ms, quiet ${quiet} ms`);
    },
  );
}

/** Where the log stands, as a newcomer is told. */
async function lastSeq(server: DurableServer): Promise<number> {
  using peer = await server.connect();
  const login = { request: "login", content: "clerk", history: 0 };
  const { seq = 0 } = await peer.ask(login);
  await peer.send({ request: "logout" });
  await peer.rest();
  return seq;
}

/** Stops until it may go on, then reads up to a seq; returns how often it was cut. */
async function readAll(
  reader: Follower,
  seq: number,
  stopUntil: Promise<void>,
): Promise<number> {
  for (let cuts = 0;; cuts++) {
    if (await reader.follow({ seq, stopUntil })) return cuts;
  }
}

/** Whether so many readers with a stopped name are in. */
async function areIn(server: DurableServer, count: number): Promise<boolean> {
  using peer = await server.join("clerk", { history: 0 });
  const { names = [] } = await peer.askNames();
  await peer.send({ request: "logout" });
  await peer.rest();
  return names.filter((name) => name.startsWith("stopped")).length === count;
}

function toMiB(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
