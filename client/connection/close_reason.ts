/**
 * What the end of a session means: come back, or close for good, and why.
 *
 * @module
 */

import type { ErrorEvent } from "../../shared/event.ts";
import { UnreachableError } from "./transport.ts";

/** How a session ended. */
export type Disconnect =
  /** The connection is gone; `last` is what the server said about it. */
  | { readonly kind: "cut"; readonly last?: ErrorEvent }
  /** The login was refused. */
  | { readonly kind: "refused"; readonly error: ErrorEvent }
  /** What answers there is not a KTN server. */
  | { readonly kind: "stranger" }
  /** Nothing answers there. */
  | { readonly kind: "silent" }
  /** The connection could not be made. */
  | UnreachableError;

/** Why a connection came to its end. */
export type CloseReason =
  | { readonly kind: "left" }
  /** It took too long; `refusal` is why the last login was refused, if it was. */
  | { readonly kind: "abandoned"; readonly refusal?: string }
  /** With a sentence for people. */
  | { readonly kind: "unreachable" | "stranger"; readonly text: string }
  | {
    readonly kind: "refused";
    readonly text: string;
    readonly code?: string;
  };

/** Codes of a closing server after which coming back would be wrong. */
const FINAL: ReadonlySet<string | undefined> = new Set([
  "banned",
  "kicked",
  "replaced",
]);

/** Refusals that, after a cut, only mean that the server is not ready yet. */
const RETRYABLE: ReadonlySet<string | undefined> = new Set([
  "already_logged_in",
  "busy",
  "full",
  "name_taken",
  "rate",
  undefined, // old servers give no code; they hold a name until they notice
]);

/**
 * Returns why a connection closes after a session has ended, or nothing when
 * the client should come back.
 *
 * @param wasOnline Whether this session or one before it was logged in, or the
 * client keeps trying as if it had been.
 */
export function closeReasonAfter(
  end: Disconnect,
  wasOnline: boolean,
): CloseReason | undefined {
  if (end.kind === "refused" && !(wasOnline && RETRYABLE.has(end.error.code))) {
    return refusedBy(end.error);
  }
  if (end.kind === "cut" && FINAL.has(end.last?.code) && end.last) {
    return refusedBy(end.last);
  }
  return wasOnline ? undefined : firstFailure(end);
}

/** Whether a login was refused because another has the name. */
export function isNameTaken(end: Disconnect): boolean {
  return end.kind === "refused" && end.error.code === "name_taken";
}

/** Returns why a connection closes that took too long to come about. */
export function abandoned(refusal: ErrorEvent | undefined): CloseReason {
  if (!refusal) return { kind: "abandoned" };
  return { kind: "abandoned", refusal: textOf(refusal) };
}

/** Returns what to tell people when it took too long. */
export function giveUpMessage(refusal: string | undefined): string {
  return `Gave up: ${refusal ?? "the server cannot be reached"}`;
}

/** Returns why a session ended, for a line about the wait. */
export function disconnectMessage(end: Disconnect): string {
  switch (end.kind) {
    case "cut":
      return end.last?.text || "The connection was lost";
    case "refused":
      return textOf(end.error);
    case "stranger":
      return "The server sends what cannot be read";
    case "silent":
      return "The server does not answer";
    case "unreachable":
      return end.message;
  }
}

/** Whether the server itself explained it, which was shown as it came. */
export function serverExplained(end: Disconnect): boolean {
  return end.kind === "refused" ||
    (end.kind === "cut" && end.last !== undefined);
}

function refusedBy(error: ErrorEvent): CloseReason {
  const { code } = error;
  const text = textOf(error);
  return { kind: "refused", text, ...(code === undefined ? {} : { code }) };
}

function textOf({ text }: ErrorEvent): string {
  return text || "The server refused";
}

function firstFailure(end: Disconnect): CloseReason {
  switch (end.kind) {
    case "unreachable":
      return { kind: "unreachable", text: end.message };
    case "refused":
      return refusedBy(end.error);
    case "stranger":
      return {
        kind: "stranger",
        text: "What answers there is not a KTN server",
      };
    case "silent":
      return {
        kind: "stranger",
        text: "Nothing answers there: it may not be a KTN server",
      };
    case "cut":
      return end.last ? refusedBy(end.last) : {
        kind: "stranger",
        text: "It closed without a word: it may not be a KTN server",
      };
  }
}
