/**
 * What is measured of a server, and how. Knows nothing of the servers.
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
  /** Messages that are stored before the server starts. */
  readonly stored?: number;
  /** No peer can do this. */
  readonly isOnlyKtn?: true;
  /** It hardly differs from run to run, and takes long: it runs once. */
  readonly isOnce?: true;
  /** Servers that store what they show take part too, or only they. */
  readonly durable?: "also" | "only";
  /** What is added to each sync of the disk, by strace. */
  readonly syncMs?: number;
}

/** What holds where a scenario says nothing else. */
export const USUAL_LOAD: Omit<LoadSpec, "protocol" | "port"> = {
  people: 100,
  rooms: 1,
  senders: 10,
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
  hasPinger: false,
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
