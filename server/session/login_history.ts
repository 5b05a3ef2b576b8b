/**
 * Which history somebody sees who logs in, and in which form: what an old client
 * can take, what a program that knows more asks for.
 *
 * @module
 */

import { hasPlace, type LogOrigin } from "../../shared/log_place.ts";
import type { LoginRequest } from "../../shared/request.ts";
import type { Feed } from "./feed.ts";
import {
  type HistoryForm,
  type PageStyle,
  pageStyle,
} from "../chat/history_page.ts";
import type { Dialect } from "../chat/entry_json.ts";
import type { WireForm } from "../chat/payload.ts";

/** The version from which clients know presence, pages and their own messages. */
export const MODERN_VERSION = 2;

/** What the history depends on beside the login itself. */
export interface HistoryContext {
  /** Which log it is. */
  readonly log: LogOrigin;
  /** Where it stands. */
  readonly last: number;
  /** The form in which the client gets its payloads. */
  readonly wire: WireForm;
  /** What the client knows of. */
  readonly dialect: Dialect;
  /** Messages for those who do not ask for a number. */
  readonly historyLength: number;
  /** What old clients want a history to be. */
  readonly historyForm: HistoryForm;
  /** Payloads of old clients stay under so many bytes. */
  readonly bareBytes: number;
}

/** Tells whether a login goes on where the client has read up to. */
export function isResume(
  { since, log }: LoginRequest,
  context: Pick<HistoryContext, "last" | "log">,
): boolean {
  // A seq from before the log was replaced means nothing in this one.
  return since !== undefined && since <= context.last &&
    (log === undefined || hasPlace(context.log, { log, seq: since }));
}

/** Shows the history that a login asks for; resolves when the feed is live. */
export function startFeed(
  feed: Feed,
  login: LoginRequest,
  context: HistoryContext,
): Promise<void> {
  const { version = 1, since = 0, history } = login;
  const isModern = version >= MODERN_VERSION;
  const limit = history ?? context.historyLength;
  const style = styleFor(isModern, context);
  if (isResume(login, context)) return feed.startSince(since, style);
  return isModern || history !== undefined
    ? feed.startPaged(limit, style)
    : feed.startNewest(limit, style);
}

function styleFor(
  isModern: boolean,
  { wire, dialect, historyForm, bareBytes }: HistoryContext,
): PageStyle {
  const form = isModern ? "objects" : historyForm;
  return pageStyle({ form, wire, dialect, keep: "newest" }, bareBytes);
}
