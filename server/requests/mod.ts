/**
 * The request table: the seed's `request_codes` and `parse_request`. A reader
 * starts here; help, login checks and dispatch are read from it.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Call } from "../../shared/request.ts";
import { login, logout } from "./login.ts";
import { helpOf, listNames, pong } from "./info.ts";
import { showHistory } from "./history.ts";
import type { Peer, RequestSpec } from "./peer.ts";
import { say } from "./message.ts";
import { search } from "./search.ts";

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
 * @throws {ChatError} `unknown_request`, `login_required`, or what the handler
 * refuses with.
 */
export function dispatch(peer: Peer, call: Call): void | Promise<void> {
  const spec = REQUESTS.get(call.name);
  if (!spec) {
    throw new ChatError(
      "unknown_request",
      "Cannot do this: no such request, try help",
    );
  }
  if (spec.needs === "login" && !peer.user) {
    throw new ChatError("login_required", "Cannot do this before login");
  }
  return spec.run(peer, call);
}
