/**
 * Signals that ask the client to stop.
 *
 * @module
 */

import { EXIT } from "../../shared/exit_code.ts";

/** Exit codes of the signals a client is stopped by: 128 and the number. */
export const SIGNAL_EXITS: ReadonlyMap<Deno.Signal, number> = new Map([
  ["SIGHUP", EXIT.hangUp],
  ["SIGINT", EXIT.interrupted],
  ["SIGTERM", EXIT.terminated],
]);

/** What else decides about signals. */
export interface SignalOptions {
  /** Called before the end at once, to leave the terminal as it was. */
  readonly beforeExit?: () => void;
  /** Tells whether a signal is for another program that runs meanwhile. */
  readonly isForAnother?: (signal: Deno.Signal) => boolean;
}

/** Calls `onStop` at the first signal; the second ends the program at once. */
export function listenForSignals(
  onStop: (exitCode: number) => void,
  { beforeExit, isForAnother }: SignalOptions = {},
): Disposable {
  let stopping = false;
  const listeners = [...SIGNAL_EXITS].map(([signal, exitCode]) =>
    listen(signal, () => {
      if (isForAnother?.(signal)) return;
      if (stopping) {
        beforeExit?.();
        Deno.exit(exitCode);
      }
      stopping = true;
      onStop(exitCode);
    })
  );
  return {
    [Symbol.dispose]: () => listeners.forEach((stop) => stop()),
  };
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
