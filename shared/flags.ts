/**
 * Flags of a command as a table, and what they are set to by the command line,
 * the environment, and whatever stands behind these. Knows nothing of any one
 * command, and nothing of files.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { didYouMean } from "./suggestion.ts";
import { visible } from "./text.ts";

/** One flag. */
export interface Flag {
  /** Without the dashes. */
  readonly name: string;
  /** A letter that stands for it on the command line, behind one dash. */
  readonly short?: string;
  /** What the value is called in help; a flag without it is a switch. */
  readonly value?: string;
  /** All values there are, where that is a fixed set. */
  readonly values?: readonly string[];
  /** What is completed where a value is a path. */
  readonly path?: "file" | "folder";
  /** What holds when nobody says otherwise. */
  readonly default?: string;
  /** Returns the same where it depends on machine and user; only shown. */
  readonly usual?: (
    os: string,
    environment: Environment,
  ) => string | undefined;
  /** One line, no full stop. */
  readonly help: string;
  /** Asks for this one call only: neither a variable nor a file can set it. */
  readonly once?: true;
  /** Only for programs of our own: neither in help nor completed. */
  readonly hidden?: true;
}

/** Variables of the environment, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a value may come from, strongest first. */
export const SOURCES = [
  "flag",
  "variable",
  "server",
  "file",
  "default",
] as const;

/** One of {@linkcode SOURCES}. */
export type Source = typeof SOURCES[number];

/** What a flag is set to, and by whom. */
export interface Setting {
  /** As text; a switch is `true` or `false`. */
  readonly value: string;
  /** How strong it is. */
  readonly source: Source;
  /** Whom to name: `--port`, `KTN_PORT`, a place in a file. */
  readonly origin: string;
}

/** Settings by the name of their flag. */
export type Settings = ReadonlyMap<string, Setting>;

/** The command line cannot be understood; its message says how to go on. */
export class UsageError extends Error {
  /** Names the class in logs. */
  override readonly name: string = "UsageError";
}

/** The configuration file cannot be used; the message names file and place. */
export class ConfigError extends UsageError {
  /** Names the class in logs. */
  override readonly name = "ConfigError";
}

/** What a command was told: by its command line, and behind that by others. */
export class Parsed {
  /** What is not a flag, in order. */
  readonly operands: readonly string[];
  /** Everything that is set. */
  readonly settings: Settings;

  /** Holds operands and settings. */
  constructor(operands: readonly string[], settings: Settings) {
    this.operands = operands;
    this.settings = settings;
  }

  /** Returns the value of a flag; nothing when nobody set it. */
  text(name: string): string | undefined {
    return this.settings.get(name)?.value;
  }

  /** Tells whether a switch is on. */
  isOn(name: string): boolean {
    const value = this.text(name);
    return value !== undefined && !["", "0", "false", "no"].includes(value);
  }

  /** Returns the same, with these settings wherever nothing stronger is set. */
  behind(weaker: Settings): Parsed {
    const settings = new Map(this.settings);
    for (const [name, setting] of weaker) {
      const own = settings.get(name);
      if (!own || strength(own) > strength(setting)) {
        settings.set(name, setting);
      }
    }
    return new Parsed(this.operands, settings);
  }

  /**
   * Returns the error for a value that cannot be used; it blames who set it.
   *
   * @param wanted What would be right, to follow "expected".
   */
  refusal(name: string, wanted: string): UsageError {
    const { value, source, origin } = this.settings.get(name) ??
      { value: "", source: "flag", origin: `--${name}` };
    const isOfFile = source === "server" || source === "file";
    const subject = isOfFile ? `${origin}: "${name}"` : origin;
    const message = `${subject} cannot be "${
      visible(value)
    }": expected ${wanted}`;
    return isOfFile ? new ConfigError(message) : new UsageError(message);
  }
}

/**
 * Parses a command line.
 *
 * @param flags The flags the command has.
 * @param args Everything after the command's name. `--no-NAME` turns a switch
 * off that something behind the command line turned on.
 * @param environment Where `KTN_...` stands in for a flag not given.
 * @throws {UsageError} for an unknown flag, or one without its value.
 */
export function parseFlags(
  flags: readonly Flag[],
  args: readonly string[],
  environment: Environment,
): Parsed {
  const switches = flags.filter((flag) => !takesValue(flag))
    .map(({ name }) => name);
  const given = parseArgs(args, {
    // "_" keeps operands that look like numbers as they were typed.
    string: ["_", ...flags.filter(takesValue).map(({ name }) => name)],
    boolean: switches,
    alias: Object.fromEntries(
      flags.flatMap(({ name, short }) => short ? [[short, name]] : []),
    ),
    negatable: switches.filter((name) => !name.startsWith("no-")),
    // Else a switch that is not given would be the same as one turned off.
    default: Object.fromEntries(switches.map((name) => [name, undefined])),
    unknown: (arg, key) => key === undefined || refuse(flags, arg),
  });
  const settings = new Map<string, Setting>();
  for (const flag of flags) {
    const setting = settingOf(flag, given[flag.name], environment);
    if (setting) settings.set(flag.name, setting);
  }
  return new Parsed(given._.map(String), settings);
}

/** Tells whether a flag has a value, or is a switch. */
export function takesValue({ value, values }: Flag): boolean {
  return value !== undefined || values !== undefined;
}

/** Returns what the value of a flag is called in help; "" for a switch. */
export function valueName({ value, values }: Flag): string {
  return value ?? values?.join("|") ?? "";
}

/** Returns how a flag is called: `-n, --count COUNT`. */
export function callOf(flag: Flag): string {
  const { name, short } = flag;
  const letter = short === undefined ? "" : `-${short}, `;
  return `${letter}--${name} ${valueName(flag)}`.trimEnd();
}

/** Returns the variable that stands in for a flag: `--max-clients` is `KTN_MAX_CLIENTS`. */
export function environmentName({ name }: Flag): string {
  return `KTN_${name.replaceAll("-", "_").toUpperCase()}`;
}

function strength({ source }: Setting): number {
  return SOURCES.indexOf(source);
}

function refuse(flags: readonly Flag[], arg: string): never {
  const given = arg.split("=")[0] ?? arg;
  const names = flags.map((flag) => `--${flag.name}`);
  throw new UsageError(`Unknown flag ${given}${didYouMean(given, names)}`);
}

function settingOf(
  flag: Flag,
  given: unknown,
  environment: Environment,
): Setting | undefined {
  const origin = `--${flag.name}`;
  if (takesValue(flag) && given === "") {
    throw new UsageError(`${origin} needs a value: ${valueName(flag)}`);
  }
  if (!takesValue(flag) && typeof given === "string") {
    throw new UsageError(`${origin} has no value: write the flags apart`);
  }
  if (given !== undefined) {
    return { value: String(given), source: "flag", origin };
  }
  const variable = environmentName(flag);
  const value = flag.once ? undefined : environment[variable];
  if (value !== undefined) {
    return { value, source: "variable", origin: variable };
  }
  return flag.default === undefined
    ? undefined
    : { value: flag.default, source: "default", origin };
}
