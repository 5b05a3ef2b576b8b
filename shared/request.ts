/**
 * What a client may say: unknown JSON is read into one of these once, at the
 * edge, by the reader of its name.
 *
 * @module
 */

import {
  type HistoryRequest,
  readHistory,
  readSearch,
  type SearchRequest,
} from "./history_request.ts";
import {
  type LoginRequest,
  type LogoutRequest,
  type PasswdRequest,
  readLogin,
  readLogout,
  readPasswd,
  readRegister,
  readUnregister,
  type RegisterRequest,
  type UnregisterRequest,
} from "./identity_request.ts";
import type { Identified } from "./call.ts";
import { type MsgRequest, readMsg } from "./message_request.ts";
import {
  type AwayRequest,
  type BlockRequest,
  readAway,
  readBlock,
  readRead,
  type ReadRequest,
  readUnblock,
  readWhois,
  type WhoisRequest,
} from "./person_request.ts";
import type { Fields } from "./fields.ts";
import {
  type InviteRequest,
  type JoinRequest,
  type LeaveRequest,
  type NamesRequest,
  readInvite,
  readJoin,
  readLeave,
  readNames,
  readRooms,
  readTopic,
  type RoomsRequest,
  type TopicRequest,
} from "./room_request.ts";
import { readSet, type SetRequest } from "./set_request.ts";

export * from "./call.ts";
export * from "./history_request.ts";
export * from "./identity_request.ts";
export * from "./message_request.ts";
export * from "./person_request.ts";
export type { Fields } from "./fields.ts";
export { MAX_PAGE } from "./request_fields.ts";
export * from "./room_request.ts";
export * from "./set_request.ts";

/** Requests that have nothing beside their name. */
export interface PlainRequest extends Identified {
  /** The name of the request. */
  readonly request: "help" | "ping";
}

/** Everything a client may say. */
export type Request =
  | AwayRequest
  | BlockRequest
  | HistoryRequest
  | InviteRequest
  | JoinRequest
  | LeaveRequest
  | LoginRequest
  | LogoutRequest
  | MsgRequest
  | NamesRequest
  | PasswdRequest
  | PlainRequest
  | ReadRequest
  | RegisterRequest
  | RoomsRequest
  | SearchRequest
  | SetRequest
  | TopicRequest
  | UnregisterRequest
  | WhoisRequest;

/**
 * Reads the fields of one request.
 *
 * @param version What the login asked for; 1 when it is not said.
 * @throws {ChatError} for fields that no such request may have.
 */
export type RequestReader = (fields: Fields, version?: number) => Request;

/** The reader of every request, by its name. */
export const REQUEST_READERS: ReadonlyMap<string, RequestReader> = new Map<
  string,
  RequestReader
>([
  ["login", readLogin],
  ["logout", readLogout],
  ["msg", readMsg],
  ["names", readNames],
  ["history", readHistory],
  ["search", readSearch],
  ["ping", () => ({ request: "ping" })],
  ["help", () => ({ request: "help" })],
  ["join", readJoin],
  ["leave", readLeave],
  ["rooms", readRooms],
  ["topic", readTopic],
  ["invite", readInvite],
  ["set", readSet],
  ["read", readRead],
  ["away", readAway],
  ["whois", readWhois],
  ["block", readBlock],
  ["unblock", readUnblock],
  ["register", readRegister],
  ["passwd", readPasswd],
  ["unregister", readUnregister],
]);
