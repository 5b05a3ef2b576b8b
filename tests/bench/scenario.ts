/**
 * What is measured: the table of scenarios. Knows nothing of the servers.
 *
 * @module
 */

import type { LoadResult, LoadSpec } from "./load_spec.ts";
import type { ProcessUsage } from "./process_usage.ts";

/** Everything one run of one server gave. */
export interface Measured {
  readonly load: LoadResult;
  /** From the start of the server to the first connection. */
  readonly startMs: number;
  /** Before anybody came, when all were in, and at the end. */
  readonly usage: {
    readonly alone: ProcessUsage;
    readonly joined: ProcessUsage;
    readonly after: ProcessUsage;
  };
}

/** One thing that is measured. */
export interface Scenario {
  /** What it is called on the command line. */
  readonly name: string;
  readonly title: string;
  /** What the value is, such as "deliveries/s". */
  readonly unit: string;
  readonly better: "more" | "less";
  readonly value: (measured: Measured) => number;
  /** What else is told of a run. */
  readonly more?: (measured: Measured) => Readonly<Record<string, number>>;
  readonly load: Partial<LoadSpec>;
  /** With everybody in and nothing said, so long is waited. */
  readonly idleMs?: number;
  /** Messages that are stored before the server starts; then only ktn runs. */
  readonly stored?: number;
  /** Only servers of whose protocol this is part. */
  readonly only?: "ktn";
  /** What is added to each sync of the disk, by strace. */
  readonly syncMs?: number;
}

const SENDERS = 10;
const FLAT_OUT_MS = 4000;
const PACED_MS = 10_000;
/** A chat server runs for months; the first second is not the point. */
const WARM_UP = { warmUpMs: 1500 } as const;
const WINDOW = { kind: "window", inFlight: 256 } as const;

const ACKNOWLEDGED: Scenario = {
  name: "acknowledged",
  title: "Acknowledged messages: 20 send, each has 64 on the way",
  unit: "acknowledged/s",
  better: "more",
  only: "ktn",
  value: ({ load }) => load.delivered / seconds(load),
  load: {
    ...WARM_UP,
    people: 20,
    senders: 20,
    maxMs: FLAT_OUT_MS,
    pace: { kind: "acknowledged", inFlight: 64 },
  },
};

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
      maxMessages: 400,
      pace: { kind: "window", inFlight: 1 },
    },
  },
  {
    name: "laggards",
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
  idle(10_000),
  ACKNOWLEDGED,
  {
    name: "stored-logins",
    title: "1,000 logins with 1,000,000 messages stored, 100 shown to each",
    unit: "ms",
    better: "less",
    only: "ktn",
    value: ({ load }) => load.joinMs,
    load: { people: 1000, senders: 1, awaitsPast: true, isStorm: true },
    stored: 1_000_000,
  },
  {
    name: "cold-start",
    title: "From the start to accepting, with 100,000 messages stored",
    unit: "ms",
    better: "less",
    only: "ktn",
    value: ({ startMs }) => startMs,
    load: { people: 1, senders: 1 },
    stored: 100_000,
  },
  slow("paced-100", paced(100, 300)),
  slow("fan-out-100", fanOut(100, 4096)),
  slow("acknowledged", ACKNOWLEDGED),
];

/** What holds where a scenario says nothing else. */
export const USUAL_LOAD: Omit<LoadSpec, "protocol" | "port"> = {
  people: 100,
  senders: SENDERS,
  textBytes: 64,
  pace: { kind: "silence" },
  warmUpMs: 0,
  maxMs: 60_000,
  maxMessages: 100_000_000,
  laggards: 0,
  lagMs: 0,
  staysOutside: false,
  isStorm: false,
  awaitsPast: false,
};

/** A tenth of everything that takes long. */
export function quick(scenario: Scenario): Scenario {
  const { load, stored, idleMs } = scenario;
  const { maxMs, maxMessages } = { ...USUAL_LOAD, ...load };
  return {
    ...scenario,
    load: { ...load, maxMs: maxMs / 10, maxMessages: maxMessages / 10 },
    ...(stored && { stored: stored / 10 }),
    ...(idleMs && { idleMs: idleMs / 10 }),
  };
}

/** The same on a disk that takes 5 ms more for each sync. */
function slow(name: string, scenario: Scenario): Scenario {
  const title = `${scenario.title}, 5 ms a sync`;
  return { ...scenario, name: `slow-disk-${name}`, title, syncMs: 5 };
}

function fanOut(people: number, inFlight: number = WINDOW.inFlight): Scenario {
  return {
    name: `fan-out-${people}`,
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

function paced(people: number, perSecond: number): Scenario {
  return {
    name: `paced-${people}`,
    title: `Latency, ${count(people)} people, ${count(perSecond)} messages/s`,
    unit: "ms p99",
    better: "less",
    value: ({ load }) => load.p99Ms,
    more: ({ load }) => ({ p50: load.p50Ms, "p99.9": load.p999Ms }),
    load: {
      ...WARM_UP,
      people,
      senders: SENDERS,
      maxMs: PACED_MS,
      pace: { kind: "rate", perSecond },
    },
  };
}

function idle(people: number): Scenario {
  return {
    name: `idle-${people}`,
    title: `${count(people)} idle connections, logged in`,
    unit: "KiB per connection",
    better: "less",
    value: ({ load, usage: { alone, joined } }) =>
      (joined.residentKib - alone.residentKib) / load.ready,
    more: ({ usage: { joined, after } }) => ({
      "CPU s while idle": after.cpuSeconds - joined.cpuSeconds,
    }),
    load: { people, senders: 1, staysOutside: true },
    idleMs: 10_000,
  };
}

function seconds({ wallMs }: LoadResult): number {
  return wallMs / 1000;
}

function count(value: number): string {
  return value.toLocaleString("en");
}
