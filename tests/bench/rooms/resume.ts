/**
 * A member of fifty rooms comes back to what was said meanwhile in all of them.
 *
 * @module
 */

import type { Running } from "../contender.ts";
import { Swarm } from "../swarm.ts";

const ROOMS = 50;
/** Rooms that a guest may make. */
const ROOMS_OF_GUEST = 3;
const MISSED = 10_000;
const TIMES = 20;
const TEXT = "x".repeat(64);
const LAST_PAGE = '"more":false';
const MAKERS = Math.ceil(ROOMS / ROOMS_OF_GUEST);

/** What many logins of one member gave. */
export interface ResumeFigures {
  /** Milliseconds from each login to the last message. */
  readonly times: readonly number[];
  /** Processor time of the server for one, in milliseconds. */
  readonly cpuMs: number;
}

/** Logs a member in again and again, to the same that it has missed. */
export function resumeFifty(server: Running): ResumeFigures {
  using makers = new Swarm(server.port, MAKERS);
  const login = { request: "login", version: 3, history: 0 };
  makers.askAll((place) => ({ ...login, content: `m${place}` }), LAST_PAGE);
  for (let room = 0; room < ROOMS; room++) {
    const join = { request: "join", content: `r${room}`, make: true };
    makers.ask(room % MAKERS, join, '"code":"joined"');
  }
  const member = becomeMember(server);
  sayAll(makers);
  let { token } = member;
  const times: number[] = [];
  const before = server.usage.cpuSeconds;
  for (let time = 0; time < TIMES; time++) {
    using reader = new Swarm(server.port, 1);
    const { since } = member;
    const resume = { request: "login", version: 3, content: "reader", since };
    const began = performance.now();
    const heard = reader.ask(0, { ...resume, token }, LAST_PAGE);
    times.push(performance.now() - began);
    const messages = heard.split(TEXT).length - 1;
    if (messages !== MISSED) throw new Error(`Heard ${messages}`);
    token = tokenIn(heard);
  }
  const cpuSeconds = server.usage.cpuSeconds - before;
  return { times, cpuMs: cpuSeconds * 1000 / TIMES };
}

function becomeMember(server: Running): { token: string; since: number } {
  using reader = new Swarm(server.port, 1);
  const login = { request: "login", version: 3, content: "reader" };
  const heard = reader.ask(0, login, LAST_PAGE);
  let since = 0;
  for (let room = 0; room < ROOMS; room++) {
    const join = { request: "join", content: `r${room}`, id: "j" };
    const joined = reader.ask(0, join, '"code":"joined"');
    since = Number(/"seq":(\d+)/.exec(joined)?.[1] ?? since);
  }
  return { token: tokenIn(heard), since };
}

/** In turn in all rooms, by who has made them. */
function sayAll(makers: Swarm): void {
  for (let number = 0; number < MISSED; number++) {
    const room = number % ROOMS;
    const said = { request: "msg", content: TEXT, room: `r${room}` };
    const place = room % MAKERS;
    makers.say(place, said);
    makers.poll(0);
  }
  for (let place = 0; place < MAKERS; place++) {
    makers.ask(place, { request: "ping" }, '"code":"pong"');
  }
  makers.settle(500);
}

function tokenIn(heard: string): string {
  return /"token":"([^"]+)"/.exec(heard)?.[1] ?? "";
}
