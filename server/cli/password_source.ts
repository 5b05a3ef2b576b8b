/**
 * Where the operator's passwords come from: a file, a prompt that shows nothing,
 * or standard input; never the command line, which other users can read.
 *
 * @module
 */

import { writeAllSync } from "../../shared/bytes.ts";
import { ConfigError } from "../../shared/flags.ts";
import { whyItFailed } from "../../shared/system_error.ts";
import {
  NO_PASSWORD,
  type TypedPassword,
  typePassword,
} from "./password_line.ts";

/** The file of a password is no longer, in bytes. */
const MAX_FILE_BYTES = 4096;

/** The person at the terminal wants no password. */
export class PromptCancelled extends Error {}

/**
 * Returns the first line of a file.
 *
 * @throws {ConfigError} when it cannot be read, or has no first line.
 */
export function readPasswordFile(path: string): string {
  try {
    using file = Deno.openSync(path);
    return firstLine(file, path);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`Cannot read "${path}": ${whyItFailed(error)}`);
  }
}

/**
 * Returns a new password: typed twice at a terminal, else the first line of
 * standard input.
 *
 * @throws {PromptCancelled}, and {ConfigError} when there is none, or the two
 * differ.
 */
export function askPassword(name: string): string {
  if (!Deno.stdin.isTerminal()) return firstLine(Deno.stdin, "standard input");
  const password = prompt(`New password of ${name}: `);
  if (prompt("The same again: ") === password) return password;
  throw new ConfigError("Cannot take this password: the two are not the same");
}

function firstLine(
  file: { readSync(bytes: Uint8Array): number | null },
  where: string,
): string {
  const bytes = new Uint8Array(MAX_FILE_BYTES);
  let length = 0;
  while (length < bytes.length) {
    const read = file.readSync(bytes.subarray(length));
    if (read === null) break;
    length += read;
  }
  const text = decode(bytes.subarray(0, length), where);
  const [line = ""] = text.split(/\r?\n/, 1);
  if (line !== "") return line;
  throw new ConfigError(`Cannot find a password in ${where}: it is empty`);
}

function decode(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ConfigError(`Cannot read a password from ${where}: no UTF-8`);
  }
}

/** Reads a line without showing it. */
function prompt(question: string): string {
  const say = (text: string) =>
    writeAllSync(Deno.stderr, new TextEncoder().encode(text));
  Deno.stdin.setRaw(true); // before anybody types an answer
  try {
    say(question);
    const typed = readTyped();
    if (typed.kind === "done") return typed.text;
    throw new PromptCancelled();
  } finally {
    Deno.stdin.setRaw(false);
    say("\n");
  }
}

function readTyped(): TypedPassword {
  const decoder = new TextDecoder();
  const bytes = new Uint8Array(256);
  let typed = NO_PASSWORD;
  while (typed.kind === "open") {
    const read = Deno.stdin.readSync(bytes);
    if (read === null) return { kind: "cancelled" };
    const keys = decoder.decode(bytes.subarray(0, read), { stream: true });
    typed = typePassword(typed, keys);
  }
  return typed;
}
