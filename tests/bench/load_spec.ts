/**
 * What a load generator is told to do, and what it tells when it is done.
 *
 * @module
 */

import type { Protocol } from "./codec.ts";

/** How messages are sent. */
export type Pace =
  /** As fast as they come back: so many on their way to everybody. */
  | { readonly kind: "window"; readonly inFlight: number }
  /** At a fixed rate, whatever comes back. */
  | { readonly kind: "rate"; readonly perSecond: number }
  /** With ids; each sender has so many that are not acknowledged. */
  | { readonly kind: "acknowledged"; readonly inFlight: number }
  /** Not at all. */
  | { readonly kind: "silence" };

/** One run. */
export interface LoadSpec {
  readonly protocol: Protocol;
  readonly port: number;
  /** Connections, in turn in each of the rooms. */
  readonly people: number;
  /** Rooms; 1 is the common one that everybody is in from the start. */
  readonly rooms: number;
  /** So many of them, the first, send in turn. */
  readonly senders: number;
  readonly textBytes: number;
  readonly pace: Pace;
  /** At the same pace for so long before anything is measured. */
  readonly warmUpMs: number;
  /** Sending ends after so long, or so many messages. */
  readonly maxMs: number;
  readonly maxMessages: number;
  /** So many, the last, read nothing for so long. */
  readonly laggards: number;
  readonly lagMs: number;
  /** Login alone, where the protocol can tell it from entering the room. */
  readonly staysOutside: boolean;
  /** All connect at once; else each waits a little for those before it. */
  readonly isStorm: boolean;
  /** The last of them pings, where the protocol has that. */
  readonly hasPinger: boolean;
  /** Logged in is who has read the past. */
  readonly awaitsPast: boolean;
}

/** What came of it. */
export interface LoadResult {
  /** How many were let in. */
  readonly ready: number;
  /** From the first connection to the last who was let in. */
  readonly joinMs: number;
  /** From the first message to the last delivery. */
  readonly wallMs: number;
  readonly sent: number;
  /** Deliveries there should be, or acknowledgements. */
  readonly expected: number;
  readonly delivered: number;
  /** Connections the server closed. */
  readonly cut: number;
  /** From sending to arrival, or to the acknowledgement. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  /** From a ping to its answer; NaN when nobody pinged. */
  readonly pingP99Ms: number;
  /** What the generator itself took. */
  readonly cpuSeconds: number;
}
