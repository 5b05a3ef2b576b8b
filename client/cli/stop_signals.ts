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
 * Those that are ignored when one asks for it. SIGTERM is not among them, so
 * that a supervisor can end us however it was started itself.
 */
const IGNORABLE: readonly StopSignal[] = ["SIGHUP", "SIGINT"];

/**
 * What a whole group of programs gets, as when its terminal is closed, comes
 * twice through `deno task`, which also passes on what it hears. The same signal
 * again within this time, in milliseconds, is no second one.
 */
const REPEAT_MS = 100;

/**
 * Sends itself each signal, and writes the names of those of which it has heard
 * nothing: no shell can set a trap for what was ignored when it was started.
 */
const PROBE = 'for s; do n=SIG$s; trap "n=" $s; kill -s $s $$; echo $n; done';

/**
 * Returns how to listen to what asks this program to end. To be called before
 * anything is waited for, and before the right to run programs is given up:
 * no API of Deno tells what is ignored, and it lets nobody read /proc who has
 * not every right. So a shell is asked, which inherits it; that takes 5 ms. Not
 * `ps -o ignored=`, which small systems lack, or know without that column. And
 * no variable that a task sets: the compiled program has no task. What npx
 * starts cannot tell, since Node.js undoes what was ignored; `deno task` does so
 * where deno.json names packages, so they are in import_map.json.
 */
export function stopSignals(): ListenForStop {
  const ignored = Deno.build.os === "windows" ? [] : ignoredSignals();
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

function ignoredSignals(): readonly StopSignal[] {
  const names = IGNORABLE.map((signal) => signal.replace("SIG", ""));
  try {
    const { stdout } = new Deno.Command("sh", {
      args: ["-c", PROBE, "sh", ...names],
      // The right to run `sh` alone does not cover variables such as LD_PRELOAD.
      clearEnv: true,
      stdin: "null",
      stderr: "null",
    }).outputSync();
    const said = new TextDecoder().decode(stdout).split("\n");
    return IGNORABLE.filter((signal) => said.includes(signal));
  } catch {
    return []; // there is no shell, or we may not run it
  }
}
