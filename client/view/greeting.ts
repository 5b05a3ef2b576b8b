/**
 * The first line of a chat: this client, that server, and how to get help.
 *
 * @module
 */

import { escapeUnsafe } from "../../shared/text.ts";
import { VERSION } from "../../shared/version.ts";

/** Who is greeted, and where. */
export interface Greeting {
  /** What the server calls itself; old servers say nothing. */
  readonly server: string | undefined;
  /** What was called to get there. */
  readonly address: string;
  readonly name: string;
}

/** Returns the greeting, as text. */
export function greeting({ server, address, name }: Greeting): string {
  const where = `${escapeUnsafe(server ?? "an old KTN server")} at ${address}`;
  return `ktn ${VERSION}: ${where}, you are ${name}. /help shows more.`;
}
