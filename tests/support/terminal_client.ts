/**
 * A client on a terminal in this process: keys in, and a screen to look at.
 *
 * @module
 */

import { ChatView } from "../../client/chat_view.ts";
import { PLAIN_PAINT } from "../../client/colours.ts";
import { dial } from "../../client/dial.ts";
import { TerminalSession } from "../../client/terminal_session.ts";
import { makeIds } from "../../client/message_ids.ts";
import { PendingStore } from "../../client/pending_store.ts";
import { Renderer } from "../../client/render.ts";
import { Screen } from "../../client/screen.ts";
import { TerminalChat } from "../../client/terminal_chat.ts";
import { type Address, formatAddress } from "../../shared/address.ts";
import { FakeTerminal } from "./fake_terminal.ts";
import { TEST_PATIENCE } from "./plain_client.ts";

const COLUMNS = 100;

/** A client under way. */
export interface TerminalClient {
  readonly session: TerminalSession;
  readonly terminal: FakeTerminal;
  /** Types on the keyboard. */
  type(text: string): void;
  /** Resolves when the screen shows something that matches. */
  seen(pattern: RegExp): Promise<void>;
  /** Resolves with the exit code. */
  readonly finished: Promise<number>;
}

/** What a test may want otherwise. */
export interface TerminalClientOptions {
  readonly name?: string;
  readonly proposal?: string;
  /** Where unsent messages are kept. */
  readonly file?: string;
}

/** Starts a client at an address. */
export function startTerminalClient(
  address: Address,
  { file, ...options }: TerminalClientOptions = {},
): TerminalClient {
  const terminal = new FakeTerminal(COLUMNS);
  const waiting = new Set<() => void>();
  const size = () => ({ columns: COLUMNS, rows: 24 });
  const screen = new Screen((text) => {
    terminal.write(text);
    for (const look of waiting) look();
  }, size);
  const view = new ChatView({ screen, size, paint: PLAIN_PAINT });
  const session = new TerminalSession({
    view,
    ...options,
    warn: (text) => new Renderer({ me: "" }).warn(text),
    openChat: (name, giveBack) =>
      new TerminalChat({
        connection: {
          dial: (signal) => dial(address, signal),
          nextId: makeIds(),
          backoff: () => 0,
          patience: TEST_PATIENCE,
        },
        name,
        address: formatAddress(address),
        store: new PendingStore(file),
        view,
        renderer: new Renderer({ me: name, timeZone: "UTC" }),
        giveBack,
      }),
  });

  function seen(pattern: RegExp): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => {
      if (pattern.test(terminal.lines.join("\n"))) resolve();
    };
    waiting.add(look);
    look();
    return promise.finally(() => waiting.delete(look));
  }

  return {
    session,
    terminal,
    type: (text) => session.type(new TextEncoder().encode(text)),
    seen,
    finished: session.run(),
  };
}
