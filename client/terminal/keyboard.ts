/**
 * The keyboard of a terminal on which lines are only ever added: keys come one
 * by one and are not shown by the terminal itself, which still makes signals
 * of Ctrl-C and Ctrl-Z.
 *
 * @module
 */

import type { Environment } from "../../shared/flags.ts";

/** Options for {@linkcode Keyboard}. */
export interface KeyboardOptions {
  /** The terminal may have been another's; what is typed has to be shown again. */
  readonly onTaken: () => void;
  /** Listens to a signal where it exists; returns how to stop listening. */
  readonly listen: (signal: Deno.Signal, onSignal: () => void) => () => void;
}

/** Owns the mode of the keyboard; it is as it was however the program ends. */
export class Keyboard implements Disposable {
  readonly #stopListening: readonly (() => void)[];

  /** Takes the keyboard. */
  constructor({ onTaken, listen }: KeyboardOptions) {
    setCbreak(true);
    const restore = () => setCbreak(false);
    globalThis.addEventListener("unload", restore);
    this.#stopListening = [
      listen("SIGCONT", () => {
        setCbreak(true);
        onTaken();
      }),
      () => globalThis.removeEventListener("unload", restore),
      restore,
    ];
  }

  /** Gives it back. */
  [Symbol.dispose](): void {
    for (const stop of this.#stopListening) stop();
  }
}

/**
 * Tells whether keys can be had one by one: not on Windows, where no signals
 * would come, and not in Emacs' shell, which shows by itself what is typed.
 */
export function canTakeKeys(environment: Environment, os: string): boolean {
  return os !== "windows" && !environment.INSIDE_EMACS?.includes("comint");
}

function setCbreak(isOn: boolean): void {
  try {
    Deno.stdin.setRaw(isOn, { cbreak: isOn });
  } catch {
    // The terminal is gone; SIGHUP or the end of input ends the program.
  }
}
