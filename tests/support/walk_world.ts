/**
 * A real server and a model of it, that go the same way: links that are on, and
 * the comparison of what they are shown.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type { Answer } from "./answer.ts";
import { type LiveServer, startServer } from "./live_server.ts";
import {
  type Identity,
  type ModelLink,
  type ModelRoom,
  RoomsModel,
} from "./rooms_model.ts";
import { WalkLink } from "./walk_link.ts";

/** Compared after each step; what was there before was compared then. */
const NEWEST = 30;

/** A server and a model. */
export class WalkWorld implements AsyncDisposable {
  readonly #folder = Deno.makeTempDirSync({ prefix: "ktn" });
  readonly #links = new Map<ModelLink, WalkLink>();
  readonly model: RoomsModel;
  #server: LiveServer | undefined;
  #count = 0;

  /** Makes one in which nobody is logged in, and no server runs. */
  constructor(owners: readonly string[]) {
    this.model = new RoomsModel(owners);
  }

  /** A number that was not there before. */
  next(): number {
    return ++this.#count;
  }

  /** Starts the server if it does not run. */
  async start(): Promise<void> {
    this.#server ??= await startServer({ dataFolder: this.#folder });
  }

  /** Stops the server; all links end. */
  async stop(): Promise<void> {
    await this.#server?.[Symbol.asyncDispose]();
    this.#server = undefined;
    for (const link of this.#links.values()) await link.ended();
    for (const link of this.model.links) link.isOn = false;
  }

  /** Connects without logging in. */
  async connect(): Promise<WalkLink> {
    if (!this.#server) throw new Error("The server does not run");
    return await WalkLink.connect(this.#server.address);
  }

  /** Takes a connection that has logged in. */
  take(link: ModelLink, real: WalkLink): void {
    this.#links.get(link)?.[Symbol.dispose]();
    this.#links.set(link, real);
  }

  /** The socket of a link that is on. */
  real(link: ModelLink): WalkLink {
    const real = this.#links.get(link);
    if (!real) throw new Error("A link that is on has no socket");
    return real;
  }

  /** Asks over a link that is on. */
  async ask(
    link: ModelLink,
    request: Readonly<Record<string, unknown>>,
  ): Promise<Answer> {
    return await this.real(link).ask(request);
  }

  /** The room of a name, and whether an identity is in it. */
  room(name: string, { number }: Identity): {
    readonly room: ModelRoom | undefined;
    readonly isIn: boolean;
  } {
    const room = this.model.rooms.get(name);
    const isIn = name === "lobby" || room?.members.has(number) === true;
    return { room, isIn };
  }

  /** Every link was shown exactly what the model says, in that order. */
  async compare(): Promise<void> {
    for (const [model, link] of this.#links) {
      if (!model.isOn) continue;
      const { name, shown } = model;
      await link.untilShown(shown.length);
      const from = Math.max(0, shown.length - NEWEST);
      assertEquals(
        link.shown.slice(from),
        shown.slice(from),
        `shown to ${name}`,
      );
    }
  }

  /** Nothing more comes than what was expected. */
  async end(): Promise<void> {
    for (const [model, link] of this.#links) {
      if (model.isOn) await link.ask({ request: "ping" });
    }
    await this.compare();
  }

  /** Ends all. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const link of this.#links.values()) link[Symbol.dispose]();
    await this.#server?.[Symbol.asyncDispose]();
    await Deno.remove(this.#folder, { recursive: true });
  }
}
