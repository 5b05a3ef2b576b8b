/**
 * One of many sockets that want the same name at once: it asks again and again,
 * once more after somebody has it, and keeps what it was told.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import type { Answer } from "./answer.ts";
import { Peer } from "./peer.ts";

/** What a racer comes with. */
export interface RacerOptions {
  /** The name, as this one spells it. */
  readonly name: string;
  /** The version of its protocol; 1 says none. */
  readonly version: number;
  readonly token?: string | undefined;
  readonly password?: string;
  /** It sends a `register` with this password right behind each login. */
  readonly registers?: string;
}

/** One socket. */
export class Racer {
  readonly #peer: Peer;
  readonly #options: RacerOptions;
  /** The codes of what it was refused with, in order. */
  readonly refusals: string[] = [];
  #token: string | undefined;
  #isIn = false;
  #isRegistered = false;
  #ids = 0;

  private constructor(peer: Peer, options: RacerOptions) {
    this.#peer = peer;
    this.#options = options;
  }

  /** Connects, and says nothing. */
  static async connect(
    address: Address,
    options: RacerOptions,
  ): Promise<Racer> {
    return new Racer(await Peer.connect(address), options);
  }

  /** The name, as this one spells it. */
  get name(): string {
    return this.#options.name;
  }

  /** The token of its login. */
  get token(): string | undefined {
    return this.#token;
  }

  /** Whether it came in, and not as one more link of an account. */
  get isGuest(): boolean {
    return this.#isIn && this.#options.password === undefined;
  }

  /** Whether the name is an account by its doing. */
  get isAccount(): boolean {
    return this.#isRegistered;
  }

  /** What it came with, in words. */
  get sort(): string {
    const { version, token, password } = this.#options;
    if (password !== undefined) return "with a password";
    if (token !== undefined) return "with a token";
    const what = this.#isRegistered ? "registered" : "guest";
    return `${what} of version ${version}`;
  }

  /** Asks until it is in, or, once more, after it is over. */
  async race(isOver: () => boolean): Promise<void> {
    for (let isLast = false; !this.#isIn && !isLast;) {
      isLast = isOver();
      await this.#try();
    }
  }

  /** Ends its account; others that try its password may make that wait. */
  async unregister(content: string): Promise<void> {
    for (;;) {
      const { code } = await this.#ask({ request: "unregister", content });
      if (code === "unregistered") break;
      if (code !== "busy") throw new Error(`Cannot unregister: ${code}`);
    }
    this.#isRegistered = false;
  }

  /** Gives the name up; resolves when the server has closed. */
  async logOut(): Promise<void> {
    await this.#peer.send({ request: "logout" });
    await this.#peer.rest();
    this.close();
  }

  /** Resolves with who is there; missing for one that is not, or no longer. */
  async names(): Promise<readonly string[] | undefined> {
    if (!this.#isIn) return undefined;
    await this.#peer.send({ request: "names", id: "names" });
    for (;;) {
      const line = await this.#peer.nextLine();
      if (line === undefined) return undefined;
      const { id, names }: Answer = JSON.parse(line);
      if (id === "names") return names;
    }
  }

  /** Ends its connection. */
  close(): void {
    this.#peer.close();
  }

  async #try(): Promise<void> {
    const { name, version, token, password, registers } = this.#options;
    const login = {
      ...{ request: "login", content: name, id: `r${++this.#ids}` },
      ...(version > 1 && { version }),
      ...(token !== undefined && { token }),
      ...(password !== undefined && { password }),
    };
    const register = registers !== undefined && version > 2
      ? [{ request: "register", content: registers, id: `a${this.#ids}` }]
      : [];
    await this.#peer.send(login, ...register);
    const answer = await this.#answer(login.id);
    this.#isIn = answer.response === "info";
    this.#token = answer.token;
    if (!this.#isIn) this.refusals.push(answer.code ?? "");
    for (const { id } of register) {
      const { code = "" } = await this.#answer(id);
      this.#isRegistered = code === "registered";
      if (code !== (this.#isIn ? "registered" : "login_required")) {
        throw new Error(`Register of ${this.sort}: ${code}`);
      }
    }
  }

  async #ask(request: object): Promise<Answer> {
    const id = `q${++this.#ids}`;
    await this.#peer.send({ ...request, id });
    return await this.#answer(id);
  }

  async #answer(wanted: string): Promise<Answer> {
    return await this.#peer.until(({ id }) => id === wanted);
  }
}
