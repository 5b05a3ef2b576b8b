/**
 * Signals that ask the client to stop.
 *
 * @module
 */

import { EXIT } from "../../shared/exit_code.ts";
import type { ListenForStop, StopSignal } from "../../shared/platform.ts";

/** Exit codes of the signals a client is stopped by: 128 and the number. */
export const SIGNAL_EXITS: Readonly<Record<StopSignal, number>> = {
  SIGHUP: EXIT.hangUp,
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
};

/** What else decides about signals. */
export interface SignalOptions {
  /** Called before the end at once, to leave the terminal as it was. */
  readonly beforeExit?: () => void;
  /** Tells whether a signal is for another program that runs meanwhile. */
  readonly isForAnother?: (signal: StopSignal) => boolean;
}

/** Calls `onStop` at the first signal; the second ends the program at once. */
export function listenForSignals(
  listenForStop: ListenForStop,
  onStop: (exitCode: number) => void,
  { beforeExit, isForAnother }: SignalOptions = {},
): Disposable {
  let stopping = false;
  return listenForStop((signal) => {
    const exitCode = SIGNAL_EXITS[signal];
    if (isForAnother?.(signal)) return;
    if (stopping) {
      beforeExit?.();
      Deno.exit(exitCode);
    }
    stopping = true;
    onStop(exitCode);
  });
}

/** Listens to a signal where it exists; returns how to stop listening. */
export function listen(signal: Deno.Signal, onSignal: () => void): () => void {
  try {
    Deno.addSignalListener(signal, onSignal);
  } catch {
    return () => {}; // this system has no such signal
  }
  return () => Deno.removeSignalListener(signal, onSignal);
}
