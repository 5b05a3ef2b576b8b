/**
 * `ktn connect`: the client program. Chooses between the chat on a terminal
 * and the chat of plain lines, and gives them what they need of this machine.
 *
 * @module
 */

import { type Address, formatAddress } from "../shared/address.ts";
import type { Environment } from "../shared/flags.ts";
import { exponentialBackoff } from "./backoff.ts";
import { choosePaint } from "./colours.ts";
import { ChatView } from "./chat_view.ts";
import type { ConnectionOptions } from "./connection.ts";
import { dial } from "./dial.ts";
import { EXIT, SIGNAL_EXITS } from "./exit_code.ts";
import { Interactive } from "./interactive.ts";
import { linesOf } from "./input.ts";
import { loginName, whyNotName } from "./login_name.ts";
import { makeIds } from "./message_ids.ts";
import { type ConnectOptions, readOptions } from "./options.ts";
import { Output } from "./output.ts";
import { Pending } from "./pending.ts";
import { pendingFile, PendingStore, stateFolder } from "./pending_store.ts";
import { PlainChat } from "./plain_chat.ts";
import { Renderer } from "./render.ts";
import { Screen } from "./screen.ts";
import { listenForSignals } from "./signals.ts";
import { Terminal } from "./terminal.ts";
import { TerminalChat } from "./terminal_chat.ts";

/** How long a pipe tries when `--timeout` does not say. */
const PIPE_TIMEOUT_MS = 60_000;

/**
 * Runs `ktn connect`.
 *
 * @param args What follows the command on the command line.
 * @param environment Variables; `KTN_...` stand in for flags.
 * @returns the exit code.
 * @throws {UsageError} when the command line cannot be understood.
 */
export async function runConnect(
  args: readonly string[],
  environment: Environment,
): Promise<number> {
  const options = readOptions(args, environment);
  return isInteractive(options, environment)
    ? await runInteractive(options, environment)
    : await runPlain(options, environment);
}

/** Redrawing needs a terminal at both ends, and one that can. */
function isInteractive(
  { plain, json }: ConnectOptions,
  { TERM }: Environment,
): boolean {
  return !plain && !json && TERM !== "dumb" && Deno.stdin.isTerminal() &&
    Deno.stdout.isTerminal();
}

async function runInteractive(
  options: ConnectOptions,
  environment: Environment,
): Promise<number> {
  using terminal = new Terminal(() => view.drawSoon());
  const size = () => terminal.size;
  const screen = new Screen((text) => terminal.write(text), size);
  const paint = choosePaint({ ...options, environment, isTerminal: true });
  const view: ChatView = new ChatView({ screen, size, paint });
  const proposal = loginName(environment);
  const session = new Interactive({
    view,
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(proposal === undefined ? {} : { proposal }),
    warn: (text) => new Renderer({ me: "", paint }).warn(text),
    openChat: (name, giveBack) =>
      new TerminalChat({
        connection: {
          ...lifeline(options),
          ...(options.timeoutMs === undefined
            ? {}
            : { giveUpMs: options.timeoutMs }),
        },
        name,
        address: formatAddress(options.address),
        store: new PendingStore(
          pendingPath(options.address, name, environment),
        ),
        view,
        renderer: new Renderer({ me: name, paint, days: true }),
        giveBack,
      }),
  });
  using _signals = listenForSignals((exitCode) => session.stop(exitCode));
  readKeys(terminal, session);
  return await session.run();
}

/** Feeds keys until the program ends; a terminal that is gone ends it. */
async function readKeys(
  terminal: Terminal,
  session: Interactive,
): Promise<void> {
  for await (const bytes of terminal.input) session.type(bytes);
  session.stop(SIGNAL_EXITS.get("SIGHUP") ?? EXIT.failed);
}

function pendingPath(
  address: Address,
  name: string,
  environment: Environment,
): string | undefined {
  const folder = stateFolder(environment, Deno.build.os);
  return folder === undefined ? undefined : pendingFile(folder, address, name);
}

/** What every connection needs of the world: a network, ids and chance. */
function lifeline(
  { address }: ConnectOptions,
): Pick<ConnectionOptions, "dial" | "nextId" | "backoff"> {
  return {
    dial: (signal) => dial(address, signal),
    nextId: makeIds(),
    backoff: exponentialBackoff(),
  };
}

async function runPlain(
  options: ConnectOptions,
  environment: Environment,
): Promise<number> {
  const err = new Output(Deno.stderr);
  const name = options.name ?? loginName(environment) ?? "";
  const problem = whyNotName(name);
  if (problem !== undefined) {
    err.lines([`! ${problem}. Choose one: --name NAME`]);
    return EXIT.refused;
  }
  const isTerminal = Deno.stdout.isTerminal();
  const isTyped = Deno.stdin.isTerminal();
  const chat: PlainChat = new PlainChat({
    connection: { ...lifeline(options), name, pending: new Pending() },
    lines: linesOf(Deno.stdin.readable),
    out: new Output(Deno.stdout, () => chat.stop(EXIT.ok)),
    err,
    renderer: new Renderer({
      me: name,
      paint: choosePaint({ ...options, environment, isTerminal }),
      days: isTyped,
    }),
    json: options.json,
    isTyped,
    giveUpMs: options.timeoutMs ?? PIPE_TIMEOUT_MS,
    hasTimeout: options.timeoutMs !== undefined,
  });
  using _signals = listenForSignals((exitCode) => chat.stop(exitCode));
  return await chat.run();
}
