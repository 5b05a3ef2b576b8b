/**
 * The account of a name: its password, and its end.
 *
 * @module
 */

import {
  type Call,
  readPasswd,
  readRegister,
  readUnregister,
} from "../../shared/request.ts";
import type { Payload } from "../chat/payload.ts";
import { type Peer, personOf } from "./peer.ts";

/** Makes the name in use an account. */
export async function register(peer: Peer, call: Call): Promise<void> {
  const { content: password } = readRegister(call.fields);
  const { name } = personOf(peer);
  await peer.services.accounts.register(password, linkOf(peer));
  peer.answer(call, told("registered", `${name} is an account now`));
}

/** Gives the account another password; all its other links end. */
export async function changePassword(peer: Peer, call: Call): Promise<void> {
  const { content: password, old } = readPasswd(call.fields);
  const { accounts } = peer.services;
  const token = await accounts.change(password, old, linkOf(peer));
  const answer = told("password_changed", "The password is changed");
  peer.answer(call, { ...answer, fields: { token } });
}

/** Makes a guest of who has an account. */
export async function unregister(peer: Peer, call: Call): Promise<void> {
  const { content: password } = readUnregister(call.fields);
  await peer.services.accounts.unregister(password, linkOf(peer));
  peer.answer(call, told("unregistered", "The account is removed"));
}

function linkOf(peer: Peer) {
  const { identity } = personOf(peer);
  return { identity, link: peer.number, address: peer.network };
}

function told(code: string, content: string): Payload {
  return { response: "info", content, code };
}
