/**
 * Which rooms and talks somebody has, and what goes on in each.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";
import { type Call, MAX_PAGE, readRooms } from "../../shared/request.ts";
import { MAX_PAYLOAD_BYTES } from "../chat/payload.ts";
import { isIn, isVisible, readableAfter } from "../chat/readable.ts";
import {
  LOBBY_NUMBER,
  roomConversation,
  type RoomState,
} from "../directory/room.ts";
import { otherOf, type Talk, talkConversation } from "../directory/talks.ts";
import { type Peer, personOf } from "./peer.ts";

/** A row of the answer, and where it stands among the others. */
interface Row {
  readonly name: string;
  readonly seq: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Rows that are looked up in one turn. */
const ROWS_AT_ONCE = 10;

/** As much as the rest of the payload needs. */
const ENVELOPE_BYTES = 500;

const UTF8 = new TextEncoder();

/** Answers with the rooms and the talks of the peer, the newest first. */
export async function listRooms(peer: Peer, call: Call): Promise<void> {
  const { all = false, ...place } = readRooms(call.fields);
  const { after, limit = MAX_PAGE } = place;
  const own = await inTurns(peer, ownRooms(peer), (room) => rowOf(peer, room));
  if (!peer.person) return;
  const direct = after === undefined ? await talkRows(peer, limit) : [];
  await peer.share.turn();
  if (!peer.person) return;
  peer.share.measure(() => {
    const ownNext = rowsBehind(own.toSorted(newestFirst), after);
    const others = all
      ? otherRooms(peer, limit, ownNext ? undefined : after)
      : [];
    const rows = others.map((room) => otherRow(peer, room));
    const next = [...ownNext ?? [], ...rows];
    answerRows(peer, call, { next, direct, limit });
  });
}

/** Answers with as many rows as fit. */
function answerRows(
  peer: Peer,
  call: Call,
  { next, direct, limit }: {
    readonly next: readonly Row[];
    readonly direct: readonly Row[];
    readonly limit: number;
  },
): void {
  const fit = rowsThatFit(direct, MAX_PAYLOAD_BYTES / 2);
  const page = rowsThatFit(
    next.slice(0, limit),
    MAX_PAYLOAD_BYTES - ENVELOPE_BYTES - bytesOf(fit),
  );
  const names = page.map(({ name }) => name);
  peer.answer(call, {
    response: "info",
    content: names.join(", "),
    code: "rooms",
    fields: {
      rooms: page.map(({ fields }) => fields),
      direct: fit.map(({ fields }) => fields),
      more: page.length < next.length,
    },
  });
}

function newestFirst(
  one: Pick<Row, "seq">,
  other: Pick<Row, "seq">,
): number {
  return other.seq - one.seq;
}

/** Missing where the name is not among them. */
function rowsBehind(
  rows: readonly Row[],
  after?: string,
): readonly Row[] | undefined {
  if (after === undefined) return rows;
  const key = foldName(after);
  const at = rows.findIndex(({ name }) => foldName(name) === key);
  return at < 0 ? undefined : rows.slice(at + 1);
}

function rowsThatFit(rows: readonly Row[], maxBytes: number): readonly Row[] {
  let bytes = 0;
  const end = rows.findIndex((row) => (bytes += bytesOf([row])) > maxBytes);
  return end < 0 ? rows : rows.slice(0, end);
}

/** A name comes twice: in the list, and in what people read. */
function bytesOf(rows: readonly Row[]): number {
  return rows.reduce((sum, { name, fields }) => {
    const text = JSON.stringify(fields) + JSON.stringify(name);
    return sum + UTF8.encode(text).length + 2;
  }, 0);
}

function ownRooms(peer: Peer): readonly RoomState[] {
  const { rooms, members } = peer.services.directory;
  const numbers = [...members.roomsOf(personOf(peer).identity).keys()];
  return [LOBBY_NUMBER, ...numbers]
    .map((number) => rooms.get(number))
    .filter((room) => room !== undefined);
}

/**
 * Those that the peer is not in, and may see, in the order of their names: one
 * more than asked for, where there are more.
 */
function otherRooms(
  peer: Peer,
  limit: number,
  after?: string,
): readonly RoomState[] {
  const { directory } = peer.services;
  const { identity } = personOf(peer);
  return directory.rooms.behind(after)
    .filter((room) => !isIn(directory, identity, room))
    .filter((room) => isVisible(directory, identity, room))
    .take(limit + 1)
    .toArray();
}

function otherRow({ services: { chat } }: Peer, room: RoomState): Row {
  const { name, topic, private: isPrivate, password } = room;
  const count = chat.room(room)?.count ?? 0;
  const isLocked = password !== undefined && { password: true };
  const fields = { room: name, topic, count, private: isPrivate, ...isLocked };
  return { name, seq: 0, fields };
}

async function rowOf(peer: Peer, room: RoomState): Promise<Row> {
  const { chat, directory, log } = peer.services;
  const { identity, name: reader } = personOf(peer);
  const key = roomConversation(room);
  const member = directory.members.get(room.number, identity);
  const began = directory.identities.get(identity)?.began ?? 0;
  const mark = directory.readMarks.get(identity, key);
  const read = mark > 0 ? mark : member?.joined ?? began;
  const { logAge } = chat;
  const past = readableAfter(directory, identity, {
    ...{ room, purpose: "past", log: logAge },
  });
  const after = Math.max(read, past ?? logAge.last);
  const names = [foldName(reader), "all"];
  const [seq, counts] = await Promise.all([
    log.lastOf(key),
    log.unread({ key, after, reader: identity, names }),
  ]);
  const role = member?.role ?? "member";
  const { fields, ...row } = otherRow(peer, room);
  return { ...row, seq, fields: { ...fields, role, seq, read, ...counts } };
}

/** Only of the newest it is looked up what is unread. */
async function talkRows(
  peer: Peer,
  limit: number,
): Promise<readonly Row[]> {
  const { directory: { talks }, log } = peer.services;
  const own = [...talks.of(personOf(peer).identity)];
  const placed = await inTurns(peer, own, async (talk) => {
    return { talk, seq: await log.lastOf(talkConversation(talk)) };
  });
  const newest = placed.filter(({ seq }) => seq > 0)
    .toSorted(newestFirst)
    .slice(0, limit);
  return await inTurns(peer, newest, (last) => talkRow(peer, last));
}

/** Looks a few up at once, in turns with everybody else. */
async function inTurns<T, R>(
  peer: Peer,
  all: readonly T[],
  lookUp: (one: T) => Promise<R>,
): Promise<readonly R[]> {
  const rows: R[] = [];
  for (let at = 0; at < all.length; at += ROWS_AT_ONCE) {
    await peer.share.turn();
    if (!peer.person) break;
    const some = all.slice(at, at + ROWS_AT_ONCE);
    const found = peer.share.measure(() => Promise.all(some.map(lookUp)));
    rows.push(...await found);
  }
  return rows;
}

async function talkRow(
  peer: Peer,
  { talk, seq }: { readonly talk: Talk; readonly seq: number },
): Promise<Row> {
  const { directory, log } = peer.services;
  const { identity } = personOf(peer);
  const key = talkConversation(talk);
  const other = otherOf(talk, identity);
  const name = directory.identities.get(other.number)?.name ?? other.name;
  const read = directory.readMarks.get(identity, key);
  const query = { key, after: read, reader: identity, names: [] };
  const { unread } = await log.unread(query);
  return {
    name,
    seq,
    fields: { with: name, talk: talk.id, seq, read, unread },
  };
}
