/**
 * The flags of `ktn serve` as a table, and what they mean together.
 *
 * @module
 */

import { DEFAULT_PORT } from "../../shared/address.ts";
import { parseDuration } from "../../shared/duration.ts";
import type { Flag } from "../../shared/flag.ts";
import type { Parsed } from "../../shared/flags.ts";
import {
  choice,
  count,
  duration,
  FILE,
  FOLDER,
  orWord,
  PORT,
  size,
  SWITCH,
  type ValueType,
} from "../../shared/value_type.ts";
import { usualDataFolder } from "../log/data_folder.ts";
import { HISTORY_FORMS } from "../chat/history_page.ts";
import { LOG_FORMATS, LOG_LEVELS } from "../logging/logger.ts";
import type { ServeOptions } from "../serve_options.ts";

const HOUR_MS = 3_600_000;

/** What can be listened on; whether it is this machine's is seen then. */
const HOST: ValueType<string> = {
  placeholder: "HOST",
  expected: "a host name, or an address without a port",
  read: (text) =>
    /^(?:[^\s:/[\]]+|[\da-f:.]*:[\da-f:.]*(?:%\S+)?)$/i.exec(text)?.[0],
};

const RATE: ValueType<NonNullable<ServeOptions["rate"]>> = {
  placeholder: "off|BURST/PER_SECOND",
  expected: "BURST/PER_SECOND such as 10/4",
  read: (text) => {
    const [, burst, perSecond] = /^(\d+)\/(\d+(?:\.\d+)?)$/.exec(text) ?? [];
    if (!Number(burst) || !Number(perSecond)) return undefined;
    return { burst: Number(burst), perSecond: Number(perSecond) };
  },
};

/** On or off, as a word: what is usual is on. */
const ON_OFF: ValueType<boolean> = {
  placeholder: "on|off",
  expected: "on or off",
  choices: ["on", "off"],
  read: (text) => text === "on" ? true : text === "off" ? false : undefined,
};

const ADDRESS_COUNT = { ...count({ min: 1 }), placeholder: "off|N" };

const CONNECTION_RATE: ValueType<
  NonNullable<ServeOptions["addressRate"]>
> = {
  placeholder: "off|N/DURATION",
  expected: "N/DURATION such as 300/1m",
  read: (text) => {
    const [, count, window = ""] = /^(\d+)\/(\d.*[a-z])$/.exec(text) ?? [];
    const windowMs = parseDuration(window);
    if (!Number(count) || !windowMs || windowMs > HOUR_MS) return undefined;
    return { count: Number(count), windowMs };
  },
};

const ADDRESS_FLAGS = [
  {
    name: "host",
    key: "hostname",
    type: HOST,
    default: "127.0.0.1",
    help: "Address to listen on; 0.0.0.0 for the whole network",
  },
  {
    name: "port",
    type: PORT,
    default: String(DEFAULT_PORT),
    help: "Port to listen on; 0 for any free one",
  },
] as const satisfies readonly Flag[];

const DATA_FLAG = {
  name: "data",
  key: "dataFolder",
  type: { ...orWord("none", FOLDER), placeholder: "DIR|none" },
  usual: usualDataFolder,
  help:
    "Where the history is kept, if not in the usual place; none for in memory",
} as const satisfies Flag;

const HISTORY_FLAG = {
  name: "history",
  key: "historyLength",
  type: count({ max: 1000 }),
  default: "100",
  help: "Messages shown to whoever joins",
} as const satisfies Flag;

const RETENTION_FLAGS = [
  {
    name: "keep",
    key: "keepMs",
    type: duration({ max: 36_500 * 24 * HOUR_MS }),
    help: "How long messages are kept, such as 90d; without it, for ever",
  },
  {
    name: "keep-messages",
    type: count({ min: 1 }),
    help: "How many messages are kept, the newest; without it, all",
  },
  {
    name: "max-size",
    key: "maxBytes",
    type: size(1),
    help: "How large the history may get, such as 500MB; the oldest go first",
  },
] as const satisfies readonly Flag[];

const CLIENT_FLAGS = [
  {
    name: "grace",
    key: "graceMs",
    type: duration({ max: HOUR_MS }),
    default: "60s",
    help: "How long a lost connection keeps its name",
  },
  {
    name: "rate",
    type: orWord("off", RATE),
    default: "10/4",
    help: "Requests of one client",
  },
  {
    name: "address-connections",
    type: orWord("off", ADDRESS_COUNT),
    default: "256",
    help: "Connections of one address at once, but for this machine's own",
  },
  {
    name: "address-logins",
    type: orWord("off", ADDRESS_COUNT),
    default: "64",
    help: "Those of them that have not logged in; off also for all together",
  },
  {
    name: "address-rate",
    type: orWord("off", CONNECTION_RATE),
    default: "300/1m",
    help: "New connections of one address, but for this machine's own",
  },
  {
    name: "max-clients",
    type: count({ min: 1, max: 60_000 }),
    default: "10000",
    help:
      "Connections at once; where fewer than 1024 files may be open, half of those",
  },
  {
    name: "login-timeout",
    key: "loginMs",
    type: duration({ max: HOUR_MS / 12 }),
    default: "60s",
    help: "How soon a client must log in",
  },
  {
    name: "history-form",
    type: choice(HISTORY_FORMS),
    default: "objects",
    help: "What old clients want their history to be",
  },
  {
    name: "bare-bytes",
    type: count({ min: 500, max: 65_536 }),
    default: "1000",
    help: "Names, help and history for old clients stay under so many bytes",
  },
] as const satisfies readonly Flag[];

const ACCOUNT_FLAGS = [
  {
    name: "registration",
    type: ON_OFF,
    default: "on",
    help: "Whether people may make accounts themselves; else ktn user does",
  },
] as const satisfies readonly Flag[];

/** Names a file, so that it is not shown among the processes. */
export const SERVER_PASSWORD_FLAG: Flag<string> = {
  name: "server-password-file",
  type: FILE,
  help: "A file whose first line everybody has to know who logs in",
};

const LOG_FLAGS = [
  {
    name: "log-level",
    type: choice(LOG_LEVELS),
    default: "info",
    help: "The least important events that are logged",
  },
  {
    name: "log-format",
    type: choice(LOG_FORMATS),
    default: "text",
    help: "For people or for programs",
  },
] as const satisfies readonly Flag[];

/** What the log contains and looks like. */
export type LoggingOptions = Pick<ServeOptions, "logLevel" | "logFormat">;

/** Flags whose values are options as they are. */
const SERVER_FLAGS = [
  ...ADDRESS_FLAGS,
  HISTORY_FLAG,
  ...CLIENT_FLAGS,
  ...ACCOUNT_FLAGS,
  ...LOG_FLAGS,
] as const;

/** The flags of `ktn serve`, those most used first. */
export const SERVE_FLAGS: readonly Flag[] = [
  ...ADDRESS_FLAGS,
  DATA_FLAG,
  HISTORY_FLAG,
  ...RETENTION_FLAGS,
  ...CLIENT_FLAGS,
  ...ACCOUNT_FLAGS,
  SERVER_PASSWORD_FLAG,
  ...LOG_FLAGS,
  {
    name: "check",
    type: SWITCH,
    help: "Only check the options and the data, and say what is wrong",
    cliOnly: true,
  },
];

/**
 * Reads those of them that are about the log.
 *
 * @throws {UsageError} when a value is none that there is.
 */
export function readLogOptions(parsed: Parsed): LoggingOptions {
  return parsed.values(LOG_FLAGS);
}

/**
 * Reads the flags of `ktn serve`; the compiler compares their types with the
 * options, which the server needs without a command line.
 *
 * @param defaultFolder Returns where the history is kept when no flag sets it.
 * @throws {UsageError} when a value is out of its range.
 */
export function readServeOptions(
  parsed: Parsed,
  defaultFolder: () => string,
): ServeOptions {
  const { dataFolder = defaultFolder() } = parsed.values([DATA_FLAG]);
  return {
    ...parsed.values(SERVER_FLAGS),
    dataFolder,
    retention: parsed.values(RETENTION_FLAGS),
  };
}
