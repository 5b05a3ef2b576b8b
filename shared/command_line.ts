/**
 * The flags of a command line, with the variables that stand in for those not
 * given.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import {
  type Environment,
  environmentName,
  type Flag,
  takesValue,
} from "./flag.ts";
import { Parsed, type Setting, UsageError } from "./flags.ts";
import { isServiceLink } from "./environment.ts";
import { didYouMean } from "./suggestion.ts";
import { escapeUnsafe } from "./text.ts";
import { SWITCH } from "./value_type.ts";

/**
 * Parses a command line.
 *
 * @param flags The flags the command has.
 * @param args Everything after the command's name. `--no-NAME` turns a switch
 * off that something behind the command line turned on.
 * @param environment Where `KTN_...` stands in for a flag not given; one
 * that is empty, or an address that Kubernetes sets, counts as not set.
 * @throws {UsageError} for an unknown flag, or one without its value.
 */
export function parseFlags(
  flags: readonly Flag[],
  args: readonly string[],
  environment: Environment,
): Parsed {
  const switches = flags.filter((flag) => !takesValue(flag))
    .map(({ name }) => name);
  const given = parseArgs(normalized(flags, args), {
    // "_" keeps operands that look like numbers as they were typed.
    string: ["_", ...flags.filter(takesValue).map(({ name }) => name)],
    boolean: switches,
    collect: flags.filter(({ repeats }) => repeats).map(({ name }) => name),
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

/**
 * Returns the arguments with what `@std/cli` would take wrongly in its plain
 * form: `-fn5` as `-f -n5`, and `--plain=no` as `--plain=false`.
 */
function normalized(
  flags: readonly Flag[],
  args: readonly string[],
): readonly string[] {
  const switches = flags.filter((flag) => !takesValue(flag));
  const end = args.indexOf("--");
  const options = end === -1 ? args : args.slice(0, end);
  return [
    ...options.flatMap((arg) =>
      arg.startsWith("--") ? [plainSwitch(switches, arg)] : apart(switches, arg)
    ),
    ...args.slice(options.length),
  ];
}

function plainSwitch(switches: readonly Flag[], arg: string): string {
  const [, name, value = ""] = /^--([^=]+)=(.*)$/s.exec(arg) ?? [];
  if (!switches.some((flag) => flag.name === name)) return arg;
  const isOn = SWITCH.read(value);
  if (isOn !== undefined) return `--${name}=${isOn}`;
  throw new UsageError(
    `--${name} cannot be "${escapeUnsafe(value)}": expected ${SWITCH.expected}`,
  );
}

/** Letters of switches each behind a dash of its own, and what follows them. */
function apart(switches: readonly Flag[], arg: string): readonly string[] {
  const [, letter, rest] = /^-([^-])([^=].*)$/s.exec(arg) ?? [];
  const isSwitch = switches.some(({ short }) => short && short === letter);
  if (!isSwitch || rest === undefined) return [arg];
  return [`-${letter}`, ...apart(switches, `-${rest}`)];
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
  const values = Array.isArray(given) ? given : [given];
  if (takesValue(flag) && values.includes("")) {
    throw new UsageError(`${origin} needs a value: ${flag.type.placeholder}`);
  }
  if (!takesValue(flag) && typeof given === "string") {
    throw new UsageError(`${origin} has no value: write the flags apart`);
  }
  if (given !== undefined && values.length > 0) {
    return { value: values.join(","), source: "flag", origin };
  }
  const variable = environmentName(flag);
  const value = flag.cliOnly ? undefined : environment[variable];
  if (value && !isServiceLink(variable, value)) {
    return { value, source: "variable", origin: variable };
  }
  return flag.default === undefined
    ? undefined
    : { value: flag.default, source: "default", origin };
}
