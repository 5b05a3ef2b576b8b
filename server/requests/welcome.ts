/**
 * What somebody is told who has logged in: who it is here, where the log stands,
 * and what the server allows.
 *
 * @module
 */

import { MAX_VALUE_BYTES } from "../../shared/framing.ts";
import { MAX_ID_LENGTH } from "../../shared/ids.ts";
import { LOBBY, MAX_NAME_LENGTH } from "../../shared/names.ts";
import { MAX_TEXT_BYTES } from "../../shared/text.ts";
import { ROOMS_VERSION, VERSION } from "../../shared/version.ts";
import type { Payload } from "../chat/payload.ts";
import type { Arrival } from "../chat/people.ts";
import { byteRateOf, MAX_OUTBOX_BYTES, VALUE_MS } from "../net/limits.ts";
import type { Peer, Services } from "./peer.ts";

const MAX_ROOM_LENGTH = 64;

/** What programs are told that do not say what they know, or know less. */
const LEAST_VERSION = 2;

/** Returns the answer to a login. */
export function welcome(
  { person, token }: Arrival,
  { version, knowsRooms, services: { log, settings } }: Peer,
): Payload {
  const rooms = knowsRooms
    ? Array.from(person.rooms, ({ name }) => name)
    : [LOBBY];
  return {
    response: "info",
    content: "Login successful",
    code: "welcome",
    fields: {
      version: Math.min(ROOMS_VERSION, Math.max(LEAST_VERSION, version)),
      server: `ktn/${VERSION}`,
      user: person.name,
      token,
      log: log.name,
      ...(log.ancestors.length > 0 ? { ancestors: log.ancestors } : {}),
      seq: log.last,
      forgotten: log.forgotten,
      rooms,
      limits: limits(settings),
    },
  };
}

function limits(settings: Services["settings"]): Record<string, number | null> {
  const bytes = byteRateOf(settings.rate);
  return {
    value: MAX_VALUE_BYTES,
    text: MAX_TEXT_BYTES,
    name: MAX_NAME_LENGTH,
    id: MAX_ID_LENGTH,
    room: MAX_ROOM_LENGTH,
    login_ms: settings.loginMs,
    value_ms: VALUE_MS,
    burst: settings.rate?.burst ?? null,
    per_second: settings.rate?.perSecond ?? null,
    byte_burst: bytes?.burst ?? null,
    bytes_per_second: bytes?.perSecond ?? null,
    outbox: MAX_OUTBOX_BYTES,
    history: settings.historyLength,
  };
}
