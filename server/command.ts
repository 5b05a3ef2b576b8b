/**
 * `ktn serve` as a command: flags in, exit code out, and between them the words
 * for the operator. Knows nothing of how a server works.
 *
 * @module
 */

import { type Address, formatAddress, isLoopback } from "../shared/address.ts";
import { type Environment, parseFlags, UsageError } from "../shared/flags.ts";
import { VERSION } from "../shared/version.ts";
import { Logger } from "./logging.ts";
import { serve, type Server } from "./mod.ts";
import { readServeOptions, SERVE_FLAGS, type ServeOptions } from "./options.ts";

/** Exit codes of `ktn serve`; the same meanings as for all commands. */
const EXIT = { ok: 0, failed: 1, cannotBind: 7, data: 8 } as const;

/** Both end the server; the first cleanly, the second at once. */
const STOP_SIGNALS: readonly Deno.Signal[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Runs a server until a signal ends it. */
export async function runServe(
  args: readonly string[],
  environment: Environment,
): Promise<number> {
  const parsed = parseFlags(SERVE_FLAGS, args, environment);
  if (parsed.text("data") !== "none") {
    throw new UsageError(
      "Cannot keep the history in a file yet: only --data none is there",
    );
  }
  const options = readServeOptions(parsed);
  const logger = new Logger({
    level: options.logLevel,
    format: options.logFormat,
  });
  surviveBugs(logger);
  const server = await start(options, logger);
  if (typeof server === "number") return server;
  introduce(server.address, options);
  const signal = await stopSignal();
  logger.info("stopping", { signal });
  await server[Symbol.asyncDispose]();
  logger.info("stopped");
  return EXIT.ok;
}

async function start(
  options: ServeOptions,
  logger: Logger,
): Promise<Server | number> {
  try {
    return await serve(options, logger);
  } catch (error) {
    say(whyNot(error, options));
    return EXIT.cannotBind;
  }
}

function whyNot(error: unknown, { hostname, port }: ServeOptions): string {
  const where = formatAddress({ hostname, port });
  if (error instanceof Deno.errors.AddrInUse) {
    return `Cannot listen on ${where}: the port is in use. Is a server running already? Try --port ${
      port + 1
    }`;
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return `Cannot listen on ${where}: not allowed. Try a port above 1023`;
  }
  const detail = error instanceof Error ? error.message : String(error);
  return `Cannot listen on ${where}: ${detail}`;
}

/** The start-up block: where, how to join, what is kept, who can come. */
function introduce(address: Address, options: ServeOptions): void {
  const isLocal = isLoopback(address.hostname);
  const isAnywhere = ["0.0.0.0", "::"].includes(address.hostname);
  const host = isAnywhere ? hostName() : address.hostname;
  const target = formatAddress({ hostname: host, port: address.port });
  say([
    `ktn ${VERSION} listens on ${formatAddress(address)} (process ${Deno.pid})`,
    `  join     ktn connect ${target}`,
    `  history  ${describeHistory(options)}`,
    isLocal
      ? "  network  only this machine can join; --host 0.0.0.0 opens it to the network, unencrypted"
      : "  network  everybody who reaches this address can join, and read along: nothing is encrypted",
    "  stop     Ctrl-C",
  ].join("\n"));
}

function describeHistory({ historyLength }: ServeOptions): string {
  const shown = historyLength === 0
    ? "nobody is shown the past"
    : `whoever joins sees the last ${historyLength} messages`;
  return `in memory only, gone when the server stops; ${shown}`;
}

function hostName(): string {
  try {
    return Deno.hostname();
  } catch {
    return "THIS-MACHINE"; // the right to ask for the name was not given
  }
}

/** Resolves with the first signal; a second one ends the process at once. */
function stopSignal(): Promise<Deno.Signal> {
  const { promise, resolve } = Promise.withResolvers<Deno.Signal>();
  let isStopping = false;
  for (const signal of STOP_SIGNALS) {
    const stop = () => {
      if (isStopping) Deno.exit(EXIT.failed);
      isStopping = true;
      resolve(signal);
    };
    try {
      Deno.addSignalListener(signal, stop);
    } catch {
      // This platform does not know the signal (pitfall P14).
    }
  }
  return promise;
}

/** A bug is logged and the others go on chatting (pitfall P10). */
function surviveBugs(logger: Logger): void {
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    logger.bug("promise", event.reason);
  });
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    logger.bug("callback", event.error);
  });
}

function say(text: string): void {
  try {
    Deno.stderr.writeSync(new TextEncoder().encode(text + "\n"));
  } catch {
    // Nobody can read it; the server works all the same (pitfall P9).
  }
}
