/**
 * `ktn serve` as a command: flags in, exit code out, and between them the words
 * for the operator. Knows nothing of how a server works.
 *
 * @module
 */

import { formatAddress } from "../../shared/address.ts";
import { EXIT } from "../../shared/exit_code.ts";
import { whyItFailed } from "../../shared/system_error.ts";
import type { Invocation } from "../../shared/command.ts";
import type { ListenForStop, StopSignal } from "../../shared/platform.ts";
import { checkDataFolder } from "../maintenance/data_check.ts";
import { DataError } from "../log/data_error.ts";
import { defaultDataFolder } from "../log/data_folder.ts";
import { startupBanner } from "./startup_banner.ts";
import { LogSink } from "../logging/log_sink.ts";
import { Logger } from "../logging/logger.ts";
import { serve, type Server } from "../mod.ts";
import type { ServeOptions } from "../serve_options.ts";
import { readServeOptions } from "./options.ts";

/** Runs a server until a signal ends it. */
export async function runServe(invocation: Invocation): Promise<number> {
  let onDropped: (total: number) => void = () => {};
  const sink = new LogSink({ onDropped: (total) => onDropped(total) });
  const say = (text: string) => sink.write(text + "\n");
  try {
    const options = optionsFrom(invocation);
    if (invocation.parsed.isOn("check")) return check(options, invocation);
    const logger = new Logger({
      level: options.logLevel,
      format: options.logFormat,
      write: (line) => sink.write(line),
    });
    onDropped = (total) => logger.error("log_dropped", { total });
    const { listenForStop } = invocation;
    return await run(options, { logger, say, listenForStop });
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    say(error.message);
    return EXIT.data;
  } finally {
    await sink.flush();
  }
}

function optionsFrom({ parsed, environment }: Invocation): ServeOptions {
  const folder = () => defaultDataFolder(Deno.build.os, environment);
  return readServeOptions(parsed, folder);
}

/** Prints a sentence for the operator. */
type Say = (text: string) => void;

/** Where a server's words go, and what ends it. */
interface Surroundings {
  readonly logger: Logger;
  readonly say: Say;
  readonly listenForStop: ListenForStop;
}

async function run(
  options: ServeOptions,
  { logger, say, listenForStop }: Surroundings,
): Promise<number> {
  surviveBugs(logger);
  // Heard from here on: who reads that it has started may stop it right away.
  const stopped = stopSignal(listenForStop);
  const server = await start(options, logger, say);
  if (typeof server === "number") return server;
  say(startupBanner(server.address, options));
  const signal = await stopped;
  logger.info("stopping", { signal });
  await server[Symbol.asyncDispose]();
  logger.info("stopped");
  return EXIT.ok;
}

/** Says whether a server with these options could use its data. */
function check(options: ServeOptions, { print }: Invocation): number {
  if (options.dataFolder !== null) checkDataFolder(options.dataFolder);
  const where = options.dataFolder ?? "memory";
  print(`ktn would listen on ${formatAddress(options)}, with data in ${where}`);
  return EXIT.ok;
}

async function start(
  options: ServeOptions,
  logger: Logger,
  say: Say,
): Promise<Server | number> {
  try {
    return await serve(options, logger);
  } catch (error) {
    if (error instanceof DataError) throw error;
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
  return `Cannot listen on ${where}: ${whyItFailed(error)}`;
}

/** Resolves with the first signal; a second one ends the process at once. */
function stopSignal(listenForStop: ListenForStop): Promise<StopSignal> {
  const { promise, resolve } = Promise.withResolvers<StopSignal>();
  let isStopping = false;
  listenForStop((signal) => {
    if (isStopping) Deno.exit(EXIT.failed);
    isStopping = true;
    resolve(signal);
  });
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
