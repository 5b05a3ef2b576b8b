/**
 * How the name of a person is shown: in quotes where it might be taken for
 * something else, such as two names, a time or a mark of the client's own.
 *
 * @module
 */

import { LOBBY } from "../../shared/names.ts";
import { escapeUnsafeName } from "../../shared/text.ts";

/** Letters of every script, with the signs that names may have besides. */
const PLAIN_NAME = /^(?=.*[\p{L}\p{N}])[\p{L}\p{M}\p{N}._\-[\\\]^`{}]+$/u;

/**
 * Returns a name as it is shown.
 *
 * @param safe The name made safe for the terminal.
 */
export function shownName(
  name: string,
  safe: string = escapeUnsafeName(name),
): string {
  if (PLAIN_NAME.test(escapeUnsafeName(name))) return safe;
  return `"${safe.replaceAll('"', '\\"')}"`;
}

/**
 * Returns where something was said, with a blank behind it: `#room` or `@name`;
 * nothing for the lobby.
 */
export function placePrefix(
  { room = LOBBY, to }: { readonly room?: string; readonly to?: string },
): string {
  if (to !== undefined) return `@${shownName(to)} `;
  return room === LOBBY ? "" : `#${shownName(room)} `;
}
