/**
 * Everybody who is connected: who is let in, what is due, and how all of it ends.
 *
 * @module
 */

import { type Address, formatAddress } from "../shared/address.ts";
import type { Chat } from "./chat/chat.ts";
import { closeNotice, stopNotice } from "./chat/replies.ts";
import type { Person } from "./chat/person.ts";
import type { Directory } from "./directory/directory.ts";
import { Accounts } from "./directory/accounts.ts";
import { Attempts } from "./directory/attempts.ts";
import { OperatorAccounts } from "./directory/operator_accounts.ts";
import { PasswordHasher } from "./directory/password_hasher.ts";
import { ServerPassword } from "./directory/server_password.ts";
import type { Log } from "./log/log.ts";
import { PageTurns } from "./log/page_turns.ts";
import { RecentEntries } from "./log/recent_entries.ts";
import type { Logger } from "./logging/logger.ts";
import { Admission, Refusal, type Refused } from "./net/admission.ts";
import { ByteRate } from "./net/byte_rate.ts";
import type { ByteStream } from "./net/byte_stream.ts";
import { countFreeFiles, makeRoomForFiles } from "./net/free_files.ts";
import { byteRateOf } from "./net/limits.ts";
import type { Link } from "./net/link.ts";
import { toShed } from "./net/shedding.ts";
import { StreamLink } from "./net/stream_link.ts";
import { TcpListener } from "./net/tcp_listener.ts";
import type { Ticker } from "./net/ticker.ts";
import type { Scheduler } from "./scheduling/scheduler.ts";
import { returnMs } from "./return_time.ts";
import type { ServeOptions } from "./serve_options.ts";
import { Upkeep } from "./upkeep.ts";
import { DeliveryLimit } from "./session/delivery_limit.ts";
import { Session, type SessionContext } from "./session/session.ts";

/** How long peers may take to hear why the server stops. */
const DRAIN_MS = 5000;

/** Those turned away are spread over so long, or all would be back at once. */
const SPREAD_MS = 2000;

/** Turned away with a reason at the same time; more are closed without one. */
const MAX_TURNED_AWAY = 256;

/**
 * With so many free files there are enough; of fewer, half are for connections,
 * a quarter for those who are turned away, the rest for the history.
 */
const ENOUGH_FILES = 1024;

/** What a chat server is built of. */
export interface ChatServerParts {
  readonly options: ServeOptions;
  readonly logger: Logger;
  readonly ticker: Ticker;
  readonly scheduler: Scheduler;
  readonly chat: Chat;
  readonly directory: Directory;
  readonly log: Log;
}

/** Trying out how many are free takes 45 ms: done where it may matter. */
function hasEnoughFiles({ maxFiles = 0 }: ServeOptions): boolean {
  return maxFiles >= 2 * ENOUGH_FILES;
}

/** All sessions, and the listener that lets them in. */
export class ChatServer implements AsyncDisposable {
  readonly #parts: ChatServerParts;
  /** What the operator does with accounts. */
  readonly operator: OperatorAccounts;
  readonly #admission: Admission;
  readonly #context: SessionContext;
  readonly #sessions = new Set<Session>();
  readonly #turnedAway = new Set<Link>();
  readonly #upkeep: Upkeep;
  readonly #maxTurnedAway: number;
  readonly #listener: TcpListener;
  readonly #ended = new AbortController();
  #room: Promise<void> | undefined;
  #onEmpty: (() => void) | undefined;
  #willRestart = false;

  /** Begins to listen. */
  constructor(parts: ChatServerParts) {
    const { options, ticker } = parts;
    this.#parts = parts;
    const onBug = (error: unknown) => parts.logger.bug("upkeep", error);
    this.#upkeep = new Upkeep({ ...parts, onBug });
    const isEnough = hasEnoughFiles(options);
    const files = isEnough ? ENOUGH_FILES : countFreeFiles(ENOUGH_FILES);
    const maxClients = this.#maxClients(files);
    this.#maxTurnedAway = Math.min(MAX_TURNED_AWAY, Math.ceil(files / 4));
    this.#admission = new Admission({
      ...options,
      maxClients,
      now: () => ticker.now,
      newUsage: () => parts.scheduler.newUsage(),
      onRefused: (refused) => this.#onRefused(refused),
    });
    const { operator, ...passwords } = this.#passwords(parts);
    this.operator = operator;
    this.#context = {
      ...parts,
      recent: new RecentEntries(parts.log),
      turns: new PageTurns(),
      ...passwords,
      deliveries: new DeliveryLimit(),
      settings: options,
      onLogin: (session) => this.#onLogin(session),
      onLost: (session, person) => this.#onLost(session, person),
      onOver: (session) => this.#onOver(session),
    };
    this.#listener = this.#listen(options);
    if (isEnough) {
      this.#room = makeRoomForFiles(ENOUGH_FILES, this.#ended.signal);
    }
    ticker.onTick(() => this.#onTick());
  }

  /** Where it listens. */
  get address(): Address {
    return this.#listener.address;
  }

  /** From here on the end tells clients that the server is started again. */
  announceRestart(): void {
    this.#willRestart = true;
  }

  /** Accepts nobody, stores what was said, and closes all connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort();
    await this.#room;
    await this.#listener[Symbol.asyncDispose]();
    await this.#parts.log.drain();
    await this.#closeAll();
  }

  /** Who may come in, and with what. */
  #passwords({ directory, chat, options, ticker }: ChatServerParts) {
    const attempts = new Attempts(() => ticker.now);
    const { serverPassword, registration = true, passwordCost } = options;
    const accounts = {
      directory,
      hasher: new PasswordHasher(passwordCost),
      attempts,
      isOpen: registration,
      onLinksEnd: (identity: number, except?: number) =>
        chat.people.endLinks(identity, except),
    };
    return {
      accounts: new Accounts(accounts),
      operator: new OperatorAccounts(accounts),
      ...(serverPassword !== undefined && {
        serverPassword: new ServerPassword(serverPassword, attempts),
      }),
    };
  }

  #listen({ hostname, port }: ServeOptions): TcpListener {
    return new TcpListener({
      hostname,
      port,
      onConnection: (stream, peer) => this.#accept(stream, peer),
      logger: this.#parts.logger,
    });
  }

  /** So many as asked for, or as a small limit of open files leaves room for. */
  #maxClients(files: number): number {
    const { options: { maxClients }, logger } = this.#parts;
    const most = Math.max(1, Math.floor(files / 2));
    if (files >= ENOUGH_FILES || maxClients <= most) return maxClients;
    logger.warn("file_limit", { freeFiles: files, maxClients: most });
    return most;
  }

  #accept(stream: ByteStream, peer: Address): void {
    const { ticker, options, scheduler } = this.#parts;
    const ticket = this.#admission.admit(peer.hostname);
    const isRefused = ticket instanceof Refusal;
    const link = new StreamLink(stream, formatAddress(peer), {
      ticker,
      rate: new ByteRate(byteRateOf(options.rate)),
      share: scheduler.newShare(isRefused ? undefined : ticket.usage),
    });
    if (isRefused) return this.#turnAway(link, ticket);
    this.#sessions.add(new Session(link, this.#context, ticket));
  }

  #onRefused({ network, refusal: { why, flag }, count }: Refused): void {
    const fields = { address: network, why, flag, count };
    this.#parts.logger.warn("address_refused", fields);
  }

  #turnAway(link: Link, { why, flag, retryMs }: Refusal): void {
    this.#parts.logger.debug("turned_away", { address: link.address, why });
    this.#forgetClosed();
    if (this.#turnedAway.size >= this.#maxTurnedAway) return link.abort();
    this.#turnedAway.add(link);
    const backMs = retryMs + Math.round(Math.random() * SPREAD_MS);
    const content =
      `Closing: ${why}; ktn serve ${flag} sets this. Try again in ${
        Math.ceil(backMs / 1000)
      } s`;
    const fields = { ["retry_ms"]: backMs };
    link.close(closeNotice("full", { content, fields }));
  }

  #onTick(): void {
    const { ticker: { now }, chat } = this.#parts;
    for (const session of this.#sessions) session.tick(now);
    for (const session of toShed(this.#sessions, backlogOf)) {
      session.cut("slow");
    }
    for (const link of this.#turnedAway) {
      if (link.overdue()) link.abort();
    }
    this.#forgetClosed();
    chat.tick(now);
    this.#upkeep.tick(now);
    this.#admission.prune();
  }

  #forgetClosed(): void {
    for (const link of this.#turnedAway) {
      if (link.isClosed) this.#turnedAway.delete(link);
    }
  }

  #onLogin({ name, link: { address } }: Session): void {
    this.#parts.logger.info("login", { name, address });
  }

  #onLost(session: Session, person: Person): void {
    const { chat: { people }, ticker, options } = this.#parts;
    if (!session.canResume) return people.logout(person, session);
    people.keep(person, session, ticker.now + options.graceMs);
  }

  #onOver(session: Session): void {
    this.#sessions.delete(session);
    const { name, closeCode, link: { address } } = session;
    if (closeCode) {
      this.#parts.logger.info("closed", { name, address, closeCode });
    } else this.#parts.logger.debug("gone", { name, address });
    if (this.#sessions.size === 0) this.#onEmpty?.();
  }

  /** Sends everybody the reason, and waits until it is read or time is up. */
  async #closeAll(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onEmpty = resolve;
    const timer = setTimeout(resolve, DRAIN_MS);
    const sessions = [...this.#sessions];
    for (const [place, session] of sessions.entries()) {
      const retryMs = returnMs(place, sessions.length);
      session.close("shutdown", stopNotice(retryMs, this.#willRestart));
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
