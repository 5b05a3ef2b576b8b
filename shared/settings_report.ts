/**
 * What every flag is set to and by whom, for people: `--print-config`.
 *
 * @module
 */

import type { Flag } from "./flag.ts";
import type { Parsed } from "./flags.ts";
import type { Platform } from "./platform.ts";
import type { SavedServer } from "./saved_server.ts";
import { escapeUnsafe } from "./text.ts";

/** What a command is set to. */
export interface CommandSettings {
  /** What the command line, variables and files say. */
  readonly parsed: Parsed;
  /** The server that is called; its host is "" where none is. */
  readonly server: SavedServer | undefined;
  /** The machine, for what is usual on it. */
  readonly platform: Pick<Platform, "os" | "environment">;
}

/**
 * Returns a line for the server, if one is called, and for each flag: its name,
 * its value, and who set it.
 */
export function describeSettings(
  flags: readonly Flag[],
  { parsed: { settings }, server, platform }: CommandSettings,
): string {
  const { os, environment } = platform;
  const rows = flags.filter(({ cliOnly }) => !cliOnly).map(
    ({ name, usual }) => {
      const { value, source, origin } = settings.get(name) ?? {
        value: usual?.(os, environment) ?? "-",
        source: "default",
        origin: "",
      };
      return [
        name,
        escapeUnsafe(value),
        source === "default" ? source : origin,
      ];
    },
  );
  if (server && server.host !== "") {
    rows.unshift(["server", escapeUnsafe(server.host), server.origin]);
  }
  const widths = [0, 1].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0))
  );
  return rows.map((row) =>
    row.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  ")
  ).join("\n");
}
