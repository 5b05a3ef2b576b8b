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
import { byteRateOf, MAX_OUTBOX_BYTES, VALUE_MS } from "../net/limits.ts";
import type { Payload } from "../chat/payload.ts";
import type { Claim } from "../directory/name_registry.ts";
import type { Peer, Services } from "./peer.ts";

const MAX_ROOM_LENGTH = 64;

/** Takes a name, confirms it, shows the history. */
export async function login(peer: Peer, call: Call): Promise<void> {
  if (peer.user) {
    throw new ChatError(
      "already_logged_in",
      `Cannot log in again: you are "${peer.user.name}"`,
    );
  }
  const request = readLogin(call.fields);
  if (request.password !== undefined) {
    throw new ChatError(
      "bad_password",
      "Cannot log in: no name has a password",
    );
  }
  const claim = peer.services.chat.login(request.content, peer, request.token);
  peer.enter(claim.user, request);
  peer.answer(call, welcome(claim, peer.services));
  await peer.follow(request);
}

/** Gives the name up and closes. */
export function logout(peer: Peer, call: Call): void {
  peer.answer(call, { response: "info", content: "Logout successful" });
  peer.leave();
}

function welcome({ user, token }: Claim, { log, settings }: Services): Payload {
  return {
    response: "info",
    content: "Login successful",
    code: "welcome",
    fields: {
      version: PROTOCOL_VERSION,
      server: `ktn/${VERSION}`,
      user: user.name,
      token,
      log: log.name,
      ...(log.ancestors.length > 0 ? { ancestors: log.ancestors } : {}),
      seq: log.last,
      forgotten: log.forgotten,
      rooms: [LOBBY],
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
