/**
 * A login that only asks: requests, each answered even over a cut, and then the
 * logout.
 *
 * @module
 */

import type { ErrorEvent, Event, WelcomeEvent } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";
import {
  Connection,
  type ConnectionOptions,
} from "../connection/connection.ts";
import type { CloseReason } from "../connection/close_reason.ts";
import type {
  ConnectionEvents,
  ConnectionState,
} from "../connection/connection_events.ts";
import { enterRooms } from "./entrance.ts";
import type { StatusReporter } from "./status_reporter.ts";

/** Options for {@linkcode Query}. */
export interface QueryOptions {
  readonly connection: Omit<ConnectionOptions, "listener" | "giveUpMs">;
  readonly reporter: StatusReporter;
  /** Longest time without a connection, or without an answer. */
  readonly giveUpMs: number;
}

/** What a server answered. */
export interface Answer {
  readonly event: Event;
  /** What the event was read from. */
  readonly payload: unknown;
}

/** The connection ended before there was an answer. */
export class QueryError extends Error {
  /** Names the class in logs. */
  override readonly name = "QueryError";

  /** Takes why it ended. */
  constructor(readonly reason: CloseReason) {
    super(`The connection ended: ${reason.kind}`);
  }
}

/** The server refuses what was asked. */
export class RefusedError extends Error {
  /** Names the class in logs. */
  override readonly name = "RefusedError";

  /** Takes the refusal. */
  constructor(readonly event: ErrorEvent) {
    super(event.text);
  }
}

const OLD_SERVER: CloseReason = {
  kind: "stranger",
  text: "This server is too old to be asked this",
};

/** What the seed's servers know. */
const LEGACY_REQUESTS: ReadonlySet<Request["request"]> = new Set([
  "help",
  "names",
]);

/** One login, for requests. */
export class Query implements ConnectionEvents {
  readonly #options: QueryOptions;
  readonly #connection: Connection;
  readonly #failure = Promise.withResolvers<never>();
  readonly #welcome = Promise.withResolvers<WelcomeEvent>();
  #isLegacy = false;
  #request: Request | undefined;
  #id: string | undefined;
  #onAnswer: (answer: Answer) => void = () => {};

  /** Makes a query; {@linkcode Query.run} runs it. */
  constructor(options: QueryOptions) {
    const { connection, giveUpMs } = options;
    this.#options = options;
    this.#connection = new Connection({
      ...connection,
      giveUpMs,
      listener: this,
    });
    // Seen where an answer is awaited.
    this.#failure.promise.catch(() => {});
    this.#welcome.promise.catch(() => {});
  }

  /**
   * Logs in, does `work` and logs out.
   *
   * @throws {QueryError} when it ends before the work does.
   * @throws {RefusedError} when a request is refused.
   */
  async run<T>(work: (query: Query) => Promise<T>): Promise<T> {
    const over = this.#connection.run();
    over.then(
      (reason) => this.#failure.reject(new QueryError(reason)),
      (error) => this.#failure.reject(error),
    );
    try {
      return await work(this);
    } finally {
      await this.#connection.leave();
      await over;
    }
  }

  /**
   * Resolves with the welcome of the first login.
   *
   * @throws {QueryError} when there is none.
   */
  async welcome(): Promise<WelcomeEvent> {
    return await Promise.race([this.#welcome.promise, this.#failure.promise]);
  }

  /**
   * Asks, again after every cut.
   *
   * @throws {QueryError} when there is no answer.
   * @throws {RefusedError} when the answer is a refusal.
   */
  async ask(request: Request): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const timer = setTimeout(() => {
      this.#failure.reject(new QueryError({ kind: "abandoned" }));
    }, this.#options.giveUpMs);
    this.#onAnswer = resolve;
    this.#request = request;
    this.#send();
    try {
      const answer = await Promise.race([promise, this.#failure.promise]);
      if (answer.event.kind === "error") throw this.#refusal(answer.event);
      return answer;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Joins the rooms that one is not in.
   *
   * @throws {QueryError} when there is no answer, or the server has no rooms.
   * @throws {RefusedError} when one cannot be joined.
   */
  async enter(rooms: readonly string[]): Promise<void> {
    const ask = async (request: Request) => {
      try {
        return (await this.ask(request)).event;
      } catch (error) {
        if (error instanceof RefusedError) return error.event;
        throw error;
      }
    };
    const entered = await enterRooms(rooms, await this.welcome(), ask);
    if (entered.kind === "old") {
      throw new QueryError({ kind: "stranger", text: entered.text });
    }
    if (entered.kind === "refused") throw new RefusedError(entered.error);
  }

  /** An old server that does not answer is one too old for the request. */
  #refusal(error: ErrorEvent): Error {
    if (!this.#isLegacy) return new RefusedError(error);
    return new QueryError({ kind: "stranger", text: error.text });
  }

  /** Leaves now. */
  stop(): void {
    void this.#connection.leave();
  }

  /** Sends the request when there is a server to answer it. */
  onState(state: ConnectionState): void {
    this.#options.reporter.state(state);
    if (state.kind !== "online") return;
    const { welcome } = state;
    this.#isLegacy = welcome === undefined;
    if (welcome) this.#welcome.resolve(welcome);
    else this.#welcome.reject(new QueryError(OLD_SERVER));
    this.#send();
  }

  /** Takes the answer. */
  onEvent(event: Event, payload: unknown): void {
    const id = "id" in event ? event.id : undefined;
    if (id !== undefined && id === this.#id) {
      this.#request = undefined;
      this.#onAnswer({ event, payload });
    } else if (event.kind === "error") this.#options.reporter.error(event);
  }

  /** A query sends no messages. */
  onSettled(): void {}

  /** Sends the request, if it can be sent now. */
  #send(): void {
    const request = this.#request;
    if (!request) return;
    if (this.#isLegacy && !LEGACY_REQUESTS.has(request.request)) {
      return this.#failure.reject(new QueryError(OLD_SERVER));
    }
    this.#id = this.#connection.ask(request);
  }
}
