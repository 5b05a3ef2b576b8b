/**
 * The server, put together: who owns what, and in which order it ends. The
 * seed's `Server`; the rooms of this house are listed in the README.
 *
 * @module
 */

import { type Address, formatAddress } from "../shared/address.ts";
import { ADDRESS_LIMITS, Admission } from "./admission.ts";
import { Chat } from "./chat.ts";
import type { DataError } from "./log/data_error.ts";
import { Link } from "./link.ts";
import type { Entry, Log } from "./log/log.ts";
import type { Logger } from "./logging.ts";
import type { ServeOptions } from "./options.ts";
import { Recent } from "./recent.ts";
import { farewell } from "./replies.ts";
import { Session } from "./session.ts";
import type { SessionContext } from "./session_context.ts";
import { toShed } from "./shedding.ts";
import { TcpListener } from "./tcp.ts";
import { Ticker } from "./ticker.ts";
import type { User } from "./user.ts";

export type { HistoryForm } from "./history.ts";
export type { RetentionLimits } from "./log/retention.ts";
export {
  type LogFields,
  type LogFormat,
  Logger,
  type LoggerOptions,
  type LogLevel,
} from "./logging.ts";
export type { ServeOptions } from "./options.ts";
export { Ticker } from "./ticker.ts";

/** How long peers may take to hear why the server stops. */
const DRAIN_MS = 5000;

/** When clients should come back after a stop: at random in here. */
const MIN_RETRY_MS = 1000;
const MAX_RETRY_MS = 5000;

/** Turned away and told so at the same time; more are closed without a word. */
const MAX_TURNED_AWAY = 256;

/** A server that runs. */
export interface Server extends AsyncDisposable {
  /** Where it listens. */
  readonly address: Address;
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
  const chat = new Chat();
  await using owned = new AsyncDisposableStack();
  owned.use(ticker);
  owned.use(chat);
  const log = owned.use(await openLog(options, logger, chat));
  chat.startAfter(log.last);
  const house = new House({ options, logger, ticker, chat, log });
  owned.use(house);
  const kept = owned.move();
  return {
    address: house.address,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** Opens the log; the code of the one that is not used is never loaded. */
async function openLog(
  { dataFolder, retention }: ServeOptions,
  logger: Logger,
  chat: Chat,
): Promise<Log> {
  const onCommit = (group: readonly Entry[]) => chat.show(group);
  const onBug = (error: unknown) => logger.bug("log", error);
  if (dataFolder === null) {
    const { MemoryLog } = await import("./log/memory.ts");
    return new MemoryLog({ onCommit, onBug });
  }
  const { SqliteLog } = await import("./log/sqlite.ts");
  const onTrouble = (trouble?: DataError) => {
    if (trouble) logger.error("store_fails", { why: trouble.message });
    else logger.info("store_works");
  };
  const options = { onCommit, onBug, onTrouble, ...retention };
  return SqliteLog.open(dataFolder, options);
}

/** What a house is built of. */
interface HouseParts {
  readonly options: ServeOptions;
  readonly logger: Logger;
  readonly ticker: Ticker;
  readonly chat: Chat;
  readonly log: Log;
}

/** Everybody who is connected, and the door. */
class House implements Server {
  readonly #parts: HouseParts;
  readonly #admission: Admission;
  readonly #context: SessionContext;
  readonly #sessions = new Set<Session>();
  readonly #turnedAway = new Set<Link>();
  readonly #listener: TcpListener;
  #onEmpty: (() => void) | undefined;

  constructor(parts: HouseParts) {
    const { options, ticker } = parts;
    this.#parts = parts;
    this.#admission = new Admission({
      maxClients: options.maxClients,
      perAddress: options.rate ? ADDRESS_LIMITS : null,
      now: () => ticker.now,
    });
    this.#context = {
      ...parts,
      recent: new Recent(parts.log),
      settings: options,
      onLogin: (session) => this.#onLogin(session),
      onLost: (session, user) => this.#onLost(session, user),
      onOver: (session) => this.#onOver(session),
    };
    this.#listener = this.#listen(options);
    ticker.onTick(() => this.#onTick());
  }

  get address(): Address {
    return this.#listener.address;
  }

  /** Lets nobody in, stores what was said, and sends everybody away. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#listener[Symbol.asyncDispose]();
    await this.#parts.log.drain();
    await this.#sendAllAway();
  }

  #listen({ hostname, port }: ServeOptions): TcpListener {
    return new TcpListener({
      hostname,
      port,
      onConnection: (connection, ip) => this.#welcome(connection, ip),
      logger: this.#parts.logger,
    });
  }

  #welcome(connection: Deno.TcpConn, ip: string): void {
    const address = formatAddress(connection.remoteAddr);
    const link = new Link(connection, address, this.#parts.ticker);
    const ticket = this.#admission.admit(ip);
    if (typeof ticket === "string") return this.#turnAway(link, ticket);
    const session = new Session(link, this.#context, ticket);
    this.#sessions.add(session);
    link.start(session);
  }

  #turnAway(link: Link, why: string): void {
    this.#parts.logger.debug("turned_away", { address: link.address, why });
    if (this.#turnedAway.size >= MAX_TURNED_AWAY) return link.abort();
    this.#turnedAway.add(link);
    link.close(farewell("full", { content: `Closing: ${why}` }));
  }

  #onTick(): void {
    const { ticker: { now }, chat } = this.#parts;
    for (const session of this.#sessions) session.tick(now);
    for (const session of toShed(this.#sessions, backlogOf)) {
      session.cut("slow");
    }
    for (const link of this.#turnedAway) {
      if (link.overdue()) link.abort();
      if (link.isClosed) this.#turnedAway.delete(link);
    }
    chat.expire(now);
    this.#admission.prune();
  }

  #onLogin({ user, link }: Session): void {
    this.#parts.logger.info("login", {
      name: user?.name,
      address: link.address,
    });
  }

  #onLost(session: Session, user: User): void {
    const { chat, ticker, options } = this.#parts;
    if (!session.canResume) return chat.logout(user, session);
    chat.keep(user, session, ticker.now + options.graceMs);
  }

  #onOver(session: Session): void {
    this.#sessions.delete(session);
    const { name, closeCode, link: { address } } = session;
    if (closeCode) {
      this.#parts.logger.info("closed", { name, address, closeCode });
    } else this.#parts.logger.debug("gone", { name, address });
    if (this.#sessions.size === 0) this.#onEmpty?.();
  }

  /** Tells everybody, and waits until they know or time is up. */
  async #sendAllAway(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onEmpty = resolve;
    const timer = setTimeout(resolve, DRAIN_MS);
    for (const session of [...this.#sessions]) {
      const retryMs = MIN_RETRY_MS +
        Math.round(Math.random() * (MAX_RETRY_MS - MIN_RETRY_MS));
      session.close("shutdown", { fields: { retry_ms: retryMs } });
    }
    if (this.#sessions.size > 0) await promise;
    clearTimeout(timer);
    for (const session of [...this.#sessions]) session.link.abort();
    for (const link of this.#turnedAway) link.abort();
  }
}

function backlogOf({ link }: Session): number {
  return link.backlog;
}
