/**
 * Coming and going: the seed's `parse_login` and `parse_logout`.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { MAX_VALUE_BYTES } from "../../shared/framing.ts";
import { LOBBY, MAX_NAME_LENGTH } from "../../shared/names.ts";
import { MAX_ID_LENGTH } from "../../shared/ids.ts";
import { type Call, readLogin } from "../../shared/request.ts";
import { MAX_TEXT_BYTES } from "../../shared/text.ts";
import { PROTOCOL_VERSION, VERSION } from "../../shared/version.ts";
import { MAX_OUTBOX_BYTES, VALUE_MS } from "../net/limits.ts";
import type { Payload } from "../chat/payload.ts";
import type { User } from "../chat/user.ts";
import type { Hall, Peer } from "./peer.ts";

const MAX_ROOM_LENGTH = 64;

/** Takes a name, says so, shows the past. */
export async function login(peer: Peer, call: Call): Promise<void> {
  if (peer.user) {
    throw new ChatError(
      "already_logged_in",
      `Cannot log in again: you are "${peer.user.name}"`,
    );
  }
  const request = readLogin(call.fields);
  const user = peer.hall.chat.login(request.content, peer, request.token);
  peer.enter(user, request);
  peer.answer(call, welcome(user, peer.hall));
  await peer.follow(request);
}

/** Gives the name up and closes. */
export function logout(peer: Peer, call: Call): void {
  peer.answer(call, { response: "info", content: "Logout successful" });
  peer.leave();
}

function welcome(user: User, { log, settings }: Hall): Payload {
  return {
    response: "info",
    content: "Login successful",
    code: "welcome",
    fields: {
      version: PROTOCOL_VERSION,
      server: `ktn/${VERSION}`,
      user: user.name,
      token: user.token,
      log: log.name,
      seq: log.last,
      forgotten: log.forgotten,
      rooms: [LOBBY],
      limits: limits(settings),
    },
  };
}

function limits(settings: Hall["settings"]): Record<string, number | null> {
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
    outbox: MAX_OUTBOX_BYTES,
    history: settings.historyLength,
  };
}
