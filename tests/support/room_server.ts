/**
 * A server with people in its rooms, for one test: in memory, or with a folder
 * so that it can be started again.
 *
 * @module
 */

import { type LiveServer, startServer } from "./live_server.ts";
import { Ticker } from "../../server/net/ticker.ts";
import type { ServeOptions } from "../../server/serve_options.ts";
import { type Asked, RoomClient } from "./room_client.ts";

/** Hashes at once: tests check passwords, not how long that takes. */
const QUICK = { logN: 4, r: 1, p: 1 };

/** Everybody's password. */
export const PASSWORD = "correct horse";

/** One server, over all its processes. */
export class RoomServer implements AsyncDisposable {
  readonly #options: Partial<ServeOptions>;
  readonly #clients: RoomClient[] = [];
  #server: LiveServer;
  #ticker: Ticker | undefined;

  private constructor(
    options: Partial<ServeOptions>,
    server: LiveServer,
    ticker?: Ticker,
  ) {
    this.#options = options;
    this.#server = server;
    this.#ticker = ticker;
  }

  /** Starts one; without a ticker time passes by itself. */
  static async start(
    options: Partial<ServeOptions> = {},
    ticker?: Ticker,
  ): Promise<RoomServer> {
    const all = { passwordCost: QUICK, ...options };
    return new RoomServer(all, await startServer(all, ticker), ticker);
  }

  /** The server that runs. */
  get live(): LiveServer {
    return this.#server;
  }

  /** A client that has said nothing. */
  async connect(): Promise<RoomClient> {
    const client = await RoomClient.connect(this.#server.address);
    this.#clients.push(client);
    return client;
  }

  /** Somebody who has logged in, with version 3 if nothing else is said. */
  async join(name: string, fields: Asked = {}): Promise<RoomClient> {
    return await (await this.connect()).login(name, fields);
  }

  /** Several people who have logged in. */
  async people(
    ...names: readonly string[]
  ): Promise<readonly RoomClient[]> {
    const people: RoomClient[] = [];
    for (const name of names) people.push(await this.join(name));
    return people;
  }

  /** Somebody who has an account. */
  async account(name: string): Promise<RoomClient> {
    const client = await this.join(name);
    await client.ask("register", { content: PASSWORD });
    return client;
  }

  /** Stops the server, and starts another one on the same data. */
  async restart(): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
    if (this.#ticker) this.#ticker = new Ticker("hand");
    this.#server = await startServer(this.#options, this.#ticker);
  }

  /** Stops it, and fails when it had a bug. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.#server[Symbol.asyncDispose]();
  }
}
