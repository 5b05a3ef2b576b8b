/**
 * Notices that nobody reads standard output any more while there is nothing to
 * write. Only poll(2) tells of it, which Deno has no way to call (a write of
 * nothing succeeds, and `node:net` reads what can only be written), so GNU
 * `tail` is asked, which does just that. Where there is none it is noticed with
 * the next line that is written.
 *
 * @module
 */

import { fstatSync } from "node:fs";

const STANDARD_OUTPUT = 1;
/**
 * How long it may take: ten looks a second cost 0.05 % of a processor.
 * The same `tail` ends so long after this program was killed, and until then
 * whoever reads sees no end.
 */
const LOOK_SECONDS = 0.1;

/** Watches the other end of standard output, where that is a pipe. */
export class ReaderWatch implements Disposable {
  /** Resolves when the other end is closed; perhaps never. */
  readonly gone: Promise<void>;
  readonly #tail: Deno.ChildProcess | undefined;

  /** Begins to watch; needs the right to run programs. */
  constructor() {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.gone = promise;
    this.#tail = isPipe() ? startTail() : undefined;
    this.#tail?.unref();
    this.#tail?.status.then(({ signal }) => {
      if (signal === "SIGPIPE") resolve();
    });
  }

  /** Ends the watch. */
  [Symbol.dispose](): void {
    try {
      this.#tail?.kill("SIGKILL");
    } catch {
      // It has ended: it is another `tail`, or the reader has gone.
    }
  }
}

function isPipe(): boolean {
  try {
    return fstatSync(STANDARD_OUTPUT).isFIFO();
  } catch {
    return false; // closed, or of a sort the system does not tell
  }
}

/** Signals that we may have to ignore must not end the watch either. */
const RUN = 'trap "" HUP INT; exec tail "$@" /dev/null';

/** A `tail` that follows nothing, on our standard output, as long as we run. */
function startTail(): Deno.ChildProcess | undefined {
  const args = ["--follow", `--sleep-interval=${LOOK_SECONDS}`];
  try {
    return new Deno.Command("sh", {
      args: ["-c", RUN, "sh", ...args, `--pid=${Deno.pid}`],
      stdin: "null",
      stdout: "inherit",
      stderr: "null",
    }).spawn();
  } catch {
    return undefined; // there is none, or we may not run it
  }
}
