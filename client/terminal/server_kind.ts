/**
 * What a server is known to be, by its answer to the login.
 *
 * @module
 */

import type { WelcomeEvent } from "../../shared/event.ts";
import { ROOMS_VERSION } from "../../shared/version.ts";

/**
 * An old server, one that numbers what is said, or one that has rooms besides;
 * `unknown` before the first login.
 */
export type ServerKind = "unknown" | "legacy" | "ktn" | "rooms";

/** Returns what a server is; an old one does not welcome anybody. */
export function serverKind(welcome: WelcomeEvent | undefined): ServerKind {
  if (!welcome) return "legacy";
  return (welcome.version ?? 1) >= ROOMS_VERSION ? "rooms" : "ktn";
}
