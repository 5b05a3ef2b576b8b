/**
 * What a link of a random walk can do: each act asks the server, and says what
 * must come of it.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type { Answer } from "./answer.ts";
import {
  type Identity,
  type ModelLink,
  type ModelRoom,
  talkOf,
} from "./rooms_model.ts";
import type { WalkWorld } from "./walk_world.ts";

/** A link that is logged in, and who it is. */
export interface Actor {
  readonly link: ModelLink;
  readonly identity: Identity;
}

/** To what and to whom something is done. */
export interface Aim {
  readonly room: string;
  readonly name: string;
  /** 0 to 99: some acts are rare. */
  readonly chance: number;
}

/** Does one thing. */
type Act = (world: WalkWorld, actor: Actor, aim: Aim) => Promise<void>;

const PASSWORD = "correct horse battery";
const PAGE = 1000;

/** What links that are on can do; each as often as it stands here. */
export const ACTS: Readonly<Record<string, { act: Act; weight: number }>> = {
  "log in again": { act: logInAgain, weight: 1 },
  logout: { act: logOut, weight: 2 },
  cut: { act: cut, weight: 3 },
  register: { act: register, weight: 1 },
  join: { act: join, weight: 4 },
  make: { act: make, weight: 2 },
  leave: { act: leave, weight: 2 },
  invite: { act: invite, weight: 2 },
  private: { act: setPrivate, weight: 1 },
  topic: { act: setTopic, weight: 1 },
  say: { act: say, weight: 8 },
  direct: { act: sayDirectly, weight: 4 },
  history: { act: readHistory, weight: 2 },
  talk: { act: readTalk, weight: 1 },
  read: { act: markRead, weight: 1 },
  restart: { act: restart, weight: 1 },
};

/** Logs a link in that is off, as itself or as somebody new under its name. */
export async function logIn(
  world: WalkWorld,
  link: ModelLink,
  isFresh: boolean,
): Promise<void> {
  const holder = world.model.names.get(link.name);
  const isOwn = !isFresh && holder !== undefined && link.identity === holder;
  const isAccount = holder?.isAccount === true;
  const real = await world.connect();
  const answer = await real.ask({
    request: "login",
    content: link.name,
    version: 3,
    since: isOwn ? link.since : 0,
    ...(isOwn ? { token: link.token } : {}),
    ...(isAccount && !isOwn ? { password: PASSWORD } : {}),
  });
  const isIn = isOwn || isAccount || !holder?.hasName;
  assertEquals(answer.code, isIn ? "welcome" : "name_taken", "login");
  if (!isIn) return real[Symbol.dispose]();
  if (!isOwn) link.since = 0;
  const identity = holder && (isOwn || isAccount)
    ? holder
    : world.model.newIdentity(link.name);
  world.model.loggedIn(link, identity, String(answer.token));
  world.take(link, real);
  assertEquals([...answer.rooms ?? []].sort(), world.model.roomsOf(identity));
  await real.pages();
}

async function logInAgain(world: WalkWorld, { link }: Actor): Promise<void> {
  const answer = await world.ask(link, {
    request: "login",
    content: link.name,
  });
  assertEquals(answer.code, "already_logged_in");
}

async function logOut(world: WalkWorld, { link }: Actor): Promise<void> {
  await world.ask(link, { request: "logout" });
  await world.real(link).ended();
  world.model.loggedOut(link);
}

function cut(world: WalkWorld, { link }: Actor): Promise<void> {
  world.real(link)[Symbol.dispose]();
  link.isOn = false;
  return Promise.resolve();
}

/** Rare: each takes the server a third of a second of thought. */
async function register(
  world: WalkWorld,
  { link, identity }: Actor,
  { chance }: Aim,
): Promise<void> {
  if (chance > 4) return;
  const request = { request: "register", content: PASSWORD };
  const { code } = await world.ask(link, request);
  assertEquals(code, identity.isAccount ? "name_taken" : "registered");
  if (!identity.isAccount) world.model.registered(identity);
}

async function join(
  world: WalkWorld,
  { link, identity }: Actor,
  { room: name }: Aim,
): Promise<void> {
  const { room, isIn } = world.room(name, identity);
  const answer = await world.ask(link, { request: "join", content: name });
  const isInvited = room?.invited.has(identity.number) === true;
  const mayJoin = isIn || room !== undefined && (!room.isPrivate || isInvited);
  assertEquals(answer.code, mayJoin ? "joined" : "unknown_room", "join");
  if (mayJoin) assertEquals(answer.duplicate ?? false, isIn, "was in it");
  if (mayJoin && room && !isIn) world.model.join(room, identity.number);
}

async function make(
  world: WalkWorld,
  { link, identity }: Actor,
  { room: name, chance }: Aim,
): Promise<void> {
  const { room, isIn } = world.room(name, identity);
  if (isIn) return;
  const isPrivate = chance < 50;
  const request = { request: "join", make: true, private: isPrivate };
  const answer = await world.ask(link, { ...request, content: name });
  assertEquals(answer.code, room ? "bad_room" : "joined", "make");
  if (!room) world.model.make(name, isPrivate, identity.number);
}

async function leave(
  world: WalkWorld,
  { link, identity }: Actor,
  { room: name }: Aim,
): Promise<void> {
  const { room, isIn } = world.room(name, identity);
  const isVisible = !room?.isPrivate || room.invited.has(identity.number);
  if (room && !isIn && isVisible) return; // the contract does not say
  const { code } = await world.ask(link, { request: "leave", content: name });
  const refusal = name === "lobby" ? "forbidden" : "unknown_room";
  assertEquals(code, room && isIn ? "left" : refusal, "leave");
  if (room && isIn) world.model.leave(room, identity.number);
}

async function invite(
  world: WalkWorld,
  { link, identity }: Actor,
  { room: name, name: content }: Aim,
): Promise<void> {
  const { room, isIn } = world.room(name, identity);
  const other = world.model.names.get(content);
  if (name === "lobby" || other && room?.members.has(other.number)) return;
  const request = { request: "invite", room: name, content };
  const { code, response } = await world.ask(link, request);
  if (!isIn) assertEquals(code, "unknown_room", "invite");
  else if (!isThere(other)) assertEquals(code, "unknown_user", "invite");
  else if (room?.owner !== identity.number) {
    assertEquals(code, "forbidden", "invite");
  } else {
    assertEquals(response, "info", "invite");
    room.invited.add(other.number);
  }
}

async function setPrivate(
  world: WalkWorld,
  { link, identity }: Actor,
  { room: name, chance }: Aim,
): Promise<void> {
  const { room } = world.room(name, identity);
  if (name === "lobby") return;
  const isPrivate = chance < 50;
  const request = { request: "set", room: name, private: isPrivate };
  const answer = await world.ask(link, request);
  const { code } = answer;
  if (!room?.members.has(identity.number)) {
    return assertEquals(code, "unknown_room", "set");
  }
  if (room.owner !== identity.number) {
    return assertEquals(code, "forbidden", "set");
  }
  assertEquals(code, "ack", "set");
  assertEquals(answer.duplicate ?? false, room.isPrivate === isPrivate, "set");
  if (room.isPrivate === isPrivate) return;
  room.isPrivate = isPrivate;
  changed(world, link, room, { what: "room_changed", answer });
}

async function setTopic(
  world: WalkWorld,
  { link, identity }: Actor,
  { room: name }: Aim,
): Promise<void> {
  const { room, isIn } = world.room(name, identity);
  if (name === "lobby") return;
  const content = `topic ${world.next()}`;
  const answer = await world.ask(link, {
    request: "topic",
    room: name,
    content,
  });
  assertEquals(answer.code, isIn ? "ack" : "unknown_room", "topic");
  if (room && isIn) changed(world, link, room, { what: "topic", answer });
}

function changed(
  { model }: WalkWorld,
  link: ModelLink,
  { name, place }: ModelRoom,
  { what, answer }: { readonly what: string; readonly answer: Answer },
): void {
  const entry = { place, where: `#${name}`, what: `${what} by ${link.name}` };
  model.say(link, entry, answer.seq ?? 0);
}

async function say(
  world: WalkWorld,
  { link, identity }: Actor,
  { room: name }: Aim,
): Promise<void> {
  const { room, isIn } = world.room(name, identity);
  const place = room?.place ?? name;
  const where = { place, where: `#${name}` };
  await sayTo(
    world,
    link,
    { room: name },
    isIn ? where : undefined,
    "unknown_room",
  );
}

async function sayDirectly(
  world: WalkWorld,
  { link, identity }: Actor,
  { name: to }: Aim,
): Promise<void> {
  const other = world.model.names.get(to);
  const where = isThere(other)
    ? { place: talkOf(identity, other), where: `@${to}` }
    : undefined;
  await sayTo(world, link, { to }, where, "unknown_user");
}

/** @param where Where it comes to stand; missing when it is refused. */
async function sayTo(
  world: WalkWorld,
  link: ModelLink,
  target: { readonly room: string } | { readonly to: string },
  where: { readonly place: string; readonly where: string } | undefined,
  refusal: string,
): Promise<void> {
  const number = world.next();
  const id = `m${number}`;
  const content = `text ${number}`;
  const answer = await world.ask(link, {
    request: "msg",
    ...target,
    content,
    id,
  });
  assertEquals(answer.code, where ? "ack" : refusal, JSON.stringify(target));
  if (!where) return;
  const entry = { place: where.place, where: where.where, id };
  const what = `${link.name}: ${content}`;
  world.model.say(link, { ...entry, what }, answer.seq ?? 0);
}

async function readHistory(
  world: WalkWorld,
  { link, identity }: Actor,
  { room: name }: Aim,
): Promise<void> {
  const { room, isIn } = world.room(name, identity);
  const request = { request: "history", room: name, limit: PAGE };
  const answer = await world.ask(link, request);
  if (!isIn) return assertEquals(answer.code, "unknown_room", "history");
  assertEquals(pageOf(answer), page(world, room?.place ?? name));
}

async function readTalk(
  world: WalkWorld,
  { link, identity }: Actor,
  { name }: Aim,
): Promise<void> {
  const other = world.model.names.get(name);
  const request = { request: "history", with: name, limit: PAGE };
  const answer = await world.ask(link, request);
  // Of who gave the name up, and nobody took it, one may still read it.
  if (!other || !isThere(other) && answer.response === "error") {
    return assertEquals(answer.code, "unknown_user", "talk");
  }
  assertEquals(pageOf(answer), page(world, talkOf(identity, other)));
}

/** It has topics, but no changes of a room's settings. */
function page({ model }: WalkWorld, place: string): readonly string[] {
  return model.history(place).filter((text) => !/ room_changed by /.test(text))
    .slice(-PAGE);
}

async function markRead(
  world: WalkWorld,
  { link, identity }: Actor,
  { room: name }: Aim,
): Promise<void> {
  const { isIn } = world.room(name, identity);
  const request = { request: "read", room: name, seq: world.model.last };
  const { code } = await world.ask(link, request);
  assertEquals(code, isIn ? "ack" : "unknown_room", "read");
}

/** Rare: all have to come back. */
async function restart(
  world: WalkWorld,
  _: Actor,
  { chance }: Aim,
): Promise<void> {
  if (chance > 20) return;
  await world.stop();
  await world.start();
}

/** Whether a message reaches somebody, now or later. */
function isThere(other: Identity | undefined): other is Identity {
  return other !== undefined && (other.isAccount || other.hasName);
}

function pageOf({ content }: Answer): readonly string[] {
  if (!Array.isArray(content)) throw new TypeError(`No page: ${content}`);
  return content.map((row) => {
    const { seq, room, to, sender, response, content: text, code, by } = row;
    const where = room === undefined ? `@${to}` : `#${room}`;
    return response === "message"
      ? `${seq} ${where} ${sender}: ${text}`
      : `${seq} ${where} ${code} by ${by}`;
  });
}
