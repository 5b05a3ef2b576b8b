/**
 * What a command line needs of the machine it runs on, as an interface: so what
 * is made of it stays pure.
 *
 * @module
 */

import type { Environment } from "./flag.ts";

/** A signal that asks a program to end. */
export type StopSignal = "SIGHUP" | "SIGINT" | "SIGTERM";

/** Calls back at each signal that asks the program to end, until disposed. */
export type ListenForStop = (
  onSignal: (signal: StopSignal) => void,
) => Disposable;

/**
 * Calls back at each signal that asks a server to end because it will be
 * started again, until disposed.
 */
export type ListenForRestart = (onSignal: () => void) => Disposable;

/** A machine, as the table of commands sees it. */
export interface Platform {
  /** As in `Deno.build.os`. */
  readonly os: string;
  /** Variables by name. */
  readonly environment: Environment;
  /** How wide lines may be. */
  readonly columns: number;
  /**
   * Prints what was asked for, and a line break.
   *
   * @throws {OutputError} when that cannot be written.
   */
  readonly out: (text: string) => void;
  /** Prints what went wrong, and a line break, if that can be written. */
  readonly err: (text: string) => void;
  /**
   * Listens to signals that were not ignored when the program was started. To
   * be looked up once, before anything is waited for and programs are forbidden.
   */
  readonly listenForStop: ListenForStop;
  /** How many files may be open, if known; to be looked up as soon. */
  readonly maxFiles: number | undefined;
  /** Listens to SIGUSR2, where the system has it. */
  readonly listenForRestart: ListenForRestart;
  /** Gives up for good the right to run other programs. */
  readonly forbidPrograms: () => void;
  /**
   * Returns the text of a file.
   *
   * @param maxBytes Where reading stops: a file this long is not returned whole.
   * @throws what the system says when it cannot, with its `code`.
   */
  readonly readTextFile: (path: string, maxBytes: number) => string;
}
