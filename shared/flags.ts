/**
 * What flags are set to, and by whom. Own code: `@optique/core` 1.3 reports for no
 * value where it comes from, be it a flag, a variable or a line of a file.
 *
 * @module
 */

import { type Flag, type FlagValues, keyOf, takesValue } from "./flag.ts";
import { didYouMean } from "./suggestion.ts";
import { escapeUnsafe } from "./text.ts";
import { SWITCH } from "./value_type.ts";

export type { Environment } from "./flag.ts";

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

/** Operands of a command line, and what its flags are set to by whatever source. */
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

  /** Returns the value of a flag as it was written; nothing when nobody set it. */
  text(name: string): string | undefined {
    return this.settings.get(name)?.value;
  }

  /** Tells whether a switch is on. */
  isOn(name: string): boolean {
    const text = this.text(name);
    return text !== undefined && SWITCH.read(text) === true;
  }

  /**
   * Returns the values of flags.
   *
   * @throws {UsageError} for one that its type does not allow.
   */
  values<const Flags extends readonly Flag[]>(flags: Flags): FlagValues<Flags> {
    const values = flags.flatMap((flag) => {
      const value = this.#value(flag);
      return value === undefined ? [] : [[keyOf(flag), value]];
    });
    // What FlagValues says of the keys is what this loop does.
    return Object.fromEntries(values) as FlagValues<Flags>;
  }

  /** Returns the same, with these settings wherever nothing stronger is set. */
  withDefaults(weaker: Settings): Parsed {
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
   * @param words What could be meant.
   */
  refusal(
    name: string,
    wanted: string,
    words: readonly string[] = [],
  ): UsageError {
    const { value, source, origin } = this.settings.get(name) ??
      { value: "", source: "flag", origin: `--${name}` };
    const isOfFile = source === "server" || source === "file";
    const subject = isOfFile ? `${origin}: "${name}"` : origin;
    const hint = didYouMean(value, words);
    const message = `${subject} cannot be "${
      escapeUnsafe(value)
    }": expected ${wanted}${hint}`;
    return isOfFile ? new ConfigError(message) : new UsageError(message);
  }

  #value(flag: Flag): unknown {
    const text = this.text(flag.name);
    if (text === undefined) return takesValue(flag) ? undefined : false;
    const { read, instead, expected, choices } = flag.type;
    const value = read(text);
    if (value !== undefined) return value;
    throw this.refusal(flag.name, instead?.(text) ?? expected, choices);
  }
}

function strength({ source }: Setting): number {
  return SOURCES.indexOf(source);
}
