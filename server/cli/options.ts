/**
 * The flags of `ktn serve` as a table, and what they mean together.
 *
 * @module
 */

import { format as formatDuration } from "@std/fmt/duration";
import { DEFAULT_PORT } from "../../shared/address.ts";
import { type Flag, type Parsed, UsageError } from "../../shared/flags.ts";
import { usualDataFolder } from "../log/data_folder.ts";
import { HISTORY_FORMS } from "../chat/history_page.ts";
import type { RetentionLimits } from "../log/retention.ts";
import type { ServeOptions } from "../serve_options.ts";
import { LOG_FORMATS, LOG_LEVELS } from "../logging/logger.ts";

/** The flags of `ktn serve`, those most used first. */
export const SERVE_FLAGS: readonly Flag[] = [
  {
    name: "host",
    value: "HOST",
    default: "127.0.0.1",
    help: "Address to listen on; 0.0.0.0 for the whole network",
  },
  {
    name: "port",
    value: "PORT",
    default: String(DEFAULT_PORT),
    help: "Port to listen on; 0 for any free one",
  },
  {
    name: "data",
    value: "DIR|none",
    path: "folder",
    usual: usualDataFolder,
    help:
      "Where the history is kept, if not in the usual place; none for in memory",
  },
  {
    name: "history",
    value: "N",
    default: "100",
    help: "Messages shown to whoever joins",
  },
  {
    name: "keep",
    value: "TIME",
    help: "How long messages are kept, such as 90d; without it, for ever",
  },
  {
    name: "keep-messages",
    value: "N",
    help: "How many messages are kept, the newest; without it, all",
  },
  {
    name: "max-size",
    value: "SIZE",
    help: "How large the history may get, such as 500MB; the oldest go first",
  },
  {
    name: "grace",
    value: "TIME",
    default: "60s",
    help: "How long a lost connection keeps its name",
  },
  {
    name: "rate",
    value: "off|BURST/PER_SECOND",
    default: "10/4",
    help: "Requests of one client; off also lifts the limits of an address",
  },
  {
    name: "max-clients",
    value: "N",
    default: "10000",
    help: "Connections at once",
  },
  {
    name: "login-timeout",
    value: "TIME",
    default: "60s",
    help: "How soon a client must log in",
  },
  {
    name: "history-form",
    values: HISTORY_FORMS,
    default: "objects",
    help: "What old clients want their history to be",
  },
  {
    name: "bare-bytes",
    value: "N",
    default: "1000",
    help: "Names, help and history for old clients stay under so many bytes",
  },
  {
    name: "log-level",
    values: LOG_LEVELS,
    default: "info",
    help: "How much is told",
  },
  {
    name: "log-format",
    values: LOG_FORMATS,
    default: "text",
    help: "For people or for programs",
  },
  {
    name: "check",
    help: "Only check the options and the data, and say what is wrong",
    once: true,
  },
];

const MAX_HISTORY = 1000;
/** One short message fits; most old clients read 1,024 bytes or more. */
const MIN_BARE_BYTES = 500;
const MAX_BARE_BYTES = 65_536;
const MAX_CLIENTS = 60_000;
const MAX_LOGIN_MS = 300_000;
const MAX_GRACE_MS = 3_600_000;
const MAX_KEEP_MS = 36_500 * 86_400_000;

/**
 * Reads the flags of `ktn serve`.
 *
 * @param defaultFolder Tells where the history is kept when nobody says.
 * @throws {UsageError} when a value is out of its range.
 */
export function readServeOptions(
  parsed: Parsed,
  defaultFolder: () => string,
): ServeOptions {
  const [operand] = parsed.operands;
  if (operand !== undefined) {
    throw new UsageError(
      `Unknown argument "${operand}": serve takes only flags`,
    );
  }
  return {
    hostname: parsed.text("host") ?? "",
    port: number(parsed, "port", 0, 65_535),
    dataFolder: dataFolder(parsed, defaultFolder),
    retention: retention(parsed),
    graceMs: duration(parsed, "grace", MAX_GRACE_MS),
    historyLength: number(parsed, "history", 0, MAX_HISTORY),
    historyForm: choice(parsed, "history-form", HISTORY_FORMS),
    bareBytes: number(parsed, "bare-bytes", MIN_BARE_BYTES, MAX_BARE_BYTES),
    rate: rate(parsed),
    maxClients: number(parsed, "max-clients", 1, MAX_CLIENTS),
    loginMs: duration(parsed, "login-timeout", MAX_LOGIN_MS),
    logLevel: choice(parsed, "log-level", LOG_LEVELS),
    logFormat: choice(parsed, "log-format", LOG_FORMATS),
  };
}

function dataFolder(
  parsed: Parsed,
  defaultFolder: () => string,
): string | null {
  const data = parsed.text("data") ?? defaultFolder();
  return data === "none" ? null : data;
}

function retention(parsed: Parsed): RetentionLimits {
  const isGiven = (name: string) => parsed.text(name) !== undefined;
  return {
    ...(isGiven("keep") &&
      { keepMs: duration(parsed, "keep", MAX_KEEP_MS) }),
    ...(isGiven("keep-messages") &&
      { keepMessages: number(parsed, "keep-messages", 1, 1e12) }),
    ...(isGiven("max-size") && { maxBytes: size(parsed, "max-size") }),
  };
}

function number(
  parsed: Parsed,
  name: string,
  least: number,
  most: number,
): number {
  const text = parsed.text(name) ?? "";
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw parsed.refusal(name, `a whole number from ${least} to ${most}`);
  }
  return value;
}

function choice<T extends string>(
  parsed: Parsed,
  name: string,
  choices: readonly T[],
): T {
  const text = parsed.text(name) ?? "";
  const chosen = choices.find((one) => one === text);
  if (!chosen) throw parsed.refusal(name, `one of ${choices.join(", ")}`);
  return chosen;
}

function rate(parsed: Parsed): ServeOptions["rate"] {
  const text = parsed.text("rate") ?? "";
  if (text === "off") return null;
  const [, burst, perSecond] = /^(\d+)\/(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (!Number(burst) || !Number(perSecond)) {
    throw parsed.refusal("rate", "off, or BURST/PER_SECOND such as 10/4");
  }
  return { burst: Number(burst), perSecond: Number(perSecond) };
}

const UNITS: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
]);

function duration(parsed: Parsed, name: string, most: number): number {
  const text = parsed.text(name) ?? "";
  const [, count, unit = ""] = /^(\d+)(ms|s|m|h|d)$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS.get(unit) ?? NaN);
  if (!(ms > 0 && ms <= most)) {
    throw parsed.refusal(
      name,
      `a time such as 30s or 5m, at most ${
        formatDuration(most, { ignoreZero: true })
      }`,
    );
  }
  return ms;
}

const SIZE_UNITS: ReadonlyMap<string, number> = new Map([
  ["KB", 1e3],
  ["MB", 1e6],
  ["GB", 1e9],
]);

function size(parsed: Parsed, name: string): number {
  const text = parsed.text(name) ?? "";
  const [, count, unit = ""] = /^(\d+)(KB|MB|GB)$/i.exec(text) ?? [];
  const bytes = Number(count) * (SIZE_UNITS.get(unit.toUpperCase()) ?? NaN);
  if (!(bytes >= 1e6)) {
    throw parsed.refusal(name, "a size such as 500MB, at least 1MB");
  }
  return bytes;
}
