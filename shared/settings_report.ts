/**
 * What every flag is set to and by whom, for people: `--print-config`.
 *
 * @module
 */

import type { Flag } from "./flag.ts";
import type { Parsed } from "./flags.ts";
import type { Platform } from "./platform.ts";
import { escapeUnsafe } from "./text.ts";

/** Returns a line for each flag: its name, its value, and who set it. */
export function describeSettings(
  flags: readonly Flag[],
  { settings }: Parsed,
  { os, environment }: Pick<Platform, "os" | "environment">,
): string {
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
  const widths = [0, 1].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0))
  );
  return rows.map((row) =>
    row.map((text, column) => text.padEnd(widths[column] ?? 0)).join("  ")
  ).join("\n");
}
