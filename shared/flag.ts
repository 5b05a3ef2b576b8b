/**
 * A flag of a command as a row of a table, what it is called everywhere, and
 * the type of what a table is set to.
 *
 * @module
 */

import type { ValueType } from "./value_type.ts";

/** Variables of the environment, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One flag. */
export interface Flag<T = unknown> {
  /** Without the dashes. */
  readonly name: string;
  /** A letter that stands for it on the command line, behind one dash. */
  readonly short?: string;
  /** The key of its value among the options; missing for the name in camelCase. */
  readonly key?: string;
  /** What it is set to. */
  readonly type: ValueType<T>;
  /** What holds when nobody says otherwise; a switch is off. */
  readonly default?: string;
  /** Returns the same where it depends on machine and user; only shown. */
  readonly usual?: (
    os: string,
    environment: Environment,
  ) => string | undefined;
  /** One line, no full stop. */
  readonly help: string;
  /** May be given several times: its values stand together, with commas. */
  readonly repeats?: true;
  /** Asks for this one call only: neither a variable nor a file can set it. */
  readonly cliOnly?: true;
  /** Only for programs of our own: neither in help nor completed. */
  readonly hidden?: true;
}

/** What flags are set to, by their keys; missing is what nobody has set. */
export type FlagValues<Flags extends readonly Flag[]> =
  & {
    readonly [
      F in Flags[number] as F extends AlwaysSet ? KeyOf<F> : never
    ]: ValueOf<F>;
  }
  & {
    readonly [
      F in Flags[number] as F extends AlwaysSet ? never : KeyOf<F>
    ]?: ValueOf<F>;
  };

/** A flag that has a value also when nobody sets it. */
export type AlwaysSet =
  | { readonly default: string }
  | { readonly type: ValueType<boolean> };

/** The value of a flag. */
export type ValueOf<F extends Flag> = F extends Flag<infer T> ? T : never;

/** The key of a flag's value. */
export type KeyOf<F extends Flag> = F extends
  { readonly key: infer Key extends string } ? Key : CamelCase<F["name"]>;

/** `max-clients` as `maxClients`. */
export type CamelCase<Name extends string> = Name extends
  `${infer First}-${infer Rest}` ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name;

/** Returns the key of a flag's value among the options. */
export function keyOf({ name, key }: Flag): string {
  return key ?? name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}

/** Tells whether a flag has a value, or is a switch. */
export function takesValue({ type }: Flag): boolean {
  return type.placeholder !== "";
}

/** Returns how a flag is called: `-n, --count COUNT`. */
export function callOf({ name, short, type }: Flag): string {
  const letter = short === undefined ? "" : `-${short}, `;
  return `${letter}--${name} ${type.placeholder}`.trimEnd();
}

/** Returns what a flag is for, with the range of its value. */
export function purposeOf({ help, type: { range } }: Flag): string {
  return range === undefined ? help : `${help}; ${range}`;
}

/** Returns the variable that stands in for a flag: `--max-clients` is `KTN_MAX_CLIENTS`. */
export function environmentName({ name }: Flag): string {
  return `KTN_${name.replaceAll("-", "_").toUpperCase()}`;
}
