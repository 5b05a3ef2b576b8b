/**
 * The server, put together: who owns what, and in which order it ends. The
 * seed's `Server`; the rooms of this house are listed in the README.
 *
 * @module
 */

import { type Address, formatAddress } from "../shared/address.ts";
import { ADDRESS_LIMITS, Admission } from "./admission.ts";
import { Chat } from "./chat.ts";
import { Link } from "./link.ts";
import type { Log } from "./log/log.ts";
import { MemoryLog } from "./log/memory.ts";
import type { Logger } from "./logging.ts";
import type { ServeOptions } from "./options.ts";
import { farewell } from "./replies.ts";
import { Session, type SessionContext } from "./session.ts";
import { TcpListener } from "./tcp.ts";
import { Ticker } from "./ticker.ts";
import type { User } from "./user.ts";

/** How long a lost connection's name is kept for its owner. */
const GRACE_MS = 60_000;
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
 * @throws {Deno.errors.AddrInUse} and what else binding throws.
 */
export function serve(options: ServeOptions, logger: Logger): Promise<Server> {
  return Promise.resolve(new House(options, logger));
}

/** All parts of one server. */
class House implements Server {
  readonly #logger: Logger;
  readonly #ticker = new Ticker();
  readonly #chat = new Chat();
  readonly #log: Log;
  readonly #admission: Admission;
  readonly #context: SessionContext;
  readonly #sessions = new Set<Session>();
  readonly #turnedAway = new Set<Link>();
  readonly #listener: TcpListener;
  #onEmpty: (() => void) | undefined;

  constructor(options: ServeOptions, logger: Logger) {
    this.#logger = logger;
    this.#log = new MemoryLog({ onCommit: (group) => this.#chat.show(group) });
    this.#admission = new Admission({
      maxClients: options.maxClients,
      perAddress: options.rate ? ADDRESS_LIMITS : null,
      now: () => this.#ticker.now,
    });
    this.#context = {
      chat: this.#chat,
      log: this.#log,
      settings: options,
      logger,
      onLogin: (session) => this.#onLogin(session),
      onLost: (session, user) => this.#onLost(session, user),
      onOver: (session) => this.#onOver(session),
    };
    this.#ticker.onTick(() => this.#onTick());
    this.#listener = this.#listen(options);
  }

  get address(): Address {
    return this.#listener.address;
  }

  /** Ends in the order in which things depend on each other. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#listener[Symbol.asyncDispose]();
    this.#log.flush();
    await this.#sendAllAway();
    this.#ticker[Symbol.dispose]();
    this.#chat[Symbol.dispose]();
    await this.#log[Symbol.asyncDispose]();
  }

  #listen({ hostname, port }: ServeOptions): TcpListener {
    const onConnection = (connection: Deno.TcpConn, ip: string) =>
      this.#welcome(connection, ip);
    const logger = this.#logger;
    try {
      return new TcpListener({ hostname, port, onConnection, logger });
    } catch (error) {
      this.#ticker[Symbol.dispose]();
      throw error;
    }
  }

  #welcome(connection: Deno.TcpConn, ip: string): void {
    const address = formatAddress(connection.remoteAddr);
    const link = new Link(connection, address, this.#ticker);
    const ticket = this.#admission.admit(ip);
    if (typeof ticket === "string") return this.#turnAway(link, ticket);
    const session = new Session(link, this.#context, ticket);
    this.#sessions.add(session);
    link.start(session);
  }

  #turnAway(link: Link, why: string): void {
    this.#logger.debug("turned_away", { address: link.address, why });
    if (this.#turnedAway.size >= MAX_TURNED_AWAY) return link.abort();
    this.#turnedAway.add(link);
    link.close(farewell("full", { content: `Closing: ${why}` }));
  }

  #onTick(): void {
    const { now } = this.#ticker;
    for (const session of this.#sessions) session.tick(now);
    for (const link of this.#turnedAway) {
      if (link.overdue()) link.abort();
      if (link.isClosed) this.#turnedAway.delete(link);
    }
    this.#chat.expire(now);
    this.#admission.prune();
  }

  #onLogin({ user, link }: Session): void {
    this.#logger.info("login", { name: user?.name, address: link.address });
  }

  #onLost(session: Session, user: User): void {
    if (!session.canResume) return this.#chat.logout(user, session);
    this.#chat.keep(user, session, this.#ticker.now + GRACE_MS);
  }

  #onOver(session: Session): void {
    this.#sessions.delete(session);
    const { name, closeCode, link: { address } } = session;
    if (closeCode) this.#logger.info("closed", { name, address, closeCode });
    else this.#logger.debug("gone", { name, address });
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
