/**
 * What this program is called and how far it has come; one place for both ends.
 *
 * @module
 */

import project from "../deno.json" with { type: "json" };

/** The version of ktn, `MAJOR.MINOR.PATCH`. */
export const VERSION: string = project.version;

/** The newest protocol version both ends of this program speak. */
export const PROTOCOL_VERSION = 3;

/** From this version on there are rooms, direct messages and accounts. */
export const ROOMS_VERSION = 3;

/** What the program was built of and runs on. */
export interface Build {
  /** Version of Deno. */
  readonly deno: string;
  /** Version of V8. */
  readonly v8: string;
  /** Version of TypeScript. */
  readonly typescript: string;
  /** Processor and operating system. */
  readonly platform: string;
  /** Commit it was made of, where it is known. */
  readonly commit?: string;
  /** Day of that commit, `YYYY-MM-DD`. */
  readonly date?: string;
}

/** Returns one line with all versions, for people or as JSON. */
export function describeVersion(build: Build, form: "text" | "json"): string {
  const { deno, v8, typescript, platform, commit, date } = build;
  if (form === "json") {
    const own = { ktn: VERSION, protocol: PROTOCOL_VERSION };
    const of = { commit, date, deno, v8, typescript, platform };
    return JSON.stringify({ ...own, ...of });
  }
  const of = [
    `protocol ${PROTOCOL_VERSION}`,
    ...(commit === undefined ? [] : [`commit ${commit} of ${date}`]),
    `Deno ${deno}`,
    `V8 ${v8}`,
    `TypeScript ${typescript}`,
    platform,
  ];
  return `ktn ${VERSION} (${of.join(", ")})`;
}
