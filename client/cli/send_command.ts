/**
 * `ktn send`, put together: streams and signals of this machine. Loads as
 * little as it can, since scripts run it often.
 *
 * @module
 */

import type { Invocation } from "../../shared/command.ts";
import { UsageError } from "../../shared/flags.ts";
import { EXIT } from "../connection/exit_code.ts";
import { linesOf, wholeOf } from "../scripts/input.ts";
import { oneShotOptions } from "../connection/connection_defaults.ts";
import { needsOf } from "../connection/conversation.ts";
import type { InputLine } from "../scripts/line_reader.ts";
import { guestName, loginName, whyNotName } from "../connection/login_name.ts";
import { Output } from "../scripts/output.ts";
import { SCRIPT_TIMEOUT_MS } from "../connection/timeouts.ts";
import { readSendOptions, type TextSource } from "./send_options.ts";
import { Send } from "../scripts/send.ts";
import { tokenFileOf } from "./kept_token.ts";
import { knownPasswords } from "./known_passwords.ts";
import { listenForSignals } from "./signals.ts";
import { plainNotifier } from "../scripts/notifier.ts";

/**
 * Runs `ktn send`.
 *
 * @returns the exit code.
 * @throws {UsageError} when the command line cannot be understood.
 */
export async function runSend(
  { parsed, environment, servers, listenForStop }: Invocation,
): Promise<number> {
  const options = readSendOptions(parsed, servers, Deno.stdin.isTerminal());
  const { address, source, target, id, timeoutMs } = options;
  const name = options.name ?? loginName(environment) ?? nameFor(id);
  const notifier = plainNotifier(new Output(Deno.stderr));
  const problem = whyNotName(name);
  if (problem !== undefined) {
    notifier.warn(`${problem}. Choose one: --name NAME`);
    return EXIT.refused;
  }
  const passwords = await knownPasswords(options);
  const { needsRooms } = needsOf(target);
  const hasTimeout = timeoutMs !== undefined;
  const isSingle = source.kind !== "lines";
  const send = new Send({
    connection: oneShotOptions({
      ...{ address, name, needsRooms, passwords },
      keepsTrying: hasTimeout,
      // A server with rooms keeps the name for who was cut off.
      ...(needsRooms
        ? { tokens: tokenFileOf(environment, address, name) }
        : {}),
    }),
    target,
    lines: linesFrom(source),
    giveUpMs: timeoutMs ?? SCRIPT_TIMEOUT_MS,
    hasTimeout,
    notifier,
    isSingle,
    idOf: ({ number }) => id && !isSingle ? `${id}.${number}` : id,
  });
  using _signals = listenForSignals(
    listenForStop,
    (exitCode) => send.stop(exitCode),
  );
  return await send.run();
}

/**
 * A name for a run on a machine that does not say who runs it.
 *
 * @throws {UsageError} with an id, which holds for one name only.
 */
function nameFor(id: string | undefined): string {
  if (id === undefined) return guestName();
  throw new UsageError(
    "--id needs a --name here: nothing says who you are (USER, LOGNAME), and another name each time would store it again",
  );
}

function linesFrom(source: TextSource): AsyncIterable<InputLine> {
  switch (source.kind) {
    case "text":
      return one(lineOf(source.text));
    case "lines":
      return linesOf(Deno.stdin.readable);
    case "whole":
      return wholeOf(Deno.stdin.readable);
  }
}

/** Of bytes in an argument that are not UTF-8 Deno makes U+FFFD. */
function lineOf(text: string): InputLine {
  const fault =
    "Cannot send a text that is not UTF-8; one with U+FFFD in it can be piped in";
  return { number: 1, ...(text.includes("\ufffd") ? { fault } : { text }) };
}

async function* one(line: InputLine): AsyncGenerator<InputLine> {
  yield await Promise.resolve(line);
}
