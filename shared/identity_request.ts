/**
 * The requests of who somebody is: coming and going, and the password of a name.
 *
 * @module
 */

import type { Identified } from "./call.ts";
import { checkName, checkWideName, WIDE_NAMES_VERSION } from "./names.ts";
import { givenPasswordOf, passwordOf } from "./password.ts";
import type { Fields } from "./fields.ts";
import {
  historyOf,
  numbersOf,
  shortTextOf,
  switchesOf,
  textOf,
} from "./request_fields.ts";

/** Takes a name; all but `content` is for programs that know more. */
export interface LoginRequest extends Identified {
  /** The name of the request. */
  readonly request: "login";
  /** The name wanted. */
  readonly content: string;
  /** 2 turns on presence and history pages, 3 rooms and direct messages. */
  readonly version?: number;
  /** Asks for everything readable after this seq. */
  readonly since?: number;
  /** Asks for the newest so many messages, at most 1,000. */
  readonly history?: number;
  /** The log that `since` is about, from the welcome; of another it says nothing. */
  readonly log?: string;
  /** From an earlier login: takes the name back from a dead connection. */
  readonly token?: string;
  /** The password of the name, in NFC, up to 128 characters. */
  readonly password?: string;
  /** The password of the server, in NFC, up to 128 characters. */
  readonly "server_password"?: string;
  /** Opens one more link of an account, and leaves that of the token alone. */
  readonly beside?: boolean;
}

/** Leaves. */
export interface LogoutRequest extends Identified {
  /** The name of the request. */
  readonly request: "logout";
  /** Ends the token, too. */
  readonly forget?: boolean;
}

/** Makes the name in use an account. */
export interface RegisterRequest extends Identified {
  /** The name of the request. */
  readonly request: "register";
  /** The password, in NFC, 8-128 characters. */
  readonly content: string;
}

/** Changes the password of the account in use. */
export interface PasswdRequest extends Identified {
  /** The name of the request. */
  readonly request: "passwd";
  /** The password to be, in NFC, 8-128 characters. */
  readonly content: string;
  /** The password that was, in NFC, up to 128 characters. */
  readonly old: string;
}

/** Makes the account in use a guest again. */
export interface UnregisterRequest extends Identified {
  /** The name of the request. */
  readonly request: "unregister";
  /** The password, in NFC, up to 128 characters. */
  readonly content: string;
}

/**
 * Reads a login. Below version 3 a password may stand behind the name and a
 * blank.
 *
 * @throws {ChatError} `bad_request`, `bad_text` or `bad_name`.
 */
export function readLogin(fields: Fields): LoginRequest {
  const numbers = numbersOf(fields, ["version", "since"]);
  const isWide = (numbers.version ?? 1) >= WIDE_NAMES_VERSION;
  const whole = isWide ? fields : withPasswordApart(fields);
  const content = textOf(whole, "content");
  if (isWide) checkWideName(content);
  else checkName(content);
  return {
    request: "login",
    content,
    ...numbers,
    ...historyOf(fields),
    ...shortTextOf(fields, "log"),
    ...shortTextOf(fields, "token"),
    ...givenPasswordOf(whole, "password"),
    ...givenPasswordOf(fields, "server_password"),
    ...switchesOf(fields, ["beside"]),
  };
}

/** No name has a blank in it, so what is behind the first is the password. */
function withPasswordApart(fields: Fields): Fields {
  const { content, password } = fields;
  if (typeof content !== "string" || (password ?? undefined) !== undefined) {
    return fields;
  }
  const blank = content.indexOf(" ");
  if (blank < 0) return fields;
  return {
    ...fields,
    content: content.slice(0, blank),
    password: content.slice(blank + 1),
  };
}

/**
 * Reads a logout.
 *
 * @throws {ChatError} `bad_request`.
 */
export function readLogout(fields: Fields): LogoutRequest {
  return { request: "logout", ...switchesOf(fields, ["forget"]) };
}

/**
 * Reads a registration.
 *
 * @throws {ChatError} `bad_request`, `bad_text` or `weak_password`.
 */
export function readRegister(fields: Fields): RegisterRequest {
  return { request: "register", content: passwordOf(fields, "content") };
}

/**
 * Reads a change of the password.
 *
 * @throws {ChatError} `bad_request`, `bad_text` or `weak_password`.
 */
export function readPasswd(fields: Fields): PasswdRequest {
  const { old = "" } = givenPasswordOf(
    { old: textOf(fields, "old") },
    "old",
  );
  const content = passwordOf(fields, "content");
  return { request: "passwd", content, old };
}

/**
 * Reads the end of an account.
 *
 * @throws {ChatError} `bad_request` or `bad_text`.
 */
export function readUnregister(fields: Fields): UnregisterRequest {
  const { content = "" } = givenPasswordOf(
    { content: textOf(fields, "content") },
    "content",
  );
  return { request: "unregister", content };
}
