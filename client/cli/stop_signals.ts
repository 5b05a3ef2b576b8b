/**
 * Signals that ask the program to end, but for those it was started to ignore:
 * by `nohup`, or as a background job of a script. POSIX: what was ignored at the
 * start stays ignored. Deno takes no notice of that: it listens to SIGHUP and
 * SIGINT by itself as soon as it waits for anything, and ends at them. Whoever
 * listens too keeps it from ending.
 *
 * @module
 */

import type {
  ListenForRestart,
  ListenForStop,
  StopSignal,
} from "../../shared/platform.ts";
import { listen } from "./signals.ts";

const STOP_SIGNALS: readonly StopSignal[] = ["SIGHUP", "SIGINT", "SIGTERM"];

/**
 * What a whole group of programs gets, as when its terminal is closed, comes
 * twice through `deno task`, which also passes on what it hears. The same signal
 * again within this time, in milliseconds, is no second one.
 */
const REPEAT_MS = 100;

/**
 * Returns how to listen to what asks this program to end. To be called before
 * anything is waited for. No variable that a task sets tells what is ignored:
 * the compiled program has no task. What npx starts cannot tell, since Node.js
 * undoes what was ignored; `deno task` does so where deno.json names packages,
 * so they are in import_map.json.
 */
export function stopSignals(ignored: readonly StopSignal[]): ListenForStop {
  for (const signal of ignored) listen(signal, () => {});
  const heard = STOP_SIGNALS.filter((signal) => !ignored.includes(signal));
  return (onSignal) => {
    const all = heard.map((signal) =>
      listen(signal, unrepeated(() => onSignal(signal)))
    );
    return { [Symbol.dispose]: () => all.forEach((stop) => stop()) };
  };
}

/** Listens to the signal for a restart; Windows has none. */
export const listenForRestart: ListenForRestart = (onSignal) => ({
  [Symbol.dispose]: listen("SIGUSR2", unrepeated(onSignal)),
});

function unrepeated(onSignal: () => void): () => void {
  let lastAt = -Infinity;
  return () => {
    const isRepeated = performance.now() - lastAt < REPEAT_MS;
    lastAt = performance.now();
    if (!isRepeated) onSignal();
  };
}
