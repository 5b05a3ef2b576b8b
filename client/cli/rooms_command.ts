/**
 * `ktn rooms`: the rooms there are, and the talks one has, a line each.
 *
 * @module
 */

import type { Invocation } from "../../shared/command.ts";
import type { RoomSummary, TalkSummary } from "../../shared/event.ts";
import { escapeUnsafe, escapeUnsafeName } from "../../shared/text.ts";
import { jsonLine } from "../scripts/json_line.ts";
import { standardOutput } from "../scripts/output.ts";
import type { Query } from "../scripts/query.ts";
import { textWidth } from "../view/cell_width.ts";
import { runQuery } from "./query_command.ts";
import { readRoomsOptions } from "./rooms_options.ts";

/** Rooms of one page, and most pages: as many rooms as a server may have. */
const PAGE = 1000;
const MAX_PAGES = 12;

/** All that was listed. */
interface Listed {
  readonly rooms: readonly RoomSummary[];
  readonly direct: readonly TalkSummary[];
}

/**
 * Runs `ktn rooms`.
 *
 * @returns the exit code.
 * @throws {UsageError} when the command line cannot be understood.
 */
export async function runRooms(
  { parsed, servers, environment, listenForStop }: Invocation,
): Promise<number> {
  const options = readRoomsOptions(parsed, servers);
  const { json, all, name } = options;
  const out = standardOutput();
  const setting = { ...options, environment, listenForStop, needsRooms: true };
  return await runQuery("rooms", setting, async (query) => {
    const listed = await list(query, all || name === undefined);
    out.lines(json ? jsonLines(listed) : table(listed));
  });
}

async function list(query: Query, all: boolean): Promise<Listed> {
  const rooms: RoomSummary[] = [];
  const direct = new Map<string, TalkSummary>();
  let after: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { event } = await query.ask({
      request: "rooms",
      limit: PAGE,
      ...(all ? { all } : {}),
      ...(after === undefined ? {} : { after }),
    });
    if (event.kind !== "rooms") break;
    rooms.push(...event.rooms);
    for (const talk of event.direct) direct.set(talk.talk, talk);
    after = event.rooms.at(-1)?.room;
    if (!event.more || after === undefined) break;
  }
  return { rooms, direct: [...direct.values()] };
}

function jsonLines({ rooms, direct }: Listed): readonly string[] {
  return [
    ...rooms.map((room) => jsonLine("room", room)),
    ...direct.map((talk) => jsonLine("talk", talk)),
  ];
}

/** Columns as wide as what stands in them. */
function table({ rooms, direct }: Listed): readonly string[] {
  const rows = [
    ["ROOM", "PEOPLE", "UNREAD", "TOPIC"],
    ...rooms.map((room) => [
      `#${escapeUnsafeName(room.room)}`,
      `${room.count}`,
      unreadOf(room),
      escapeUnsafe(room.topic),
    ]),
    ...direct.map((talk) => [
      `@${escapeUnsafeName(talk.with)}`,
      "",
      unreadOf(talk),
      "",
    ]),
  ];
  const widths =
    rows[0]?.map((_, column) =>
      Math.max(...rows.map((row) => textWidth(row[column] ?? "")))
    ) ?? [];
  return rows.map((row) =>
    row.map((cell, column) =>
      cell + " ".repeat((widths[column] ?? 0) - textWidth(cell))
    ).join("  ").trimEnd()
  );
}

function unreadOf({ unread = 0, ...rest }: RoomSummary | TalkSummary): string {
  const mentions = "mentions" in rest ? rest.mentions ?? 0 : 0;
  if (unread === 0) return "";
  return mentions === 0 ? `${unread}` : `${unread} @${mentions}`;
}
