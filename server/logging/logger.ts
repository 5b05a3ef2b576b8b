/**
 * What the operator reads: one event, one line, whatever is in it.
 *
 * @module
 */

import { escapeUnsafe, escapeUnsafeJson } from "../../shared/text.ts";

/** How important an event is. */
export type LogLevel = "error" | "warn" | "info" | "debug";

/** Levels, the most important first. */
export const LOG_LEVELS: readonly LogLevel[] = [
  "error",
  "warn",
  "info",
  "debug",
];

/** For people or for programs. */
export type LogFormat = "text" | "json";

/** What the log can look like. */
export const LOG_FORMATS: readonly LogFormat[] = ["text", "json"];

/** What an event carries; never a text that people wrote to each other. */
export type LogFields = Readonly<Record<string, string | number | undefined>>;

/** Options for {@linkcode Logger}. */
export interface LoggerOptions {
  /**
   * The least important level that is logged.
   *
   * @default {"info"}
   */
  readonly level?: LogLevel;
  /**
   * For people or for programs.
   *
   * @default {"text"}
   */
  readonly format?: LogFormat;
  /** Takes one whole line with its line break; neither blocks nor throws. */
  readonly write: (line: string) => void;
}

/** Writes events. */
export class Logger {
  readonly #rank: number;
  readonly #format: LogFormat;
  readonly #write: (line: string) => void;

  /** Makes a logger. */
  constructor({ level = "info", format = "text", write }: LoggerOptions) {
    this.#rank = LOG_LEVELS.indexOf(level);
    this.#format = format;
    this.#write = write;
  }

  /** Tells whether events of this level are logged. */
  logs(level: LogLevel): boolean {
    return LOG_LEVELS.indexOf(level) <= this.#rank;
  }

  /** The server cannot do its work. */
  error(event: string, fields: LogFields = {}): void {
    this.#log("error", event, fields);
  }

  /** Something an operator should know. */
  warn(event: string, fields: LogFields = {}): void {
    this.#log("warn", event, fields);
  }

  /** What goes on. */
  info(event: string, fields: LogFields = {}): void {
    this.#log("info", event, fields);
  }

  /** What helps to find a mistake. */
  debug(event: string, fields: LogFields = {}): void {
    this.#log("debug", event, fields);
  }

  /** A bug: something was thrown that is no refusal. */
  bug(where: string, error: unknown): void {
    const what = error instanceof Error ? error.stack : undefined;
    this.#log("error", "bug", { where, what: what ?? String(error) });
  }

  #log(level: LogLevel, event: string, fields: LogFields): void {
    if (!this.logs(level)) return;
    const time = new Date().toISOString();
    const line = this.#format === "json"
      ? escapeUnsafeJson(JSON.stringify({ time, level, event, ...fields }))
      : `${time} ${level.padEnd(5)} ${event}${textOf(fields)}`;
    this.#write(line + "\n");
  }
}

function textOf(fields: LogFields): string {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}=${valueText(value)}`)
    .join("");
}

function valueText(value: string | number | undefined): string {
  const text = escapeUnsafe(String(value));
  return /[\s"=]/.test(text) ? JSON.stringify(text) : text;
}
