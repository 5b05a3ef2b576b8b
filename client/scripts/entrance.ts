/**
 * Getting into the rooms that a command is about.
 *
 * @module
 */

import type { ErrorEvent, Event, WelcomeEvent } from "../../shared/event.ts";
import { foldName } from "../../shared/names.ts";
import type { Request } from "../../shared/request.ts";
import { ROOMS_VERSION } from "../../shared/version.ts";

/** Sends a request; resolves with nothing where the answer was lost. */
export type Ask = (request: Request) => Promise<Event | undefined>;

/** What came of it: one is in all of them, or why not. */
export type Entered =
  | { readonly kind: "in" }
  /** The connection was lost; it is to be done again after the next login. */
  | { readonly kind: "lost" }
  /** The server knows no rooms. */
  | { readonly kind: "old"; readonly text: string }
  | { readonly kind: "refused"; readonly error: ErrorEvent };

const IN: Entered = { kind: "in" };
const OLD: Entered = {
  kind: "old",
  text: "This server has no rooms and no direct messages",
};

/** Tells whether both ends know rooms and direct messages. */
export function hasRooms(welcome: WelcomeEvent | undefined): boolean {
  return (welcome?.version ?? 1) >= ROOMS_VERSION;
}

/** Joins the rooms that one is not in. */
export async function enterRooms(
  rooms: readonly string[],
  welcome: WelcomeEvent | undefined,
  ask: Ask,
): Promise<Entered> {
  if (!hasRooms(welcome)) return OLD;
  const entered = new Set(welcome?.rooms.map(foldName));
  for (const room of rooms) {
    if (entered.has(foldName(room))) continue;
    const answer = await ask({ request: "join", content: room });
    if (answer === undefined) return { kind: "lost" };
    if (answer.kind === "error") {
      const text = `Cannot join #${room}: ${answer.text}`;
      return { kind: "refused", error: { ...answer, text } };
    }
  }
  return IN;
}
