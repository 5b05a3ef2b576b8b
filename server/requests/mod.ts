/**
 * The request table: the seed's `request_codes` and `parse_request`. A reader
 * starts here; help, login checks and dispatch are read from it.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Call } from "../../shared/request.ts";
import { ROOMS_VERSION as version } from "../../shared/version.ts";
import { changePassword, register, unregister } from "./account.ts";
import { setAway } from "./away.ts";
import { block, unblock } from "./block.ts";
import { invite } from "./invitations.ts";
import { join, leaveRoom } from "./join.ts";
import { login, logout } from "./login.ts";
import { helpOf, listNames, pong } from "./info.ts";
import { showHistory } from "./history.ts";
import type { Peer, RequestSpec } from "./peer.ts";
import { say } from "./message.ts";
import { markRead } from "./read_mark.ts";
import { listRooms } from "./room_list.ts";
import { search } from "./search.ts";
import { changeSettings } from "./settings.ts";
import { setTopic } from "./topic.ts";
import { whois } from "./whois.ts";

/** Every request there is; a Map, so "constructor" finds nothing. */
export const REQUESTS: ReadonlyMap<string, RequestSpec> = new Map([
  ["login", {
    needs: "nothing",
    usage: "login <name>",
    summary: "Take a name",
    run: login,
  }],
  ["logout", {
    needs: "login",
    usage: "logout",
    summary: "Give the name back and leave",
    run: logout,
  }],
  ["msg", {
    needs: "login",
    usage: "msg <text>",
    summary: "Say something to everybody",
    run: say,
  }],
  ["names", {
    needs: "login",
    usage: "names",
    summary: "Who is here",
    run: listNames,
  }],
  ["history", {
    needs: "login",
    usage: "history",
    summary: "What was said; fields before, after, limit",
    run: showHistory,
  }],
  ["search", {
    needs: "login",
    usage: "search <words>",
    summary: "Find messages; fields from, before, limit",
    run: search,
  }],
  ["join", {
    needs: "login",
    version,
    usage: "join <room>",
    summary: "Come into a room; fields make, private, password, invite",
    run: join,
  }],
  ["leave", {
    needs: "login",
    version,
    usage: "leave <room>",
    summary: "Go out of a room",
    run: leaveRoom,
  }],
  ["rooms", {
    needs: "login",
    version,
    usage: "rooms",
    summary: "Your rooms and talks; fields all, after, limit",
    run: listRooms,
  }],
  ["topic", {
    needs: "login",
    version,
    usage: "topic <text>",
    summary: "Say what a room is about; field room",
    run: setTopic,
  }],
  ["invite", {
    needs: "login",
    version,
    usage: "invite <name>",
    summary: "Let somebody into a room; fields room, uses, expires_s",
    run: invite,
  }],
  ["set", {
    needs: "login",
    version,
    usage: "set",
    summary:
      "Change a room; fields room, private, password, history, slow_s, moderated",
    run: changeSettings,
  }],
  ["read", {
    needs: "login",
    version,
    usage: "read",
    summary: "Say how far you have read; fields room or with, seq, back",
    run: markRead,
  }],
  ["away", {
    needs: "login",
    version,
    usage: "away <text>",
    summary: "Say that you are away, and why; without a text, back",
    run: setAway,
  }],
  ["whois", {
    needs: "login",
    version,
    usage: "whois <name>",
    summary: "Who somebody is",
    run: whois,
  }],
  ["block", {
    needs: "login",
    version,
    usage: "block <name>",
    summary: "Take no direct messages of somebody",
    run: block,
  }],
  ["unblock", {
    needs: "login",
    version,
    usage: "unblock <name>",
    summary: "Take them again",
    run: unblock,
  }],
  ["register", {
    needs: "login",
    version,
    usage: "register <password>",
    summary: "Make your name an account",
    run: register,
  }],
  ["passwd", {
    needs: "login",
    version,
    usage: "passwd <password>",
    summary: "Change your password; field old",
    run: changePassword,
  }],
  ["unregister", {
    needs: "login",
    version,
    usage: "unregister <password>",
    summary: "Remove your account",
    run: unregister,
  }],
  ["ping", {
    needs: "nothing",
    usage: "ping",
    summary: "Check that the server answers",
    run: pong,
  }],
  ["help", {
    needs: "nothing",
    usage: "help",
    summary: "This text",
    run: helpOf(() => REQUESTS),
  }],
]);

/**
 * Runs one request; the only place that looks a request up by name.
 *
 * @throws {ChatError} `unknown_request`, `login_required`, `bad_request` for a
 * program that is too old, or what the handler refuses with.
 */
export function dispatch(peer: Peer, call: Call): void | Promise<void> {
  const spec = REQUESTS.get(call.name);
  if (!spec) {
    throw new ChatError(
      "unknown_request",
      "Cannot do this: no such request, try help",
    );
  }
  if (spec.needs === "login" && !peer.person) {
    throw new ChatError("login_required", "Cannot do this before login");
  }
  if ((spec.version ?? 1) > peer.version) {
    throw new ChatError(
      "bad_request",
      `Cannot do this: it needs version ${spec.version} at login`,
    );
  }
  return spec.run(peer, call);
}
