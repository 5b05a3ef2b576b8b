/**
 * Coming and going: the seed's `parse_login` and `parse_logout`.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { type Call, readLogin, readLogout } from "../../shared/request.ts";
import { tellInvitations } from "./invitations.ts";
import { checkPasswords } from "./login_password.ts";
import type { Peer } from "./peer.ts";
import { welcome } from "./welcome.ts";

/** From this version on a client comes back after a lost connection. */
const RESUMING_VERSION = 2;

/** Takes a name, confirms it, shows the history. */
export async function login(peer: Peer, call: Call): Promise<void> {
  if (peer.person) {
    throw new ChatError(
      "already_logged_in",
      `Cannot log in again: you are "${peer.person.name}"`,
    );
  }
  const request = readLogin(call.fields);
  const { content: name, version = 1, token, beside = false } = request;
  const proved = await checkPasswords(peer, request);
  peer.greet(request);
  const canResume = version >= RESUMING_VERSION || token !== undefined;
  const { chat } = peer.services;
  const proof = { token, proved, isBeside: beside };
  const claim = { name, ...proof, canResume, last: chat.last };
  const arrival = await chat.people.login(claim, peer);
  peer.enter(arrival, request);
  peer.answer(call, welcome(arrival, peer));
  await peer.follow(request);
  tellInvitations(peer);
}

/** Gives the name up and closes. */
export async function logout(peer: Peer, call: Call): Promise<void> {
  const { forget = false } = peer.knowsRooms ? readLogout(call.fields) : {};
  const { person, number, services } = peer;
  peer.answer(call, { response: "info", content: "Logout successful" });
  peer.leave();
  if (forget && person) {
    await services.directory.logins.forget(person.identity, number);
  }
}
