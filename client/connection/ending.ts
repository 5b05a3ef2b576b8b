/**
 * What the end of one life means: come back, or stop for good, and why.
 * Knows nothing of sockets and timers.
 *
 * @module
 */

import type { ErrorEvent } from "../../shared/event.ts";
import { UnreachableError } from "./dial.ts";

/** How a life ended. */
export type LifeEnd =
  /** The connection is gone; `last` is what the server said about it. */
  | {
    readonly kind: "cut";
    readonly online: boolean;
    readonly last?: ErrorEvent;
  }
  /** The login was refused. */
  | { readonly kind: "refused"; readonly error: ErrorEvent }
  /** What answers there is not a KTN server. */
  | { readonly kind: "stranger" }
  /** Nothing answers there. */
  | { readonly kind: "silent" }
  /** The connection could not be made. */
  | UnreachableError;

/** Why a connection came to its end. */
export type Ending =
  | { readonly kind: "left" | "abandoned" }
  /** With a sentence for people. */
  | { readonly kind: "unreachable" | "stranger"; readonly text: string }
  | {
    readonly kind: "refused";
    readonly text: string;
    readonly code?: string;
  };

/** Closing words after which coming back would be wrong. */
const FINAL: ReadonlySet<string | undefined> = new Set([
  "banned",
  "kicked",
  "replaced",
]);

/** Refusals that, after a cut, only mean that the server is not ready yet. */
const PASSES: ReadonlySet<string | undefined> = new Set([
  "already_logged_in",
  "full",
  "name_taken",
  "rate",
  undefined, // old servers give no code; they hold a name until they notice
]);

/**
 * Returns the ending that follows from the end of a life, or nothing when the
 * client should come back.
 *
 * @param wasOnline whether this life or one before it was logged in, or the
 * client was told to go on trying as if it had been.
 */
export function endingAfter(
  end: LifeEnd,
  wasOnline: boolean,
): Ending | undefined {
  if (end.kind === "refused" && !(wasOnline && PASSES.has(end.error.code))) {
    return refusedBy(end.error);
  }
  if (end.kind === "cut" && FINAL.has(end.last?.code) && end.last) {
    return refusedBy(end.last);
  }
  return wasOnline ? undefined : firstFailure(end);
}

/** Returns why the connection is not there, for a line about the wait. */
export function whyAway(end: LifeEnd): string {
  switch (end.kind) {
    case "cut":
      return end.last?.text || "The connection was lost";
    case "refused":
      return end.error.text || "The server refused the login";
    case "stranger":
      return "The server gave no sense";
    case "silent":
      return "The server does not answer";
    case "unreachable":
      return end.message;
  }
}

/** Whether the server itself said why, which was shown as it came. */
export function saidWhy(end: LifeEnd): boolean {
  return end.kind === "refused" ||
    (end.kind === "cut" && end.last !== undefined);
}

/** Returns how long the server asked to stay away. */
export function retryMsAfter(end: LifeEnd): number {
  return end.kind === "cut" ? end.last?.retryMs ?? 0 : 0;
}

function refusedBy({ text, code }: ErrorEvent): Ending {
  return {
    kind: "refused",
    text: text || "The server refused",
    ...(code === undefined ? {} : { code }),
  };
}

function firstFailure(end: LifeEnd): Ending {
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
