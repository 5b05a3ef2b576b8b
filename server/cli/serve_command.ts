/**
 * `ktn serve` as a command: flags in, exit code out, and between them the words
 * for the operator.
 *
 * @module
 */

import { formatAddress } from "../../shared/address.ts";
import { EXIT } from "../../shared/exit_code.ts";
import { ConfigError } from "../../shared/flags.ts";
import { whyItFailed } from "../../shared/system_error.ts";
import type { Invocation } from "../../shared/command.ts";
import { checkDataFolder } from "../maintenance/data_check.ts";
import { DataError } from "../log/data_error.ts";
import { defaultDataFolder } from "../log/data_folder.ts";
import { Operator } from "./operator.ts";
import { LogSink } from "../logging/log_sink.ts";
import { Logger } from "../logging/logger.ts";
import { serve, type Server } from "../mod.ts";
import type { ServeOptions } from "../serve_options.ts";
import {
  readLogOptions,
  readServeOptions,
  SERVER_PASSWORD_FLAG,
} from "./options.ts";
import { readPasswordFile } from "./password_source.ts";

/** Runs a server until a signal ends it. */
export async function runServe(invocation: Invocation): Promise<number> {
  let onDropped: (total: number) => void = () => {};
  const sink = new LogSink({ onDropped: (total) => onDropped(total) });
  const { logLevel, logFormat } = readLogOptions(invocation.parsed);
  const logger = new Logger({
    level: logLevel,
    format: logFormat,
    write: (line) => sink.write(line),
  });
  onDropped = (total) => logger.error("log_dropped", { total });
  const say = (text: string) => sink.write(text + "\n");
  const operator = new Operator({ logger, format: logFormat, say });
  try {
    operator.warn(invocation.warnings);
    const { maxFiles } = invocation;
    const options = { ...optionsFrom(invocation), maxFiles };
    if (invocation.parsed.isOn("check")) return check(options, invocation);
    return await run(options, operator, invocation);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    operator.failed(error.message);
    return EXIT.data;
  } finally {
    await sink.flush();
  }
}

/**
 * Refuses options that `ktn serve` would refuse.
 *
 * @throws {UsageError} for a value that is out of its range.
 * @throws {ConfigError} when nothing says where the history is, or the file of
 * the server's password cannot be read.
 */
export function checkServeOptions(invocation: Invocation): void {
  try {
    optionsFrom(invocation);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new ConfigError(error.message);
  }
}

function optionsFrom(
  { parsed, environment }: Pick<Invocation, "parsed" | "environment">,
): ServeOptions {
  const folder = () => defaultDataFolder(Deno.build.os, environment);
  const file = parsed.text(SERVER_PASSWORD_FLAG.name);
  return {
    ...readServeOptions(parsed, folder),
    ...(file !== undefined && { serverPassword: readPasswordFile(file) }),
  };
}

async function run(
  options: ServeOptions,
  operator: Operator,
  invocation: Invocation,
): Promise<number> {
  const { logger } = operator;
  surviveBugs(logger);
  // Heard from here on: who reads that it has started may stop it right away.
  const stopped = endSignal(invocation);
  const server = await start(options, operator);
  if (typeof server === "number") return server;
  operator.started(server.address, options);
  const signal = await stopped;
  logger.info("stopping", { signal });
  const isRestart = signal === "SIGUSR2";
  if (isRestart) await server.endForRestart();
  else await server[Symbol.asyncDispose]();
  logger.info("stopped");
  return isRestart ? EXIT.restart : EXIT.ok;
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
  operator: Operator,
): Promise<Server | number> {
  try {
    return await serve(options, operator.logger);
  } catch (error) {
    if (error instanceof DataError) throw error;
    operator.failed(whyNot(error, options));
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
function endSignal(
  { listenForStop, listenForRestart }: Invocation,
): Promise<Deno.Signal> {
  const { promise, resolve } = Promise.withResolvers<Deno.Signal>();
  let isStopping = false;
  const end = (signal: Deno.Signal) => {
    if (isStopping) Deno.exit(EXIT.failed);
    isStopping = true;
    resolve(signal);
  };
  listenForStop(end);
  listenForRestart(() => end("SIGUSR2"));
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
