/**
 * One peer as messages: frames come in, payloads go out in the form the peer
 * understands. What carries them is up to the implementation.
 *
 * @module
 */

import type { Frame } from "../../shared/frame.ts";
import type { Batch, Recipient } from "../chat/batch.ts";
import type { Payload, WireForm } from "../chat/payload.ts";
import type { Share } from "../scheduling/share.ts";

/** A deadline of a link that has passed. */
export type Overdue = "value_timeout" | "slow" | "lingered";

/** One peer. */
export interface Link {
  /** The peer's address, for the log and for admission. */
  readonly address: string;
  /** The peer's share of the event loop. */
  readonly share: Share;
  /** The form in which the peer gets its payloads. */
  readonly form: WireForm;
  /** Whether payloads still reach the peer. */
  readonly isOpen: boolean;
  /** Whether the connection is over. */
  readonly isClosed: boolean;
  /** Whether the peer is not asked for more at the moment. */
  readonly isPaused: boolean;
  /** How many bytes wait for the peer. */
  readonly backlog: number;
  /** Whether so much waits that {@linkcode Link.drained} would wait. */
  readonly isCongested: boolean;
  /** When the peer last sent a byte, or could again, on the clock of deadlines. */
  readonly heardAt: number;
  /** Begins to read. */
  start(owner: LinkOwner): void;
  /** Stops asking the peer for more. */
  pause(): void;
  /** Asks the peer for more again; deadlines begin anew, for it was not read. */
  resume(): void;
  /** The peer is a user: what it sends counts by time. */
  loggedIn(): void;
  /** Takes the peer for a program that knows more than those of 2015. */
  allowAllFields(): void;
  /** Sends a payload; a closed link sends nothing. */
  send(payload: Payload): void;
  /**
   * Sends a batch.
   *
   * @returns `false`, and nothing of it sent, when too much waits already.
   */
  deliver(batch: Batch, recipient: Recipient): boolean;
  /** Resolves when little enough waits, or the link is closed. */
  drained(): Promise<void>;
  /** Sends the last payload, if any, lets the peer read it, and closes. */
  close(lastPayload?: Payload): void;
  /** Closes at once; what waits is lost. */
  abort(): void;
  /** Returns the deadline that has passed, if one has. */
  overdue(): Overdue | undefined;
}

/** Who listens to a link. */
export interface LinkOwner {
  /** Frames arrived; further ones follow only while the link is not paused. */
  receive(frames: readonly Frame[]): void;
  /** The peer has sent all it will send; it may still be reading. */
  ended(): void;
  /** `receive()` threw, which is a bug; the link reads on. */
  failed(error: unknown): void;
  /** The peer sends more bytes than it may, and goes on all the same. */
  flooded(): void;
  /** The connection is over; called once, whoever ended it. */
  gone(): void;
}
