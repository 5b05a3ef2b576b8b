/**
 * The chat of plain lines, and the chat for programs, put together: streams and
 * signals of this machine.
 *
 * @module
 */

import { formatAddress } from "../../shared/address.ts";
import type { ListenForStop } from "../../shared/platform.ts";
import type { Environment } from "../../shared/flags.ts";
import { ROOMS_VERSION } from "../../shared/version.ts";
import { Notifications } from "../terminal/notifications.ts";
import type { Alert } from "../chat/mentions.ts";
import { Calendar, countsTo12 } from "../view/calendar.ts";
import { charsetOf, UNICODE } from "../view/charset.ts";
import { choosePaint } from "../view/colours.ts";
import { EXIT } from "../connection/exit_code.ts";
import { linesOf } from "../scripts/input.ts";
import { JsonPipe } from "../scripts/json_pipe.ts";
import { connectionOptions } from "../connection/connection_defaults.ts";
import { needsOf } from "../connection/conversation.ts";
import type { StdinSetting } from "../scripts/stdin_sender.ts";
import type { InputLine } from "../scripts/line_reader.ts";
import { LineRenderer } from "../scripts/line_renderer.ts";
import { guestName, loginName, whyNotName } from "../connection/login_name.ts";
import { tokenFileOf } from "./kept_token.ts";
import { knownPasswords } from "./known_passwords.ts";
import type { ConnectOptions } from "./options.ts";
import { outputColumns } from "./platform.ts";
import { Output } from "../scripts/output.ts";
import { SCRIPT_TIMEOUT_MS } from "../connection/timeouts.ts";
import { UnackedMessages } from "../connection/unacked_messages.ts";
import { PlainChat } from "../scripts/plain_chat.ts";
import { listenForSignals } from "./signals.ts";
import { plainNotifier } from "../scripts/notifier.ts";
import type { LineSink } from "../scripts/typed_lines.ts";
import { TypedTerminal } from "./typed_terminal.ts";

/** A person at a terminal decides when to stop; a timer cannot wait longer. */
const TYPED_TIMEOUT_MS = 2 ** 31 - 1;
const BELL = "\x07";

/** A chat under way. */
interface PipedChat {
  run(): Promise<number>;
  stop(exitCode: number): void;
  readerGone(): void;
  cannotWrite(error: Error): void;
}

/** What surrounds a chat over the standard streams. */
export interface PipeSurroundings {
  readonly environment: Environment;
  /** Listens to what asks the program to end. */
  readonly listenForStop: ListenForStop;
  /** Resolves when nobody reads what is written any more. */
  readonly readerGone: Promise<void>;
}

/** Runs the chat over the standard streams; returns the exit code. */
export async function runPipe(
  options: ConnectOptions,
  { environment, listenForStop, readerGone }: PipeSurroundings,
): Promise<number> {
  const isTyped = Deno.stdin.isTerminal() && !options.json;
  using terminal = isTyped
    ? TypedTerminal.open(options, environment)
    : undefined;
  let chat: PipedChat | undefined = undefined;
  using _signals = listenForSignals(listenForStop, (exitCode) => {
    if (chat) chat.stop(exitCode);
    else Deno.exit(exitCode);
  });
  const stderr = new Output(Deno.stderr);
  const err = terminal?.beside(stderr, Deno.stderr) ?? stderr;
  const lines = terminal?.typed.lines() ?? linesOf(Deno.stdin.readable);
  const ask = (prompt: string) =>
    terminal ? terminal.typed.ask(prompt) : stderr.write(prompt);
  const proposal = loginName(environment);
  const given = options.name ??
    (isTyped ? await askName(lines, ask, proposal) ?? "" : proposal);
  const name = given ?? guestName();
  const problem = whyNotName(name);
  if (problem !== undefined) {
    err.lines([`! ${problem}. Choose one: --name NAME`]);
    return EXIT.refused;
  }
  const { address, timeoutMs } = options;
  const { needsRooms } = needsOf(options.target);
  const out = new Output(Deno.stdout, (error) => {
    if (error.isReaderGone) chat?.readerGone();
    else chat?.cannotWrite(error);
  });
  const setting: StdinSetting = {
    connection: {
      ...connectionOptions(address),
      name,
      pending: new UnackedMessages(),
      // Nobody comes back as a guest: the next has another name.
      ...(given === undefined
        ? {}
        : { tokens: tokenFileOf(environment, address, name) }),
      nameWaitMs: timeoutMs === undefined ? 0 : Infinity,
      passwords: await knownPasswords(options),
      ...(needsRooms ? { login: { version: ROOMS_VERSION } } : {}),
    },
    ...(needsRooms ? { target: options.target } : {}),
    lines,
    giveUpMs: timeoutMs ?? (isTyped ? TYPED_TIMEOUT_MS : SCRIPT_TIMEOUT_MS),
    hasTimeout: timeoutMs !== undefined,
  };
  const renderer = rendererFor({ name, isTyped, options, environment });
  chat = options.json
    ? new JsonPipe({ ...setting, out, notifier: plainNotifier(err) })
    : new PlainChat({
      ...setting,
      address: formatAddress(address),
      out: terminal?.beside(out, Deno.stdout) ?? out,
      err,
      renderer,
      isTyped,
      tellsPresence: isTyped && options.joins !== "none",
      ...(isTyped ? { onAlert: alertsFor(options, out, err) } : {}),
    });
  void readerGone.then(() => chat?.readerGone());
  return await chat.run();
}

/** Scripts read what is the same everywhere; people read what they know. */
function rendererFor({ name, isTyped, options, environment }: {
  readonly name: string;
  readonly isTyped: boolean;
  readonly options: ConnectOptions;
  readonly environment: Environment;
}): LineRenderer {
  const isTerminal = Deno.stdout.isTerminal();
  const { os } = Deno.build;
  return new LineRenderer({
    me: name,
    form: options.screenReader ? "spoken" : "lines",
    paint: choosePaint({ ...options, environment, isTerminal }),
    calendar: new Calendar({ hour12: isTyped && countsTo12(environment) }),
    charset: isTerminal ? charsetOf(environment, os) : UNICODE,
    days: isTyped,
    columns: outputColumns,
  });
}

function alertsFor(
  options: ConnectOptions,
  out: Output,
  err: LineSink,
): (alert: Alert) => void {
  const notifications = new Notifications({
    ...options,
    ring: () => out.write(BELL),
    warn: (text) => plainNotifier(err).warn(text),
    isFocused: () => undefined,
  });
  return (alert) => notifications.notify(alert);
}

/** Asks who types; the rest of the lines is for the chat. */
async function askName(
  lines: AsyncIterator<InputLine, void>,
  ask: (prompt: string) => void,
  proposal: string | undefined,
): Promise<string | undefined> {
  ask(proposal ? `Your name [${proposal}]: ` : "Your name: ");
  const { value } = await lines.next();
  if (!value || !("text" in value)) return undefined;
  return value.text.trim().normalize("NFC") || proposal;
}
