/**
 * A real server on a free port of this machine, for one test. A bug that it
 * logs fails the test.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type { Address } from "../../shared/address.ts";
import { parseFlags } from "../../shared/command_line.ts";
import { Logger } from "../../server/logging/logger.ts";
import { serve, type Server } from "../../server/mod.ts";
import { readServeOptions, SERVE_FLAGS } from "../../server/cli/options.ts";
import type { ServeOptions } from "../../server/serve_options.ts";
import { Ticker } from "../../server/net/ticker.ts";
import { BarePeer } from "./bare_peer.ts";
import { Peer } from "./peer.ts";
import { RawPeer } from "./raw_peer.ts";
import { within } from "./within.ts";

/** The defaults, on a free port, in memory and without a limit of rate. */
const OPTIONS = serveOptions(
  ...["--port", "0", "--data", "none", "--rate", "off"],
  ...["--log-level", "debug", "--log-format", "json"],
);

/** What these flags of `ktn serve` mean. */
export function serveOptions(...flags: readonly string[]): ServeOptions {
  return readServeOptions(parseFlags(SERVE_FLAGS, flags, {}), () => "none");
}

/** A server under test. */
export class LiveServer implements AsyncDisposable {
  readonly #server: Server;
  readonly #lines: readonly string[];

  /** Takes over a server that runs. */
  constructor(server: Server, lines: readonly string[]) {
    this.#server = server;
    this.#lines = lines;
  }

  /** Where it listens. */
  get address(): Address {
    return this.#server.address;
  }

  /** The events it logged so far. */
  get events(): readonly Readonly<Record<string, unknown>>[] {
    return this.#lines.map((line) => JSON.parse(line));
  }

  /** A client that has said nothing. */
  async connect(): Promise<Peer> {
    return await Peer.connect(this.address);
  }

  /** A client of 2015 that has said nothing. */
  async connectBare(): Promise<BarePeer> {
    return await BarePeer.connect(this.address);
  }

  /** A client that may send anything. */
  async connectRaw(): Promise<RawPeer> {
    return await RawPeer.connect(this.address);
  }

  /** A client that has logged in and read its welcome. */
  async join(name: string, fields: object = {}): Promise<Peer> {
    const peer = await this.connect();
    const login = { request: "login", content: name, ...fields };
    assertEquals((await peer.ask(login)).code, "welcome", `login of ${name}`);
    return peer;
  }

  /** A client of 2015 that has logged in and read its welcome. */
  async joinBare(name: string): Promise<BarePeer> {
    const peer = await this.connectBare();
    await peer.ask({ request: "login", content: name });
    return peer;
  }

  /** Stops the server as a signal would. */
  async stop(): Promise<void> {
    const stopped = Promise.resolve(this.#server[Symbol.asyncDispose]());
    await within(stopped, "the end of the server");
  }

  /** Stops the server, and fails when it had a bug. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    const bugs = this.events.filter(({ event }) => event === "bug");
    assertEquals(bugs, [], "bugs the server logged");
  }
}

/** Starts a server; without a ticker time passes by itself. */
export async function startServer(
  options: Partial<ServeOptions> = {},
  ticker: Ticker = new Ticker(),
): Promise<LiveServer> {
  const lines: string[] = [];
  const { logLevel: level, logFormat: format } = OPTIONS;
  const write = (line: string) => void lines.push(line);
  const logger = new Logger({ level, format, write });
  const server = await serve({ ...OPTIONS, ...options }, logger, ticker);
  return new LiveServer(server, lines);
}
