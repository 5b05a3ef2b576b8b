/**
 * Variables that look like those of flags and are none.
 *
 * @module
 */

import { type Environment, environmentName, type Flag } from "./flag.ts";
import { didYouMean } from "./suggestion.ts";
import { escapeUnsafe } from "./text.ts";

/** Kubernetes sets these for a service that is called ktn. */
const SERVICE_VARIABLE = /^KTN_(?:SERVICE_(?:HOST|PORT)|PORT_\d+_)/;
/** What it sets KTN_PORT to. */
const SERVICE_ADDRESS = /^(?:tcp|udp|sctp):\/\//;

/** Those of `--on-mention`, of a command that it runs, and of the tests. */
const OTHERS = /^KTN_(?:ROOM|SENDER|TEXT|MENTION_.*|FAULTS|PROGRAM)$/;

/** Tells whether a variable is the address of a service, and not ours. */
export function isServiceLink(name: string, value: string): boolean {
  return name === "KTN_PORT" && SERVICE_ADDRESS.test(value);
}

/**
 * Returns a warning for each `KTN_...` that sets no flag.
 *
 * @param flags Those of all commands.
 * @param own Those of the command that runs.
 */
export function strayVariables(
  flags: readonly Flag[],
  own: readonly Flag[],
  environment: Environment,
): readonly string[] {
  const known = flags.filter(({ cliOnly }) => !cliOnly).map(environmentName);
  return Object.entries(environment).flatMap(([name, value = ""]) => {
    if (!name.startsWith("KTN_") || value === "") return [];
    if (isServiceLink(name, value)) {
      if (!own.some((flag) => environmentName(flag) === name)) return [];
      return [`${name} is ignored: "${escapeUnsafe(value)}" is no port`];
    }
    const isKnown = known.includes(name) || SERVICE_VARIABLE.test(name) ||
      OTHERS.test(name);
    if (isKnown) return [];
    return [`Unknown variable ${escapeUnsafe(name)}${didYouMean(name, known)}`];
  });
}
