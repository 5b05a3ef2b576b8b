/**
 * The chat of plain lines, put together: streams and signals of this machine.
 * Knows nothing of how a chat goes.
 *
 * @module
 */

import { formatAddress } from "../shared/address.ts";
import type { Environment } from "../shared/flags.ts";
import { choosePaint } from "./colours.ts";
import { EXIT } from "./exit_code.ts";
import { linesOf } from "./input.ts";
import { lifelineTo } from "./lifeline.ts";
import type { InputLine } from "./line_reader.ts";
import { guestName, loginName, whyNotName } from "./login_name.ts";
import type { ConnectOptions } from "./options.ts";
import { Output } from "./output.ts";
import { Pending } from "./pending.ts";
import { PlainChat } from "./plain_chat.ts";
import { Renderer } from "./render.ts";
import { listenForSignals } from "./signals.ts";

/** How long a pipe tries when `--timeout` does not say. */
const PIPE_TIMEOUT_MS = 60_000;
/** A person at a terminal decides when to stop; a timer cannot wait longer. */
const TYPED_TIMEOUT_MS = 2 ** 31 - 1;

/** Runs the chat over the standard streams; returns the exit code. */
export async function runPipe(
  options: ConnectOptions,
  environment: Environment,
): Promise<number> {
  const err = new Output(Deno.stderr);
  const isTyped = Deno.stdin.isTerminal();
  const lines = linesOf(Deno.stdin.readable);
  const proposal = loginName(environment);
  const name = options.name ??
    (isTyped ? await askName(lines, err, proposal) : proposal ?? guestName()) ??
    "";
  const problem = whyNotName(name);
  if (problem !== undefined) {
    err.lines([`! ${problem}. Choose one: --name NAME`]);
    return EXIT.refused;
  }
  const { address, json, timeoutMs } = options;
  const isTerminal = Deno.stdout.isTerminal();
  const chat: PlainChat = new PlainChat({
    connection: { ...lifelineTo(address), name, pending: new Pending() },
    address: formatAddress(address),
    lines,
    out: new Output(Deno.stdout, () => chat.quit()),
    err,
    renderer: new Renderer({
      me: name,
      paint: choosePaint({ ...options, environment, isTerminal }),
      days: isTyped,
    }),
    json,
    isTyped,
    giveUpMs: timeoutMs ?? (isTyped ? TYPED_TIMEOUT_MS : PIPE_TIMEOUT_MS),
    hasTimeout: timeoutMs !== undefined,
  });
  using _signals = listenForSignals((exitCode) => chat.stop(exitCode));
  return await chat.run();
}

/** Asks who types; the rest of the lines is for the chat. */
async function askName(
  lines: AsyncIterator<InputLine, void>,
  err: Output,
  proposal: string | undefined,
): Promise<string | undefined> {
  err.write(proposal ? `Your name [${proposal}]: ` : "Your name: ");
  const { value } = await lines.next();
  if (!value || !("text" in value)) return undefined;
  return value.text.trim() || proposal;
}
