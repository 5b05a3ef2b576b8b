/**
 * What is asked after each login, without anybody typing it: which rooms there
 * are, who is here, and whether one's name is one's own.
 *
 * @module
 */

import type { Room } from "../chat/room.ts";
import { fieldsOf } from "../chat/target_fields.ts";
import type { Event, RoomsEvent } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";

/** Options for {@linkcode AfterLogin}. */
export interface AfterLoginOptions {
  readonly name: string;
  /** Sends a request; returns the id its answer carries, if it could be sent. */
  readonly ask: (request: Request) => string | undefined;
  /** The rooms that one is in. */
  readonly onRooms: (event: RoomsEvent) => void;
  /** Whether the name is an account's. */
  readonly onRegistered: (isRegistered: boolean) => void;
  /** Who is here, and where; `isFirst` after the first login. */
  readonly onNames: (event: Event, room: Room, isFirst: boolean) => void;
}

/** What became of an answer. */
type Answered = (event: Event) => void;

/** Rooms that are offered where one completes a name. */
const OFFERED = 200;

/** Asks, and takes the answers. */
export class AfterLogin {
  readonly #options: AfterLoginOptions;
  readonly #waiting = new Map<string, Answered>();

  /** Asks for nothing yet. */
  constructor(options: AfterLoginOptions) {
    this.#options = options;
  }

  /** Asks a server that has rooms about them, and about who asks. */
  askRooms(again: boolean): void {
    this.#ask({ request: "rooms" }, this.#rooms);
    if (!again) {
      this.#ask({ request: "rooms", all: true, limit: OFFERED }, this.#rooms);
    }
    const { name } = this.#options;
    this.#ask({ request: "whois", content: name }, this.#whois);
  }

  /** Asks who is in a room. */
  askNames(room: Room, isFirst: boolean): void {
    const { with: _, talk: __, ...where } = fieldsOf(room.target);
    this.#ask({ request: "names", ...where }, (event) => {
      this.#options.onNames(event, room, isFirst);
    });
  }

  /** Takes an event if it is an answer; returns whether it was. */
  take(event: Event): boolean {
    const id = "id" in event ? event.id : undefined;
    const answered = id === undefined ? undefined : this.#waiting.get(id);
    if (id === undefined || !answered) return false;
    this.#waiting.delete(id);
    answered(event);
    return true;
  }

  /** The connection was lost, and with it the answers. */
  reset(): void {
    this.#waiting.clear();
  }

  #ask(request: Request, answered: Answered): void {
    const id = this.#options.ask(request);
    if (id !== undefined) this.#waiting.set(id, answered);
  }

  readonly #rooms: Answered = (event) => {
    if (event.kind === "rooms") this.#options.onRooms(event);
  };

  readonly #whois: Answered = (event) => {
    if (event.kind === "whois") this.#options.onRegistered(event.account);
  };
}
