/**
 * 5,000 people join one room at once, and 5,000 idle connections in five rooms
 * each: how long it takes, and what it weighs.
 *
 * @module
 */

import type { Running } from "../contender.ts";
import { Swarm } from "../swarm.ts";

const PEOPLE = 5000;
const ROOMS_OF_EACH = 5;
const PEOPLE_OF_ROOM = 100;
const SETTLE_MS = 1500;
/** V8 gives memory back some time after it was needed. */
const IDLE_MS = 30_000;
const JOINED = '"code":"joined"';

/** What joining gave. */
export interface JoinFigures {
  readonly ms: number;
  /** MiB resident more, as long as the last is in, and a while after. */
  readonly peakMib: number;
  readonly mib: number;
  /** Processor time of the server. */
  readonly cpuMs: number;
}

/** All join one room. */
export function joinOne(server: Running): JoinFigures {
  using swarm = loggedIn(server);
  const join = { request: "join", content: "big" };
  swarm.ask(0, { ...join, make: true }, JOINED);
  swarm.settle(SETTLE_MS);
  const before = server.usage;
  const ms = swarm.askAll(() => join, JOINED);
  const { cpuSeconds, residentKib } = server.usage;
  swarm.settle(SETTLE_MS);
  const after = server.usage.residentKib;
  return {
    ms,
    peakMib: (residentKib - before.residentKib) / 1024,
    mib: (after - before.residentKib) / 1024,
    cpuMs: (cpuSeconds - before.cpuSeconds) * 1000,
  };
}

/** What a connection weighs, in KiB: one in the lobby, and one in five rooms. */
export interface IdleFigures {
  readonly lobbyKib: number;
  readonly roomsKib: number;
}

/** All are in five rooms each, and say nothing. */
export function idleInRooms(server: Running): IdleFigures {
  const before = server.usage.residentKib;
  using swarm = loggedIn(server);
  swarm.settle(IDLE_MS);
  const lobby = server.usage.residentKib;
  const rooms = PEOPLE * ROOMS_OF_EACH / PEOPLE_OF_ROOM;
  for (let room = 0; room < rooms; room++) {
    const content = `r${room}`;
    swarm.ask(room, { request: "join", content, make: true }, JOINED);
  }
  for (let turn = 0; turn < ROOMS_OF_EACH; turn++) {
    const roomOf = (place: number) => `r${(place + turn * 51) % rooms}`;
    swarm.askAll(
      (place) => ({ request: "join", content: roomOf(place) }),
      JOINED,
    );
  }
  swarm.settle(IDLE_MS);
  return {
    lobbyKib: (lobby - before) / PEOPLE,
    roomsKib: (server.usage.residentKib - before) / PEOPLE,
  };
}

function loggedIn(server: Running): Swarm {
  const swarm = new Swarm(server.port, PEOPLE);
  const login = { request: "login", version: 3, history: 0 };
  swarm.askAll((place) => ({ ...login, content: `u${place}` }), '"more":false');
  return swarm;
}
