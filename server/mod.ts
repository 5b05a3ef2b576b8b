/**
 * The server, put together: who owns what, and in which order it ends. The
 * seed's `Server`.
 *
 * @module
 */

import type { Address } from "../shared/address.ts";
import { Chat } from "./chat/chat.ts";
import { ChatServer } from "./chat_server.ts";
import type { Directory } from "./directory/directory.ts";
import { OperatorSocket } from "./directory/operator_socket.ts";
import { openDirectory, preparePeople } from "./kept_people.ts";
import type { DataError } from "./log/data_error.ts";
import type { RetentionNotice } from "./log/forgetter.ts";
import type { Entry, Log } from "./log/log.ts";
import type { Logger } from "./logging/logger.ts";
import { Ticker } from "./net/ticker.ts";
import { Scheduler } from "./scheduling/scheduler.ts";
import { SocketPoll } from "./scheduling/socket_poll.ts";
import type { ServeOptions } from "./serve_options.ts";

export type { AddressLimits, ConnectionRate } from "./net/admission.ts";
export type { HistoryForm } from "./chat/history_page.ts";
export type { RetentionLimits } from "./log/retention.ts";
export {
  type LogFields,
  type LogFormat,
  Logger,
  type LoggerOptions,
  type LogLevel,
} from "./logging/logger.ts";
export type { ServeOptions } from "./serve_options.ts";
export type { ScryptCost } from "./directory/scrypt_string.ts";
export { Ticker } from "./net/ticker.ts";

/** A server that runs. */
export interface Server extends AsyncDisposable {
  /** Where it listens. */
  readonly address: Address;
  /**
   * Ends it as its disposal does, and tells clients that it will be started
   * again.
   */
  endForRestart(): Promise<void>;
}

/**
 * Starts a server; it runs until it is disposed.
 *
 * @param ticker The clock of all deadlines; the server stops it at its end.
 * @throws {DataError} when the history cannot be used, and what binding throws.
 */
export async function serve(
  options: ServeOptions,
  logger: Logger,
  ticker: Ticker = new Ticker(),
): Promise<Server> {
  await using owned = new AsyncDisposableStack();
  owned.use(ticker);
  const show: { chat?: Chat } = {};
  const onCommit = (group: readonly Entry[]) => show.chat?.show(group);
  preparePeople(options.dataFolder);
  const log = owned.use(await openLog(options, logger, onCommit));
  const directory = owned.use(
    await openDirectory({
      ...{ dataFolder: options.dataFolder, logger },
      onTrouble: (trouble) => logTrouble(logger, trouble),
    }, log.last > 0),
  );
  const chat = show.chat = owned.use(
    new Chat({
      directory,
      now: () => ticker.now,
      onBug: (error) => logger.bug("show", error),
    }),
  );
  chat.startAfter(log.last);
  keepWhoWasHere(chat, directory, ticker.now + options.graceMs);
  const scheduler = await makeScheduler(owned, logger);
  const parts = { options, logger, ticker, scheduler, chat, directory, log };
  const server = new ChatServer(parts);
  owned.use(server);
  if (options.dataFolder !== null) {
    owned.use(openSocket(options.dataFolder, server, logger));
  }
  const kept = owned.move();
  return {
    address: server.address,
    endForRestart: () => {
      server.announceRestart();
      return kept.disposeAsync();
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Where the operator reaches the server. */
function openSocket(
  folder: string,
  { operator }: ChatServer,
  logger: Logger,
): OperatorSocket {
  return new OperatorSocket(folder, operator, {
    onMissing: (why) => logger.warn("no_operator_socket", { why }),
    onBug: (error) => logger.bug("operator", error),
  });
}

/** Where the sockets cannot be asked, timers tell well enough. */
async function makeScheduler(
  owned: AsyncDisposableStack,
  logger: Logger,
): Promise<Scheduler> {
  const poll = owned.use(await SocketPoll.open());
  const onBug = (error: unknown) => logger.bug("turn", error);
  return owned.use(
    new Scheduler({
      onBug,
      ...(poll && { afterSockets: (callback) => poll.next(callback) }),
    }),
  );
}

/**
 * Whoever was here when the process before ended has the grace time to come
 * back, as after a lost connection, and nobody is told of either.
 */
function keepWhoWasHere(
  { people }: Chat,
  directory: Directory,
  until: number,
): void {
  for (const identity of directory.takeWhoWasHere()) {
    people.restore(identity, until);
  }
}

/** Opens the log; the code of the one that is not used is never loaded. */
async function openLog(
  { dataFolder, retention }: ServeOptions,
  logger: Logger,
  onCommit: (group: readonly Entry[]) => void,
): Promise<Log> {
  const onBug = (error: unknown) => logger.bug("log", error);
  if (dataFolder === null) {
    const { MemoryLog } = await import("./log/memory.ts");
    return new MemoryLog({ onCommit, onBug });
  }
  const { SqliteLog } = await import("./log/sqlite.ts");
  const onTrouble = (trouble?: DataError) => logTrouble(logger, trouble);
  const onRetention = (notice: RetentionNotice) => logRetention(logger, notice);
  const options = { onCommit, onBug, onTrouble, onRetention, ...retention };
  return SqliteLog.open(dataFolder, options);
}

function logTrouble(logger: Logger, trouble?: DataError): void {
  if (trouble) logger.error("store_fails", { why: trouble.message });
  else logger.info("store_works");
}

/** What is gone, and what is not forgotten though it seems old. */
function logRetention(logger: Logger, notice: RetentionNotice): void {
  if (notice.kind === "forgotten") {
    const { first, last } = notice;
    return logger.info("forgotten", { first, last });
  }
  const { now, expected, forMs } = notice;
  logger.warn("clock_doubted", {
    now: new Date(now).toISOString(),
    expected: new Date(expected).toISOString(),
    why:
      "the clock is far from what was stored last: nothing is forgotten by its age",
    for_s: Math.round(forMs / 1000),
  });
}
