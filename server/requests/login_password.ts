/**
 * The passwords of a login: that of the server, and that of an account. A token
 * serves instead of both.
 *
 * @module
 */

import type { LoginRequest } from "../../shared/request.ts";
import { ROOMS_VERSION } from "../../shared/version.ts";
import type { Peer, Services } from "./peer.ts";

/**
 * Checks what a login says beside the name; returns the account whose password
 * it was.
 *
 * @throws {ChatError} `password_required`, `bad_password`, for names that are
 * nobody's as well, or `busy`.
 */
export async function checkPasswords(
  { services, network: address }: Peer,
  request: LoginRequest,
): Promise<number | undefined> {
  const { accounts, serverPassword, directory } = services;
  const { content: name, token } = request;
  if (token !== undefined && directory.logins.isToken(name, token)) {
    return undefined;
  }
  const isServers = isForServer(services, request);
  const { password, server_password: given } = request;
  serverPassword?.check(isServers ? password : given, { address, name });
  if (password === undefined || isServers) return undefined;
  return await accounts.check(password, { address, name });
}

/** What an old client sends behind a name that is no account's. */
function isForServer(
  { directory: { identities }, serverPassword }: Services,
  { content: name, version = 1, server_password: given }: LoginRequest,
): boolean {
  return serverPassword !== undefined && given === undefined &&
    version < ROOMS_VERSION && identities.named(name)?.kind !== "account";
}
