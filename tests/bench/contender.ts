/**
 * A server that takes part: how it is started, and one that runs.
 * Knows nothing of scenarios.
 *
 * @module
 */

import type { Protocol } from "./codec.ts";
import { type ProcessUsage, usageOf } from "./process_usage.ts";

const START_MS = 15_000;
const STOP_MS = 15_000;

/** Where a server is to run. */
export interface Site {
  readonly port: number;
  /** A folder of its own. */
  readonly folder: string;
  /** Where ktn's data is, if not in the folder. */
  readonly data?: string;
}

/** How a program is called. */
export interface Call {
  readonly program: string;
  readonly args: readonly string[];
}

/** A server that takes part. */
export interface Contender {
  /** What it is called on the command line. */
  readonly name: string;
  /** What it is called in the table. */
  readonly title: string;
  /** What it is called in the picture; missing where it is no peer of ktn. */
  readonly letter?: string;
  readonly protocol: Protocol;
  /** Whether it stores what it shows, and acknowledges it only then. */
  readonly isDurable?: true;
  /** What must be installed; without it, it is there. */
  readonly program?: string;
  /** Makes what it needs at the site, and tells how it is started. */
  readonly prepare: (site: Site) => Call;
}

/** A server that runs. */
export class Running implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;

  private constructor(
    child: Deno.ChildProcess,
    /** Where it listens. */
    readonly port: number,
    /** From its start to the first connection that was accepted. */
    readonly startMs: number,
  ) {
    this.#child = child;
  }

  /**
   * Starts a server and waits until it accepts connections.
   *
   * @throws {Error} when it ends at once, or does not accept.
   */
  static async start(
    contender: Contender,
    site: Site,
    syncMs = 0,
  ): Promise<Running> {
    const call = contender.prepare(site);
    const { program, args } = syncMs > 0 ? slowed(call, syncMs) : call;
    const startedAt = performance.now();
    const child = new Deno.Command(program, {
      args: [...args],
      cwd: site.folder,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    let hasEnded = false;
    child.status.then(() => hasEnded = true);
    while (!await accepts(site.port)) {
      const isLate = performance.now() - startedAt > START_MS;
      if (hasEnded || isLate) {
        if (!hasEnded) child.kill("SIGKILL");
        const line = [program, ...args].join(" ");
        throw new Error(`Cannot start ${contender.name}: try ${line}`);
      }
    }
    return new Running(child, site.port, performance.now() - startedAt);
  }

  /** What it has used so far. */
  get usage(): ProcessUsage {
    return usageOf(this.#child.pid);
  }

  /** Ends it, politely at first. */
  async [Symbol.asyncDispose](): Promise<void> {
    const timer = setTimeout(() => this.#child.kill("SIGKILL"), STOP_MS);
    try {
      this.#child.kill("SIGTERM");
    } catch {
      // It has ended already.
    }
    await this.#child.status;
    clearTimeout(timer);
  }
}

/** The same program on a disk that takes so much more for each sync. */
function slowed({ program, args }: Call, syncMs: number): Call {
  const calls = "fsync,fdatasync";
  const delay = `inject=${calls}:delay_enter=${syncMs}ms`;
  // -D: the program is our child, so that it gets our signals.
  const how = ["-D", "-f", "-qq", "--seccomp-bpf", "-o", "/dev/null"];
  const what = ["-e", `trace=${calls}`, "-e", delay];
  return { program: "strace", args: [...how, ...what, program, ...args] };
}

/** Returns a port nobody listens on. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function accepts(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: "127.0.0.1", port })).close();
    return true;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 2));
    return false;
  }
}
