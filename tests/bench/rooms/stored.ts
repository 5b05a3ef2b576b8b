/**
 * A data folder with many messages in many rooms, and what somebody who is in
 * some of them asks of it; the same with all of them in the lobby.
 *
 * @module
 */

import { Directory } from "../../../server/directory/directory.ts";
import { SqliteDirectoryStore } from "../../../server/directory/sqlite_directory_store.ts";
import { roomKey } from "../../../server/log/conversation.ts";
import { SqliteLog } from "../../../server/log/sqlite.ts";
import { indexed } from "../../support/found_in.ts";
import type { Running } from "../contender.ts";
import { Swarm } from "../swarm.ts";

/** Rooms of the one who asks. */
const OWN_ROOMS = 50;
/** Messages of one commit. */
const GROUP = 1000;
const AUTHORS = 50;
const TIMES = 50;
const PAGE = 100;
const READER = "reader";

/** Milliseconds of each request, by what was asked. */
export type StoredFigures = Readonly<Record<string, readonly number[]>>;

/** A room as the log knows it. */
interface Place {
  readonly conversation: string;
  readonly target: { readonly room: string };
}

const LOBBY: Place = { conversation: "lobby", target: { room: "lobby" } };

/**
 * Fills a folder.
 *
 * @param rooms 0: everything is said in the lobby.
 * @returns a token of the one who asks.
 */
export async function fill(
  folder: string,
  messages: number,
  rooms: number,
): Promise<string> {
  await using log = SqliteLog.open(folder, { onCommit: () => {} });
  const { token, places } = await makeRooms(folder, rooms);
  for (let index = 0; index < messages; index++) {
    const author = index % AUTHORS;
    const place = places[index % places.length] ?? LOBBY;
    log.append({
      ...place,
      author: `ada${author}`,
      by: 1_000_000 + author,
      text: `message ${index} says what people say to each other all day`,
      settle: () => {},
    });
    if (index % GROUP === GROUP - 1) await log.drain();
  }
  await log.drain();
  await indexed(log);
  return token;
}

async function makeRooms(
  folder: string,
  count: number,
): Promise<{ token: string; places: readonly Place[] }> {
  const store = new SqliteDirectoryStore(folder);
  await using directory = await Directory.open(store);
  const claim = { name: READER, canResume: true };
  const { identity, token } = await directory.logins.enter(claim);
  const by = identity.number;
  const places = count === 0 ? [LOBBY] : [];
  for (let room = 0; room < count; room++) {
    const name = `r${room}`;
    const { number } = await directory.rooms.make({ name, by, isGuest: false });
    places.push({
      conversation: roomKey(number, name),
      target: { room: name },
    });
    if (room >= OWN_ROOMS) continue;
    await directory.members.join(number, by, 0);
  }
  return { token, places };
}

/** Asks each many times. */
export function askStored(
  server: Running,
  token: string,
  room: string,
): StoredFigures {
  const times: Record<string, number[]> = {};
  const timed = (what: string, run: () => string): string => {
    const began = performance.now();
    const heard = run();
    (times[what] ??= []).push(performance.now() - began);
    return heard;
  };
  let next = token;
  for (let time = 0; time < TIMES; time++) {
    using reader = new Swarm(server.port, 1);
    const ask = (request: object) =>
      reader.ask(0, { ...request, id: "q" }, END);
    const login = { request: "login", version: 3, content: READER };
    const again = { ...login, token: next, history: PAGE };
    const heard = timed(
      "login, 100 shown",
      () => reader.ask(0, again, '"more":false'),
    );
    next = /"token":"([^"]+)"/.exec(heard)?.[1] ?? "";
    const search = { request: "search", room, limit: PAGE };
    timed(
      "search of a word in all",
      () => ask({ ...search, content: "message" }),
    );
    timed(
      "search of a rare word",
      () => ask({ ...search, content: "nowhere" }),
    );
    const page = { request: "history", room, limit: PAGE };
    const first = ask(page);
    const before = Number(/"first":(\d+)/.exec(first)?.[1]);
    timed("page back", () => ask({ ...page, before }));
    timed("page in the past", () => ask({ ...page, before: before >> 1 }));
    timed("list of rooms", () => ask({ request: "rooms" }));
  }
  return times;
}

/** At the end of each answer to a request with this id. */
const END = '"id":"q"';
