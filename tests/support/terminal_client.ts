/**
 * A client on a terminal in this process: keys in, and a screen to look at.
 *
 * @module
 */

import { Calendar } from "../../client/view/calendar.ts";
import { UNICODE } from "../../client/view/charset.ts";
import { ChatView } from "../../client/terminal/chat_view.ts";
import type { AlignChoice } from "../../client/view/align_choice.ts";
import type { RoomListChoice } from "../../client/view/room_list_choice.ts";
import { PLAIN_PAINT } from "../../client/view/colours.ts";
import { dial } from "../../client/connection/tcp_transport.ts";
import { InputHistory } from "../../client/files/input_history.ts";
import { TerminalSession } from "../../client/terminal/terminal_session.ts";
import { makeIds } from "../../client/connection/message_ids.ts";
import type { Timeouts } from "../../client/connection/timeouts.ts";
import { UnackedStore } from "../../client/connection/unacked_store.ts";
import { ReadMarkerStore } from "../../client/files/read_marker.ts";
import { ChatModel } from "../../client/terminal/chat_model.ts";
import { Rooms } from "../../client/chat/rooms.ts";
import { Screen } from "../../client/terminal/screen.ts";
import type { Size } from "../../client/view/picture.ts";
import { TerminalChat } from "../../client/terminal/terminal_chat.ts";
import { Transcript } from "../../client/chat/transcript.ts";
import { type Address, formatAddress } from "../../shared/address.ts";
import type { Target } from "../../shared/target.ts";
import { FakeTerminal } from "./fake_terminal.ts";
import { TEST_TIMEOUTS } from "./plain_client.ts";
import { within } from "./within.ts";

/** A client under way. */
export interface TerminalClient {
  readonly session: TerminalSession;
  readonly terminal: FakeTerminal;
  readonly view: ChatView;
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
  /** Where to begin. */
  readonly target?: Target;
  /** Where unsent messages are kept. */
  readonly file?: string;
  /** Where it is kept how far was read. */
  readonly readMarkerFile?: string;
  /** Where lines that were entered are kept. */
  readonly historyFile?: string;
  /** @default one room without a name */
  readonly rooms?: Rooms;
  /** @default {100 by 24} */
  readonly size?: Size;
  /** @default {"never"}, so that each row has its name, to be looked for */
  readonly align?: AlignChoice;
  /** @default {"never"}, so that a row is what was said */
  readonly roomsList?: RoomListChoice;
  readonly timeouts?: Partial<Timeouts>;
  /** @default the day and hour of a scripted server's messages */
  readonly now?: () => number;
}

const SIZE: Size = { columns: 100, rows: 24 };
const NOW = Date.UTC(2026, 10, 22, 13);

/** Starts a client at an address. */
export function startTerminalClient(
  address: Address,
  {
    file,
    readMarkerFile,
    historyFile,
    size = SIZE,
    align = "never",
    roomsList = "never",
    now = () => NOW,
    rooms = new Rooms(now),
    timeouts = {},
    target,
    ...options
  }: TerminalClientOptions = {},
): TerminalClient {
  const terminal = new FakeTerminal(size);
  const waiting = new Set<() => void>();
  const calendar = new Calendar({ timeZone: "UTC" });
  const write = (text: string) => {
    terminal.write(text);
    for (const look of waiting) look();
  };
  const model: ChatModel = new ChatModel({
    rooms,
    onChange: () => view.drawSoon(),
  });
  const view: ChatView = new ChatView({
    model,
    screen: new Screen(write),
    size: () => terminal.size,
    calendar,
    paint: PLAIN_PAINT,
    charset: UNICODE,
    align,
    roomsList,
    now,
  });
  const session = new TerminalSession({
    model,
    view,
    host: {
      edit: () => Promise.resolve({ kind: "failed", why: "No editor" }),
      suspend: () => Promise.resolve(false),
    },
    history: new InputHistory(historyFile),
    ...options,
    warn: (text) => {
      new Transcript({ me: "", rooms, now }).warn(text);
      view.drawSoon();
    },
    openChat: (name, typist) => {
      const readMarkers = new ReadMarkerStore(readMarkerFile);
      return new TerminalChat({
        connection: {
          dial: (signal) => dial(address, signal),
          nextId: makeIds(),
          backoff: () => 0,
          timeouts: { ...TEST_TIMEOUTS, ...timeouts },
          now,
        },
        name,
        ...(target ? { target } : {}),
        address: formatAddress(address),
        store: new UnackedStore(file),
        readMarkers,
        transcript: new Transcript({
          me: name,
          rooms,
          readMarker: readMarkers.load(),
          isWatched: () => view.isWatched,
          now,
        }),
        model,
        view,
        calendar,
        onAlert: ({ isMention }) => isMention && view.ring(),
        ...typist,
      });
    },
  });

  function seen(pattern: RegExp): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => {
      if (pattern.test(terminal.lines.join("\n"))) resolve();
    };
    waiting.add(look);
    look();
    return within(promise, `${pattern} on the screen`)
      .finally(() => waiting.delete(look));
  }

  const ended = session.run();
  return {
    session,
    terminal,
    view,
    type: (text) => void session.type(new TextEncoder().encode(text)),
    seen,
    get finished() {
      return within(ended, "the end of the client");
    },
  };
}
