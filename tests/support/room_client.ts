/**
 * A client of version 3 for tests: asks, and keeps what else it is told in
 * order. Raw TCP; knows nothing of the program's own client.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type { Address } from "../../shared/address.ts";
import { Peer } from "./peer.ts";

/** Any payload, as it came. */
export interface Told {
  readonly timestamp: string;
  readonly sender: string;
  readonly response: string;
  readonly content?: unknown;
  readonly code?: string;
  readonly id?: string;
  readonly [field: string]: unknown;
}

/** What a request has beside its name. */
export type Asked = Readonly<Record<string, unknown>>;

let asked = 0;

/** One link of somebody. */
export class RoomClient implements Disposable {
  readonly #peer: Peer;
  #heard: Told[] = [];
  /** The answer to the login. */
  welcome: Told | undefined;

  /** Takes over a connection. */
  constructor(peer: Peer) {
    this.#peer = peer;
  }

  /** Connects. */
  static async connect(address: Address): Promise<RoomClient> {
    return new RoomClient(await Peer.connect(address));
  }

  /** Logs in, and takes the pages of history; they are what was heard first. */
  async login(name: string, fields: Asked = {}): Promise<this> {
    const login = { content: name, version: 3, ...fields };
    this.welcome = await this.ask("login", login);
    assertEquals(this.welcome.code, "welcome", JSON.stringify(this.welcome));
    return this;
  }

  /** The token of the login. */
  get token(): unknown {
    return this.welcome?.token;
  }

  /** Asks, and resolves with the answer. */
  async ask(request: string, fields: Asked = {}): Promise<Told> {
    const id = `t${++asked}`;
    await this.#peer.send({ request, id, ...fields });
    const wanted = fields.id ?? id;
    return await this.until((told) => told.id === wanted);
  }

  /** Asks, and resolves with the code of the answer. */
  async code(request: string, fields: Asked = {}): Promise<unknown> {
    const { code, response } = await this.ask(request, fields);
    return code ?? response;
  }

  /** Sends a request, and waits for no answer. */
  async send(...requests: readonly Asked[]): Promise<void> {
    await this.#peer.send(...requests);
  }

  /** Resolves with the first payload that is wanted; keeps those before it. */
  async until(isWanted: (told: Told) => boolean): Promise<Told> {
    for (;;) {
      const told = await this.#next();
      if (isWanted(told)) return told;
      this.#heard.push(told);
    }
  }

  /** Resolves with all that came up to here, and was not taken yet. */
  async heard(): Promise<readonly Told[]> {
    await this.ask("ping");
    const heard = this.#heard;
    this.#heard = [];
    return heard;
  }

  /** Resolves with the texts of the messages that came, live and in pages. */
  async texts(): Promise<readonly unknown[]> {
    return (await this.entries()).map(({ content }) => content);
  }

  /** Resolves with the entries that came, live and in pages. */
  async entries(): Promise<readonly Told[]> {
    return (await this.heard()).flatMap((told) => {
      if (told.response === "history") return told.content as Told[];
      return told.seq !== undefined && isEntry(told) ? [told] : [];
    });
  }

  /** Resolves with the codes of what came and is no message nor presence. */
  async codes(): Promise<readonly unknown[]> {
    return (await this.heard())
      .filter(({ response, code }) =>
        response === "info" && code !== "presence"
      )
      .map(({ code }) => code);
  }

  /** Resolves with all payloads until the server closes. */
  async rest(): Promise<readonly Told[]> {
    const rest = await this.#peer.rest();
    return [...this.#heard, ...rest.map(toldOf)];
  }

  /** Ends the connection without a word. */
  close(): void {
    this.#peer.close();
  }

  /** Ends the connection. */
  [Symbol.dispose](): void {
    this.close();
  }

  async #next(): Promise<Told> {
    return toldOf(await this.#peer.next());
  }
}

function isEntry({ response, code }: Told): boolean {
  return response === "message" || code === "topic" || code === "room_changed";
}

/** Any object with these fields has others as well. */
function toldOf(answer: object): Told {
  return answer as Told;
}
