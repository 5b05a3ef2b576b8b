/**
 * What this program is called and how far it has come; one place for both ends.
 *
 * @module
 */

import project from "../deno.json" with { type: "json" };

/** The version of ktn, `MAJOR.MINOR.PATCH`. */
export const VERSION: string = project.version;

/** The newest protocol version both ends of this program speak. */
export const PROTOCOL_VERSION = 2;
