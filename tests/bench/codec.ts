/**
 * What a load generator must know of a protocol, and the protocols it knows.
 * Knows nothing of sockets and of load.
 *
 * @module
 */

import type { FrameCounter } from "./frame_counter.ts";
import { IRC } from "./irc_codec.ts";
import { JETSTREAM } from "./jetstream_codec.ts";
import { KTN } from "./ktn_codec.ts";
import { MQTT } from "./mqtt_codec.ts";
import { NATS } from "./nats_codec.ts";
import { RAW } from "./raw_codec.ts";

/** What follows from what a server said before the start. */
export interface Greeting {
  /** Whether the client is in and will get messages. */
  readonly isReady?: boolean;
  /** What the client must say now. */
  readonly say?: string;
}

/** How a client wants to be let in. */
export interface Entrance {
  /** Not in the common room where the protocol can tell the two apart. */
  readonly staysOutside?: boolean;
  /** There is a past, and the client is in only when it has read it. */
  readonly awaitsPast?: boolean;
  /** A room of its own, beside the common one where that has to be. */
  readonly room?: string;
}

/** One protocol; every string is latin1. */
export interface Codec {
  /** The longest text a message can have. */
  readonly maxTextBytes: number;
  /** What a client says first. */
  hello(name: string, entrance: Entrance): string;
  /** What follows from lines the server said to a client. */
  hear(heard: string, entrance: Entrance, name: string): Greeting;
  /** A message for everybody else in a room; without one, in the common one. */
  message(text: string, room?: string): string;
  /** The same with an id that is acknowledged, where there is such a thing. */
  acknowledged?(text: string, id: string): string;
  /**
   * What such an id is.
   *
   * @default {"message"}
   */
  readonly idIs?: "message" | "sender";
  /** Whether there are more rooms than the common one. */
  readonly hasRooms?: true;
  /** Whether who sent a message gets it too. */
  readonly isEchoed?: boolean;
  /** Makes the counter of one connection for texts of so many bytes. */
  counter(textBytes: number): FrameCounter;
  /** What is answered with a line, where nobody else hears of it. */
  readonly ping?: string;
  /** What a client says to each line that is not a message. */
  readonly pong?: string;
}

const CODECS = {
  ktn: KTN,
  irc: IRC,
  nats: NATS,
  jetstream: JETSTREAM,
  mqtt: MQTT,
  raw: RAW,
};

/** The name of a protocol. */
export type Protocol = keyof typeof CODECS;

/** Returns the protocol of this name. */
export function codecOf(protocol: Protocol): Codec {
  return CODECS[protocol];
}

/** Returns latin1 as bytes. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (unit) => unit.charCodeAt(0));
}
