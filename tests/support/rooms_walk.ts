/**
 * Steps of a random walk: each asks a real server for something, and the model
 * what must come of it.
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
  talkOf,
} from "./rooms_model.ts";
import { WalkLink } from "./walk_link.ts";

/** What a step does. */
export const ACTS = [
  ...["login", "login", "login", "fresh", "logout", "cut", "register"],
  ...["join", "join", "make", "leave", "invite", "private", "topic"],
  ...["say", "say", "say", "say", "direct", "direct", "history", "read"],
  ...["talk", "restart"],
] as const;

/** One step, as it is drawn. */
export interface Step {
  readonly act: typeof ACTS[number];
  /** Which link does it. */
  readonly link: number;
  /** To whom it is done. */
  readonly other: number;
  readonly room: number;
  /** Some acts are rare: 0 to 99. */
  readonly chance: number;
}

const PASSWORD = "correct horse battery";
const ROOMS = ["lobby", "tea", "cellar", "attic"];

/** Whose link each of twelve is: four have two, four have one. */
const OWNERS = [
  ...["ada", "ada", "bob", "bob", "cleo", "cleo", "dan", "dan"],
  ...["eve", "fay", "gus", "hal"],
];

/** A server and a model, that go the same way. */
export class RoomsWalk implements AsyncDisposable {
  readonly #folder = Deno.makeTempDirSync({ prefix: "ktn" });
  readonly #model = new RoomsModel(OWNERS);
  readonly #links = new Map<ModelLink, WalkLink>();
  #server: LiveServer | undefined;
  #count = 0;
  /** How many steps did something. */
  done = 0;

  /** Does one step; throws where the server and the model do not agree. */
  async step(step: Step): Promise<void> {
    this.#server ??= await startServer({ dataFolder: this.#folder });
    const link = this.#model.links[step.link];
    if (!link) return;
    const before = this.#count++;
    if (link.isOn) await this.#doOn(link, step);
    else await this.#doOff(link, step);
    if (before < this.#count) this.done++;
    await this.#compare();
  }

  /** Nothing more comes than what was expected. */
  async end(): Promise<void> {
    for (const [model, link] of this.#links) {
      if (model.isOn) await link.ask({ request: "ping" });
    }
    await this.#compare();
  }

  /** Ends all. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const link of this.#links.values()) link[Symbol.dispose]();
    await this.#server?.[Symbol.asyncDispose]();
    await Deno.remove(this.#folder, { recursive: true });
  }

  async #doOff(link: ModelLink, { act, chance }: Step): Promise<void> {
    if (act === "login") await this.#login(link);
    else if (act === "fresh" && chance < 30) await this.#login(link, true);
  }

  async #doOn(link: ModelLink, step: Step): Promise<void> {
    const { identity } = link;
    const name = ROOMS[step.room] ?? "lobby";
    const other = this.#model.links[step.other];
    if (!identity || !other) return;
    const acts: Record<Step["act"], () => Promise<void>> = {
      login: () =>
        this.#refused(
          link,
          { request: "login", content: link.name },
          "already_logged_in",
        ),
      fresh: () => Promise.resolve(),
      logout: () => this.#logout(link),
      cut: () => this.#cut(link),
      register: () =>
        step.chance < 5 ? this.#register(link, identity) : Promise.resolve(),
      join: () => this.#join(link, identity, name),
      make: () => this.#make(link, identity, name, step.chance < 50),
      leave: () => this.#leave(link, identity, name),
      invite: () => this.#invite(link, identity, name, other.name),
      private: () => this.#setPrivate(link, identity, name, step.chance < 50),
      topic: () => this.#topic(link, identity, name),
      say: () => this.#say(link, identity, name),
      direct: () => this.#direct(link, identity, other.name),
      history: () => this.#history(link, identity, name),
      read: () => this.#read(link, identity, name),
      talk: () => this.#talk(link, identity, other.name),
      restart: () => step.chance < 4 ? this.#restart() : Promise.resolve(),
    };
    await acts[step.act]();
  }

  async #login(link: ModelLink, isFresh = false): Promise<void> {
    const holder = this.#model.names.get(link.name);
    const isOwn = !isFresh && link.identity !== undefined &&
      link.identity === holder;
    const real = await WalkLink.connect(this.#address);
    const answer = await real.ask({
      request: "login",
      content: link.name,
      version: 3,
      since: isOwn ? link.since : 0,
      ...(isOwn ? { token: link.token } : {}),
      ...(holder?.isAccount && !isOwn ? { password: PASSWORD } : {}),
    });
    const isFree = !holder || !holder.hasName;
    const isIn = isFree || isOwn || holder.isAccount;
    assertEquals(answer.code, isIn ? "welcome" : "name_taken", "login");
    if (!isIn) return real[Symbol.dispose]();
    if (!isOwn) link.since = 0;
    const identity = holder && (isOwn || holder.isAccount)
      ? holder
      : this.#model.newIdentity(link.name);
    this.#model.loggedIn(link, identity, String(answer.token));
    this.#links.get(link)?.[Symbol.dispose]();
    this.#links.set(link, real);
    assertEquals(
      [...answer.rooms ?? []].sort(),
      this.#roomsOf(identity),
      "rooms of a welcome",
    );
    await real.pages();
  }

  async #logout(link: ModelLink): Promise<void> {
    const real = this.#links.get(link);
    await real?.ask({ request: "logout" });
    await real?.ended();
    this.#model.loggedOut(link);
  }

  #cut(link: ModelLink): Promise<void> {
    this.#links.get(link)?.[Symbol.dispose]();
    link.isOn = false;
    return Promise.resolve();
  }

  async #register(link: ModelLink, identity: Identity): Promise<void> {
    const answer = await this.#ask(link, {
      request: "register",
      content: PASSWORD,
    });
    assertEquals(
      answer.code,
      identity.isAccount ? "name_taken" : "registered",
      "register",
    );
    if (!identity.isAccount) this.#model.registered(identity);
  }

  async #join(
    link: ModelLink,
    { number }: Identity,
    name: string,
  ): Promise<void> {
    const room = this.#model.rooms.get(name);
    const answer = await this.#ask(link, { request: "join", content: name });
    const isIn = name === "lobby" || room?.members.has(number) === true;
    const mayJoin = isIn ||
      room !== undefined && (!room.isPrivate || room.invited.has(number));
    assertEquals(
      answer.code,
      mayJoin ? "joined" : "unknown_room",
      `join ${name}`,
    );
    if (!mayJoin) return;
    assertEquals(answer.duplicate ?? false, isIn, "whether one was in it");
    if (room && !isIn) this.#model.join(room, number);
  }

  async #make(
    link: ModelLink,
    { number }: Identity,
    name: string,
    isPrivate: boolean,
  ): Promise<void> {
    const room = this.#model.rooms.get(name);
    if (name === "lobby" || room?.members.has(number)) return;
    const request = {
      request: "join",
      content: name,
      make: true,
      private: isPrivate,
    };
    const answer = await this.#ask(link, request);
    assertEquals(answer.code, room ? "bad_room" : "joined", `make ${name}`);
    if (!room) this.#model.make(name, isPrivate, number);
  }

  async #leave(
    link: ModelLink,
    { number }: Identity,
    name: string,
  ): Promise<void> {
    const room = this.#model.rooms.get(name);
    const isIn = room?.members.has(number) === true;
    if (room && !isIn && !room.isPrivate) return; // the contract does not say
    const answer = await this.#ask(link, { request: "leave", content: name });
    const refusal = name === "lobby" ? "forbidden" : "unknown_room";
    assertEquals(answer.code, isIn ? "left" : refusal, `leave ${name}`);
    if (room && isIn) this.#model.leave(room, number);
  }

  async #invite(
    link: ModelLink,
    { number }: Identity,
    name: string,
    whom: string,
  ): Promise<void> {
    const room = this.#model.rooms.get(name);
    const other = this.#model.names.get(whom);
    if (name === "lobby" || (other && room?.members.has(other.number))) return;
    const answer = await this.#ask(link, {
      request: "invite",
      room: name,
      content: whom,
    });
    const isThere = other !== undefined && (other.isAccount || other.hasName);
    if (!room?.members.has(number)) {
      assertEquals(answer.code, "unknown_room", "invite");
    } else if (!isThere) assertEquals(answer.code, "unknown_user", "invite");
    else if (room.owner !== number) {
      assertEquals(answer.code, "forbidden", "invite");
    } else {
      assertEquals(answer.response, "info", `invite: ${answer.content}`);
      room.invited.add(other.number);
    }
  }

  async #setPrivate(
    link: ModelLink,
    { number }: Identity,
    name: string,
    isPrivate: boolean,
  ): Promise<void> {
    const room = this.#model.rooms.get(name);
    if (name === "lobby") return;
    const answer = await this.#ask(link, {
      request: "set",
      room: name,
      private: isPrivate,
    });
    if (!room?.members.has(number)) {
      return assertEquals(answer.code, "unknown_room", "set");
    }
    if (room.owner !== number) {
      return assertEquals(answer.code, "forbidden", "set");
    }
    assertEquals(answer.code, "ack", `set: ${answer.content}`);
    if (room.isPrivate === isPrivate) {
      return assertEquals(answer.duplicate, true, "set the same");
    }
    room.isPrivate = isPrivate;
    this.#change(link, room, `room_changed by ${link.name}`, answer);
  }

  async #topic(
    link: ModelLink,
    { number }: Identity,
    name: string,
  ): Promise<void> {
    const room = this.#model.rooms.get(name);
    if (name === "lobby") return;
    const topic = `topic ${this.#count}`;
    const answer = await this.#ask(link, {
      request: "topic",
      room: name,
      content: topic,
    });
    if (!room?.members.has(number)) {
      return assertEquals(answer.code, "unknown_room", "topic");
    }
    assertEquals(answer.code, "ack", `topic: ${answer.content}`);
    this.#change(link, room, `topic by ${link.name}`, answer);
  }

  #change(
    link: ModelLink,
    { name, place }: ModelRoom,
    what: string,
    { seq = 0 }: Answer,
  ): void {
    this.#model.say(link, { place, where: `#${name}`, what }, seq);
  }

  async #say(
    link: ModelLink,
    { number }: Identity,
    name: string,
  ): Promise<void> {
    const room = this.#model.rooms.get(name);
    const id = `m${this.#count}`;
    const text = `text ${this.#count}`;
    const answer = await this.#ask(link, {
      request: "msg",
      room: name,
      content: text,
      id,
    });
    const mayRead = name === "lobby" || room?.members.has(number) === true;
    assertEquals(
      answer.code,
      mayRead ? "ack" : "unknown_room",
      `say in ${name}`,
    );
    if (!mayRead) return;
    const place = room?.place ?? name;
    this.#model.say(link, {
      place,
      where: `#${name}`,
      what: `${link.name}: ${text}`,
      id,
    }, answer.seq ?? 0);
  }

  async #direct(
    link: ModelLink,
    identity: Identity,
    to: string,
  ): Promise<void> {
    const other = this.#model.names.get(to);
    const id = `m${this.#count}`;
    const text = `secret ${this.#count}`;
    const answer = await this.#ask(link, {
      request: "msg",
      to,
      content: text,
      id,
    });
    const isThere = other !== undefined && (other.isAccount || other.hasName);
    assertEquals(
      answer.code,
      isThere ? "ack" : "unknown_user",
      `direct to ${to}`,
    );
    if (!isThere) return;
    const place = talkOf(identity, other);
    this.#model.say(link, {
      place,
      where: `@${to}`,
      what: `${link.name}: ${text}`,
      id,
    }, answer.seq ?? 0);
  }

  async #history(
    link: ModelLink,
    { number }: Identity,
    name: string,
  ): Promise<void> {
    const room = this.#model.rooms.get(name);
    const answer = await this.#ask(link, {
      request: "history",
      room: name,
      limit: 1000,
    });
    const mayRead = name === "lobby" || room?.members.has(number) === true;
    if (!mayRead) return assertEquals(answer.code, "unknown_room", "history");
    assertEquals(pageOf(answer), this.#page(room?.place ?? name), "history");
  }

  async #talk(
    link: ModelLink,
    identity: Identity,
    name: string,
  ): Promise<void> {
    const other = this.#model.names.get(name);
    const answer = await this.#ask(link, {
      request: "history",
      with: name,
      limit: 1000,
    });
    const isThere = other !== undefined && (other.isAccount || other.hasName);
    if (!isThere) {
      return assertEquals(answer.code, "unknown_user", "history with");
    }
    assertEquals(pageOf(answer), this.#page(talkOf(identity, other)), "talk");
  }

  /** `history` has topics, but no changes of a room's settings. */
  #page(place: string): readonly string[] {
    return this.#model.history(place)
      .filter((text) => !/^\d+ #\S+ room_changed/.test(text)).slice(-1000);
  }

  async #read(
    link: ModelLink,
    { number }: Identity,
    name: string,
  ): Promise<void> {
    const room = this.#model.rooms.get(name);
    const request = { request: "read", room: name, seq: this.#model.last };
    const answer = await this.#ask(link, request);
    const mayRead = name === "lobby" || room?.members.has(number) === true;
    assertEquals(answer.code, mayRead ? "ack" : "unknown_room", "read");
  }

  async #restart(): Promise<void> {
    await this.#server?.[Symbol.asyncDispose]();
    this.#server = undefined;
    for (const link of this.#links.values()) await link.ended();
    for (const link of this.#model.links) link.isOn = false;
  }

  async #refused(
    link: ModelLink,
    request: Record<string, unknown>,
    code: string,
  ): Promise<void> {
    assertEquals((await this.#ask(link, request)).code, code);
  }

  async #ask(
    link: ModelLink,
    request: Record<string, unknown>,
  ): Promise<Answer> {
    const real = this.#links.get(link);
    if (!real) throw new Error("A link that is on has no socket");
    return await real.ask(request);
  }

  #roomsOf({ number }: Identity): readonly string[] {
    const rooms = [...this.#model.rooms.values()].filter(({ members }) =>
      members.has(number)
    );
    return ["lobby", ...rooms.map(({ name }) => name)].sort();
  }

  /** Every link was shown exactly what the model says, in that order. */
  async #compare(): Promise<void> {
    for (const [model, link] of this.#links) {
      if (!model.isOn) continue;
      await link.untilShown(model.shown.length);
      const from = Math.max(0, model.shown.length - 30);
      assertEquals(
        link.shown.slice(from),
        model.shown.slice(from),
        `what ${model.name} is shown`,
      );
      assertEquals(
        link.shown.length,
        model.shown.length,
        `how much ${model.name} is shown`,
      );
    }
  }

  get #address() {
    if (!this.#server) throw new Error("The server does not run");
    return this.#server.address;
  }
}

function pageOf({ content }: Answer): readonly string[] {
  if (!Array.isArray(content)) throw new TypeError(`No page: ${content}`);
  return content.map(
    ({ seq, room, to, sender, response, content, code, by }) => {
      const what = response === "message"
        ? `${sender}: ${content}`
        : `${code} by ${by}`;
      return `${seq} ${room === undefined ? `@${to}` : `#${room}`} ${what}`;
    },
  );
}
