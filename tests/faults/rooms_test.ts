/**
 * Many rooms and direct messages under `kill -9` and cuts: everything that was
 * acknowledged is there, once and in its order, and everybody was shown exactly
 * what is said where it is.
 *
 * @module
 */

import { assert, assertEquals } from "@std/assert";
import { assertNothingWrong, Crowd } from "../support/crowd.ts";
import { DurableServer } from "../support/durable_server.ts";
import { effort, tell } from "../support/effort.ts";
import type { Stored } from "../support/ledger.ts";
import { Peer } from "../support/peer.ts";
import type { RoomMember, Where } from "../support/writer.ts";

const WRITERS = effort(6, 20);
const ROOMS = effort(9, 30);
/** Rooms that each of them is in; the first ones of neighbours are the same. */
const ROOMS_OF_EACH = 6;
const ROUNDS = effort(3, 20);
const ACKED = effort(600, 5000);
const PAGE = 1000;

Deno.test("what is acknowledged in many rooms and talks survives kill -9 and cuts, and each is shown its own", async () => {
  await using server = await DurableServer.start();
  const members = await becomeMembers(server);
  await using crowd = new Crowd({
    size: WRITERS,
    members,
    inFlight: 32,
    address: () => server.address,
  });
  for (let round = 0; round < ROUNDS; round++) {
    await crowd.acked(Math.floor(ACKED * (0.5 + Math.random())));
    for (const writer of crowd.writers) {
      if (Math.random() < 0.3) writer.cut();
    }
    await crowd.acked(ACKED / 10);
    await server.end("SIGKILL");
    await server.start();
  }
  await crowd.acked(ACKED);
  const seen = await readAll(server, crowd, members);
  const all = new Map(seen.flat().map((entry) => [entry.seq, entry]));
  const inOrder = [...all.values()].sort((a, b) => a.seq - b.seq);
  const report = assertNothingWrong(crowd.ledger, inOrder);
  assert(report.acked >= ACKED * ROUNDS);
  assertEquals([report.unknown, report.refused], [0, 0]);
});

/** Everybody logs in, makes three rooms, joins the next three, and is cut. */
async function becomeMembers(server: DurableServer): Promise<RoomMember[]> {
  using all = new DisposableStack();
  const peers: Peer[] = [];
  const members: RoomMember[] = [];
  for (let index = 0; index < WRITERS; index++) {
    const peer = all.use(await server.connect());
    const login = { request: "login", content: `writer${index}`, version: 3 };
    const { token = "", seq: since = 0 } = await peer.ask(login);
    const to = `writer${(index + 1) % WRITERS}`;
    const targets = [...roomsOf(index).map((room) => ({ room })), { to }];
    peers.push(peer);
    members.push({ token, since, targets });
  }
  for (const half of [0, ROOMS_OF_EACH / 2]) {
    for (const [index, peer] of peers.entries()) {
      const rooms = roomsOf(index).slice(half, half + ROOMS_OF_EACH / 2);
      for (const room of rooms) await joinRoom(peer, room);
    }
  }
  return members;
}

function roomsOf(index: number): readonly string[] {
  return Array.from(
    { length: ROOMS_OF_EACH },
    (_, place) => `room${(index * 3 + place) % ROOMS}`,
  );
}

async function joinRoom(peer: Peer, content: string): Promise<void> {
  const ask = async (fields: object) => {
    await peer.send({ request: "join", content, id: "join", ...fields });
    return (await peer.until(({ id }) => id === "join")).code;
  };
  const code = await ask({});
  if (code === "unknown_room") {
    assertEquals(await ask({ make: true }), "joined");
  } else assertEquals(code, "joined");
}

/**
 * Lets the writers end, reads what each may read, and holds what each was shown
 * against it.
 */
async function readAll(
  server: DurableServer,
  crowd: Crowd,
  members: readonly RoomMember[],
): Promise<readonly (readonly Stored[])[]> {
  await crowd.finish();
  const all: (readonly Stored[])[] = [];
  for (const [index, { targets }] of members.entries()) {
    const writer = crowd.writers[index];
    const before = `writer${(index + WRITERS - 1) % WRITERS}`;
    using reader = await server.connect();
    await reader.send({
      request: "login",
      content: `writer${index}`,
      version: 3,
      token: writer?.token,
      since: writer?.since,
      id: "login",
    });
    const welcome = await reader.until(({ id }) => id === "login");
    assertEquals(welcome.code, "welcome");
    const missed: Stored[] = [];
    for (let more = true; more;) {
      const page = await reader.until(({ response }) => response === "history");
      missed.push(...othersIn(page.content));
      more = page.more ?? false;
    }
    const places = [...targets.map(toWith), { with: before }];
    const mine: Stored[] = [];
    for (const place of places) mine.push(...await readPlace(reader, place));
    const others = mine.filter(({ sender }) => sender !== `writer${index}`)
      .sort((a, b) => a.seq - b.seq);
    assertEquals([...writer?.shown ?? [], ...missed], others, `writer${index}`);
    all.push(mine);
  }
  tell(`${all.flat().length} read in ${ROOMS} rooms and ${WRITERS} talks`);
  return all;
}

function othersIn(content: unknown): readonly Stored[] {
  if (!Array.isArray(content)) throw new TypeError(`No page: ${content}`);
  return content.filter(({ own_id: own }) => own === undefined)
    .map(({ seq, sender, content }) => ({ seq, sender, content }));
}

function toWith(where: Where): object {
  return "to" in where ? { with: where.to } : where;
}

async function readPlace(reader: Peer, place: object): Promise<Stored[]> {
  const all: Stored[] = [];
  for (let more = true; more;) {
    const after = all.at(-1)?.seq ?? 0;
    const ask = {
      request: "history",
      after,
      limit: PAGE,
      id: "page",
      ...place,
    };
    await reader.send(ask);
    const page = await reader.until(({ id }) => id === "page");
    assertEquals(page.response, "history", JSON.stringify(page));
    if (!Array.isArray(page.content)) throw new TypeError("No page");
    for (const { seq, sender, content } of page.content) {
      all.push({ seq, sender, content });
    }
    more = page.more ?? false;
  }
  return all;
}
