/**
 * How long the check of a password takes says nothing: a name that is nobody's,
 * a guest's, and an account's with a wrong password take the same time.
 *
 * The three take turns in one run, each as often the first as the others.
 * Long: the medians of 42 of each are within 5 %; where they are not, on a
 * machine with other work, it is measured once more. Short:
 * the quickest of three each are within a factor of two, which is far from the
 * time of no check at all.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { median, percentile } from "../bench/percentile.ts";
import { DurableServer } from "../support/durable_server.ts";
import { effort, IS_LONG, tell } from "../support/effort.ts";
import type { Peer } from "../support/peer.ts";

/** An address may be wrong so often about one name in a minute. */
const TRIES_OF_NAME = 3;
/** In both measurements below what may be registered in ten minutes. */
const NAMES = effort(1, 14);
const MEASUREMENTS = effort(1, 2);
/** By how much the largest median may be above the smallest. */
const MAX_SHARE = 0.05;
const KINDS = ["nobody's", "a guest's", "an account's"] as const;
type Kind = typeof KINDS[number];
type Times = Readonly<Record<Kind, number[]>>;

Deno.test("a wrong password takes as long as one for a name that is nobody's or a guest's", async () => {
  await using server = await DurableServer.start();
  const spreads: number[] = [];
  for (let number = 0; number < MEASUREMENTS; number++) {
    const times = await measure(server, `m${number}`);
    tell(KINDS.map((kind) => describe(kind, times[kind])).join("; "));
    if (!IS_LONG) return assertAlike(times);
    spreads.push(spreadOf(KINDS.map((kind) => median(times[kind]))));
    if (Math.min(...spreads) <= MAX_SHARE) return;
  }
  assert(false, `the medians are apart by ${spreads.map(percent).join(", ")}`);
});

async function measure(server: DurableServer, prefix: string): Promise<Times> {
  using all = new DisposableStack();
  for (let place = 0; place < NAMES; place++) {
    for (const kind of ["a guest's", "an account's"] as const) {
      const name = nameOf(kind, prefix, place);
      const peer = all.use(await server.join(name, { version: 3 }));
      if (kind === "a guest's") continue;
      await register(peer);
    }
  }
  const times: Times = { "nobody's": [], "a guest's": [], "an account's": [] };
  for (let index = 0; index < NAMES * TRIES_OF_NAME; index++) {
    for (let turn = 0; turn < KINDS.length; turn++) {
      const kind = KINDS[(index + turn) % KINDS.length] ?? KINDS[0];
      const name = nameOf(kind, prefix, index % NAMES);
      times[kind].push(await timeOf(server, name));
    }
  }
  return times;
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

function nameOf(kind: Kind, prefix: string, place: number): string {
  return `${prefix}${kind.replace(/\W/g, "")}${place}`;
}

function assertAlike(times: Times): void {
  const quickest = KINDS.map((kind) => Math.min(...times[kind]));
  assert(spreadOf(quickest) < 1, `the quickest took ${quickest} ms`);
}

function spreadOf(values: readonly number[]): number {
  return Math.max(...values) / Math.min(...values) - 1;
}

function describe(kind: Kind, times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => percentile(sorted, share).toFixed(1);
  return `${kind}: median ${median(times).toFixed(1)} ms of ${times.length}, ` +
    `quartiles ${at(0.25)} and ${at(0.75)}, quickest ${at(0)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
