/**
 * The table of scenarios.
 *
 * @module
 */

import type { LoadResult } from "./load_spec.ts";
import type { Scenario } from "./scenario.ts";

const SENDERS = 10;
const FLAT_OUT_MS = 1500;
const PACED_MS = 3000;
/** There is a checkpoint every three seconds. */
const SLOW_PACED_MS = 8000;
/** A chat server runs for months; the first second is not the point. */
const WARM_UP = { warmUpMs: 750 } as const;
const WINDOW = { kind: "window", inFlight: 256 } as const;

/** One after the other, and as their users write to a log. */
const ACKNOWLEDGED: readonly Scenario[] = [
  acknowledged(1, 1),
  acknowledged(20, 1),
  acknowledged(1, 256),
  acknowledged(20, 64),
];

/** All scenarios, in the order of the report. */
export const SCENARIOS: readonly Scenario[] = [
  fanOut(10),
  fanOut(100),
  fanOut(1000),
  paced(100, 1000),
  paced(1000, 200),
  {
    name: "many-to-one",
    title: "Many to one: 100 send flat out, 1 only reads",
    unit: "messages/s",
    better: "more",
    value: ({ load }) => load.sent / seconds(load),
    load: {
      ...WARM_UP,
      people: 101,
      senders: 100,
      maxMs: FLAT_OUT_MS,
      pace: WINDOW,
    },
  },
  {
    name: "large",
    title: "One message of 4 KB to 1,000 people, then the next",
    unit: "ms per message",
    better: "less",
    value: ({ load }) => load.wallMs / load.sent,
    load: {
      ...WARM_UP,
      people: 1000,
      senders: SENDERS,
      textBytes: 4096,
      maxMessages: 200,
      pace: { kind: "window", inFlight: 1 },
    },
  },
  {
    name: "laggards",
    isOnce: true,
    title: "A tenth of 100 people reads nothing for 2 s, then all",
    unit: "ms until all have all",
    better: "less",
    value: ({ load }) => load.wallMs,
    more: ({ load }) => ({
      "p50 of the others": load.p50Ms,
      "p99": load.p99Ms,
      "p99.9": load.p999Ms,
    }),
    load: {
      ...WARM_UP,
      people: 100,
      senders: SENDERS,
      textBytes: 400,
      maxMs: 3000,
      pace: { kind: "rate", perSecond: 2000 },
      laggards: 10,
      lagMs: 2000,
    },
  },
  {
    name: "logins",
    title: "5,000 connections and logins at once",
    unit: "ms",
    better: "less",
    value: ({ load }) => load.joinMs,
    load: { people: 5000, senders: 1, staysOutside: true, isStorm: true },
  },
  idle(5000),
  {
    name: "rooms",
    title: "1,000 rooms of 10 people, everybody sends",
    unit: "deliveries/s",
    better: "more",
    value: ({ load }) => load.delivered / seconds(load),
    more: (measured) => ({
      "% of time the generator worked": 100 * measured.load.cpuSeconds /
        seconds(measured.load),
    }),
    load: {
      ...WARM_UP,
      people: 10_000,
      isStorm: true,
      rooms: 1000,
      senders: 10_000,
      maxMs: 3000,
      pace: { kind: "window", inFlight: 4096 },
    },
  },
  ...ACKNOWLEDGED,
  {
    name: "stored-logins",
    title: "1,000 logins with 1,000,000 messages stored, 100 shown to each",
    unit: "ms",
    better: "less",
    value: ({ load }) => load.joinMs,
    load: { people: 1000, senders: 1, awaitsPast: true, isStorm: true },
    isOnlyKtn: true,
    stored: 1_000_000,
    isOnce: true,
  },
  {
    name: "cold-start",
    title: "From the start to accepting, with 100,000 messages stored",
    unit: "ms",
    better: "less",
    value: ({ startMs }) => startMs,
    load: { people: 1, senders: 1 },
    isOnlyKtn: true,
    stored: 100_000,
  },
  withPinger(slow(paced(100, 300, SLOW_PACED_MS))),
  // JetStream shows nobody anything while so many wait to be synced.
  { ...slow(fanOut(100, 4096)), isOnlyKtn: true },
  ...ACKNOWLEDGED.map(slow),
];

/**
 * The same on a disk that takes 5 ms more for each sync: nothing else for those
 * who store nothing.
 */
function slow(scenario: Scenario): Scenario {
  const { name, title } = scenario;
  return {
    ...scenario,
    name: `slow-disk-${name}`,
    title: `${title}, 5 ms a sync`,
    syncMs: 5,
    durable: "only",
  };
}

function withPinger(scenario: Scenario): Scenario {
  return {
    ...scenario,
    more: (measured) => ({
      ...scenario.more?.(measured),
      "ping p99": measured.load.pingP99Ms,
    }),
    load: { ...scenario.load, hasPinger: true },
  };
}

/** In ktn those who send are shown what the others say, in JetStream not. */
function acknowledged(senders: number, inFlight: number): Scenario {
  const who = senders === 1 ? "1 sends" : `${senders} send`;
  const each = senders === 1 ? "" : " each";
  const how = inFlight === 1
    ? `and${each} waits for it`
    : `${inFlight} on the way${each && " of each"}`;
  return {
    name: `acknowledged-${senders}x${inFlight}`,
    title: `Acknowledged: ${who}, ${how}`,
    unit: "acknowledged/s",
    better: "more",
    durable: "only",
    value: ({ load }) => load.delivered / seconds(load),
    more: ({ load }) => ({ "ms p50": load.p50Ms, p99: load.p99Ms }),
    load: {
      ...WARM_UP,
      people: senders,
      senders,
      maxMs: FLAT_OUT_MS,
      pace: { kind: "acknowledged", inFlight },
      staysOutside: true,
    },
  };
}

function fanOut(people: number, inFlight: number = WINDOW.inFlight): Scenario {
  return {
    name: `fan-out-${people}`,
    ...(people === 100 && { durable: "also" }),
    title: `Fan-out, ${count(people)} people, 10 send flat out`,
    unit: "deliveries/s",
    better: "more",
    value: ({ load }) => load.delivered / seconds(load),
    load: {
      ...WARM_UP,
      people,
      senders: Math.min(SENDERS, people),
      maxMs: FLAT_OUT_MS,
      pace: { ...WINDOW, inFlight },
    },
  };
}

function paced(
  people: number,
  perSecond: number,
  maxMs: number = PACED_MS,
): Scenario {
  return {
    name: `paced-${people}`,
    ...(people === 100 && { durable: "also" }),
    title: `Latency, ${count(people)} people, ${count(perSecond)} messages/s`,
    unit: "ms p99",
    better: "less",
    value: ({ load }) => load.p99Ms,
    more: ({ load }) => ({ p50: load.p50Ms, "p99.9": load.p999Ms }),
    load: {
      ...WARM_UP,
      people,
      senders: SENDERS,
      maxMs,
      pace: { kind: "rate", perSecond },
    },
  };
}

function idle(people: number): Scenario {
  return {
    name: `idle-${people}`,
    isOnce: true,
    title: `${count(people)} idle connections, logged in`,
    unit: "KiB per connection",
    better: "less",
    value: ({ load, usage: { alone, joined } }) =>
      (joined.residentKib - alone.residentKib) / load.ready,
    more: ({ usage: { joined, after } }) => ({
      "CPU s while idle": after.cpuSeconds - joined.cpuSeconds,
    }),
    load: { people, senders: 1, staysOutside: true },
    idleMs: 2000,
  };
}

function seconds({ wallMs }: LoadResult): number {
  return wallMs / 1000;
}

function count(value: number): string {
  return value.toLocaleString("en");
}
