/**
 * How long the check of a password takes says nothing: a name that is nobody's,
 * a guest's, and an account's with a wrong password take the same time.
 *
 * The three take turns in one run, each as often the first as the others. Long:
 * the medians of 42 of each are within 5 %; on a machine with other work, where
 * they are not, those of the processor time that the server took for each. Short:
 * the least of three of that are within a factor of two, which is far from the
 * time of no check at all.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { median, percentile } from "../bench/percentile.ts";
import { usageOf } from "../bench/process_usage.ts";
import { DurableServer } from "../support/durable_server.ts";
import {
  effort,
  faultTest,
  IS_LONG,
  lacking,
  tell,
} from "../support/effort.ts";
import type { Peer } from "../support/peer.ts";

/** An address may be wrong so often about one name in a minute. */
const TRIES_OF_NAME = 3;
/** Below what may be registered in ten minutes. */
const NAMES = effort(1, 14);
/** By how much the largest median may be above the smallest. */
const MAX_SHARE = 0.05;
const KINDS = ["nobody's", "a guest's", "an account's"] as const;
type Kind = typeof KINDS[number];
type Times = Readonly<Record<Kind, number[]>>;

faultTest(
  "a wrong password takes as long as one for a name that is nobody's or a guest's",
  lacking({ Linux: Deno.build.os === "linux" }),
  async () => {
    await using server = await DurableServer.start();
    const { wall, processor } = await measure(server);
    for (const kind of KINDS) {
      tell(
        `${kind}: ${describe(wall[kind])}; ${describe(processor[kind])} busy`,
      );
    }
    if (!IS_LONG) return assertAlike(processor);
    const spreads = [wall, processor].map(spreadOfMedians);
    tell(`apart by ${spreads.map(percent).join(", of the processor ")}`);
    assert(Math.min(...spreads) <= MAX_SHARE, spreads.map(percent).join(", "));
  },
);

/** Milliseconds of each check: until it was answered, and of the processor. */
interface Measured {
  readonly wall: Times;
  readonly processor: Times;
}

async function measure(server: DurableServer): Promise<Measured> {
  using all = new DisposableStack();
  for (let place = 0; place < NAMES; place++) {
    for (const kind of ["a guest's", "an account's"] as const) {
      const name = nameOf(kind, place);
      const peer = all.use(await server.join(name, { version: 3 }));
      if (kind === "a guest's") continue;
      await register(peer);
    }
  }
  const none = (): Times => (
    { "nobody's": [], "a guest's": [], "an account's": [] }
  );
  const [wall, processor] = [none(), none()];
  for (let index = 0; index < NAMES * TRIES_OF_NAME; index++) {
    for (let turn = 0; turn < KINDS.length; turn++) {
      const kind = KINDS[(index + turn) % KINDS.length] ?? KINDS[0];
      const name = nameOf(kind, index % NAMES);
      const before = usageOf(server.pid).cpuSeconds;
      wall[kind].push(await timeOf(server, name));
      const { cpuSeconds } = usageOf(server.pid);
      processor[kind].push((cpuSeconds - before) * 1000);
    }
  }
  return { wall, processor };
}

async function register(peer: Peer): Promise<void> {
  const content = "correct horse";
  await peer.send({ request: "register", content, id: "register" });
  const { code } = await peer.until(({ id }) => id === "register");
  assertEquals(code, "registered");
}

async function timeOf(server: DurableServer, content: string): Promise<number> {
  using peer = await server.connect();
  const began = performance.now();
  const login = { request: "login", content, version: 3 };
  const { code } = await peer.ask({ ...login, password: "wrong horse" });
  assertEquals(code, "bad_password");
  return performance.now() - began;
}

function nameOf(kind: Kind, place: number): string {
  return `${kind.replace(/\W/g, "")}${place}`;
}

function assertAlike(times: Times): void {
  const least = KINDS.map((kind) => Math.min(...times[kind]));
  assert(spreadOf(least) < 1, `the quickest took ${least} ms`);
}

function spreadOfMedians(times: Times): number {
  return spreadOf(KINDS.map((kind) => median(times[kind])));
}

function spreadOf(values: readonly number[]): number {
  return Math.max(...values) / Math.min(...values) - 1;
}

function describe(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => percentile(sorted, share).toFixed(1);
  return `median ${median(times).toFixed(1)} ms of ${times.length}, ` +
    `quartiles ${at(0.25)} and ${at(0.75)}, quickest ${at(0)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
