/**
 * The chat on a terminal, put together: screen, keys, files and signals of this
 * machine. Knows nothing of how a chat goes.
 *
 * @module
 */

import { type Address, formatAddress } from "../shared/address.ts";
import type { Environment } from "../shared/flags.ts";
import { ChatView } from "./chat_view.ts";
import { choosePaint } from "./colours.ts";
import { EXIT, SIGNAL_EXITS } from "./exit_code.ts";
import { lifelineTo } from "./lifeline.ts";
import { loginName } from "./login_name.ts";
import type { ConnectOptions } from "./options.ts";
import { pendingFile, PendingStore, stateFolder } from "./pending_store.ts";
import { Renderer } from "./render.ts";
import { Screen } from "./screen.ts";
import { listenForSignals } from "./signals.ts";
import { Terminal } from "./terminal.ts";
import { TerminalChat } from "./terminal_chat.ts";
import { TerminalSession } from "./terminal_session.ts";

/** Runs the chat on this terminal; returns the exit code. */
export async function runInteractive(
  options: ConnectOptions,
  environment: Environment,
): Promise<number> {
  using terminal = new Terminal(() => view.drawSoon());
  const size = () => terminal.size;
  const screen = new Screen((text) => terminal.write(text), size);
  const paint = choosePaint({ ...options, environment, isTerminal: true });
  const view: ChatView = new ChatView({ screen, size, paint });
  const { address, name, timeoutMs } = options;
  const session = new TerminalSession({
    view,
    name,
    proposal: loginName(environment),
    warn: (text) => new Renderer({ me: "", paint }).warn(text),
    openChat: (me, giveBack) =>
      new TerminalChat({
        connection: { ...lifelineTo(address), giveUpMs: timeoutMs },
        name: me,
        address: formatAddress(address),
        store: new PendingStore(pendingPath(address, me, environment)),
        view,
        renderer: new Renderer({ me, paint, days: true }),
        giveBack,
      }),
  });
  using _signals = listenForSignals(
    (exitCode) => session.stop(exitCode),
    () => terminal.restore(),
  );
  readKeys(terminal, session);
  return await session.run();
}

/** Feeds keys until the program ends; a terminal that is gone ends it. */
async function readKeys(
  terminal: Terminal,
  session: TerminalSession,
): Promise<void> {
  try {
    for await (const bytes of terminal.input) session.type(bytes);
  } catch {
    // The terminal is gone, in words that differ from system to system.
  }
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
