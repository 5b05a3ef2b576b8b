/**
 * What `ktn connect` can be told: its flags, and the options they make.
 * Knows nothing of connections; light enough for help to import.
 *
 * @module
 */

import { type Address, parseAddress } from "../shared/address.ts";
import {
  type Environment,
  type Flag,
  type Parsed,
  parseFlags,
  UsageError,
} from "../shared/flags.ts";

/** The flags of `ktn connect`. */
export const CONNECT_FLAGS: readonly Flag[] = [
  {
    name: "name",
    value: "NAME",
    help: "Who you are; asked for on a terminal, else your login name",
  },
  { name: "plain", help: "Only ever add lines: for screen readers and logs" },
  { name: "json", help: "One payload of the server a line on standard output" },
  { name: "no-color", help: "No colours; NO_COLOR does the same" },
  {
    name: "timeout",
    value: "DURATION",
    help:
      "Give up after so long without a connection or an answer: 500ms, 30s, 5m; default 60s in a pipe, never on a terminal",
  },
];

/** What `ktn connect` was told. */
export interface ConnectOptions {
  readonly address: Address;
  /** Who to be; missing when nobody said. */
  readonly name?: string;
  readonly plain: boolean;
  readonly json: boolean;
  readonly noColor: boolean;
  /** How long to try, in milliseconds; missing when nobody said. */
  readonly timeoutMs?: number;
}

const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/;
const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
]);
/** Longest time a timer can wait; longer ones would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Reads the command line of `ktn connect`.
 *
 * @throws {UsageError} when it cannot be understood.
 */
export function readOptions(
  args: readonly string[],
  environment: Environment,
): ConnectOptions {
  const parsed = parseFlags(CONNECT_FLAGS, args, environment);
  const name = parsed.text("name");
  const timeout = parsed.text("timeout");
  return {
    address: readAddress(parsed),
    ...(name === undefined ? {} : { name }),
    plain: parsed.isOn("plain"),
    json: parsed.isOn("json"),
    noColor: parsed.isOn("no-color"),
    ...(timeout === undefined ? {} : { timeoutMs: readDuration(timeout) }),
  };
}

/**
 * Reads a duration such as `500ms`, `30s`, `5m` or `1h`; bare numbers are
 * seconds.
 *
 * @throws {UsageError} when it is none.
 */
export function readDuration(text: string): number {
  const match = DURATION.exec(text);
  const ms = Number(match?.[1]) * (UNIT_MS.get(match?.[2] ?? "s") ?? NaN);
  if (!(ms > 0)) {
    throw new UsageError(`Cannot read the duration "${text}": try 30s or 5m`);
  }
  return Math.min(ms, MAX_TIMER_MS);
}

function readAddress({ operands }: Parsed): Address {
  const [operand, ...more] = operands;
  if (operand === undefined) {
    throw new UsageError(
      "Cannot connect without an address: ktn connect HOST[:PORT]",
    );
  }
  if (more.length > 0) {
    throw new UsageError(`Cannot use "${more.join(" ")}" after the address`);
  }
  try {
    return parseAddress(operand);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(error.message);
  }
}
