/**
 * The chat on a terminal, put together: screen, keys, files and signals of this
 * machine. Knows nothing of how a chat goes.
 *
 * @module
 */

import { stateFile, stateFolder } from "./files/state_folder.ts";
import { formatAddress } from "../shared/address.ts";
import type { Environment } from "../shared/flags.ts";
import { Alarm } from "./terminal/alarm.ts";
import { reportBugs } from "./terminal/bug_report.ts";
import { Calendar, countsTo12 } from "./view/calendar.ts";
import { type Charset, charsetOf } from "./view/charset.ts";
import { ChatView } from "./terminal/chat_view.ts";
import { choosePaint, type Paint } from "./view/colours.ts";
import { EXIT, SIGNAL_EXITS } from "./exit_code.ts";
import { editorFor, editText } from "./terminal/external_editor.ts";
import { takesLinks, withLinks } from "./view/hyperlinks.ts";
import { InputHistory, inputHistoryFile } from "./files/input_history.ts";
import { KnownServers, knownServersFile } from "./files/known_servers.ts";
import { lifelineTo } from "./connection/lifeline.ts";
import { LineRenderer } from "./scripts/line_renderer.ts";
import { loginName } from "./login_name.ts";
import type { ConnectOptions } from "./options.ts";
import { Output } from "./output.ts";
import { PendingStore } from "./connection/pending_store.ts";
import { ReadPositionStore } from "./files/read_marker.ts";
import { RoomLayouts } from "./view/room_layout.ts";
import { Rooms } from "./chat/rooms.ts";
import { Screen } from "./terminal/screen.ts";
import { listenForSignals } from "./signals.ts";
import { Terminal } from "./terminal/terminal.ts";
import { TerminalChat } from "./terminal/terminal_chat.ts";
import { type Host, TerminalSession } from "./terminal/terminal_session.ts";
import { Transcript } from "./chat/transcript.ts";

/** How this terminal and its user want to see things. */
interface Looks {
  readonly paint: Paint;
  readonly charset: Charset;
  readonly calendar: Calendar;
}

/** What the parts of one session share. */
interface Setting {
  readonly options: ConnectOptions;
  readonly environment: Environment;
  readonly looks: Looks;
  readonly rooms: Rooms;
  readonly view: ChatView;
}

/** Runs the chat on this terminal; returns the exit code. */
export async function runInteractive(
  options: ConnectOptions,
  environment: Environment,
): Promise<number> {
  const looks = looksFor(options, environment);
  const rooms = new Rooms();
  using terminal = new Terminal({
    onResize: () => view.resized(),
    onTaken: () => view.resume(),
  });
  const view: ChatView = new ChatView({
    ...looks,
    screen: new Screen((text) => terminal.write(text)),
    size: () => terminal.size,
    rooms,
    layouts: new RoomLayouts(looks),
  });
  using _bugs = reportBugs(() => {
    terminal.restore();
    return view.pending.map(({ text }) =>
      `Not confirmed by the server: ${text}`
    );
  });
  const setting = { options, environment, looks, rooms, view };
  const session = openSession(setting, hostOn(terminal, { view, environment }));
  using _signals = listenForSignals((exitCode) => session.stop(exitCode), {
    beforeExit: () => terminal.restore(),
    // Ctrl-C in an editor is the editor's affair.
    isForAnother: (signal) => signal === "SIGINT" && terminal.isLent,
  });
  void readKeys(terminal, session);
  const exitCode = await session.run();
  terminal.restore();
  sayLastWords(view, looks);
  return exitCode;
}

function looksFor(options: ConnectOptions, environment: Environment): Looks {
  const paint = choosePaint({ ...options, environment, isTerminal: true });
  return {
    paint: takesLinks(environment) ? withLinks(paint) : paint,
    charset: charsetOf(environment, Deno.build.os),
    calendar: new Calendar({ hour12: countsTo12(environment) }),
  };
}

function openSession(setting: Setting, host: Host): TerminalSession {
  const { options, environment, looks, rooms, view } = setting;
  const folder = stateFolder(environment, Deno.build.os);
  const transcript = new Transcript({ me: "", rooms, ...looks });
  return new TerminalSession({
    view,
    rooms,
    host,
    history: new InputHistory(folder && inputHistoryFile(folder)),
    name: options.name,
    proposal: loginName(environment),
    warn: (text) => {
      transcript.warn(text);
      view.drawSoon();
    },
    openChat: (me, giveBack) => openChat({ ...setting, folder, me, giveBack }),
  });
}

/** What a chat under one name needs besides. */
interface ChatSetting extends Setting {
  readonly folder: string | undefined;
  readonly me: string;
  readonly giveBack: (text: string) => void;
}

function openChat(setting: ChatSetting): TerminalChat {
  const { options, looks, rooms, view, folder, me, giveBack } = setting;
  const { address, timeoutMs, joins } = options;
  const unsent = folder && stateFile(folder, "unsent", address, me);
  const read = folder && stateFile(folder, "read", address, me);
  const positions = new ReadPositionStore(read);
  const position = positions.load();
  const transcript = new Transcript({ ...looks, me, rooms, joins, position });
  const known = new KnownServers(folder && knownServersFile(folder));
  const alarm = alarmFor(options, view, transcript);
  alarm.check();
  return new TerminalChat({
    connection: { ...lifelineTo(address), giveUpMs: timeoutMs },
    name: me,
    address: formatAddress(address),
    store: new PendingStore(unsent),
    positions,
    rooms,
    transcript,
    view,
    onAlert: (alert) => alarm.hear(alert),
    giveBack,
    onOnline: () => known.remember(address),
  });
}

function alarmFor(
  { bell, onMention }: ConnectOptions,
  view: ChatView,
  transcript: Transcript,
): Alarm {
  return new Alarm({
    bell,
    ...(onMention === undefined ? {} : { onMention }),
    ring: () => view.ring(),
    warn: (text) => {
      transcript.warn(text);
      view.drawSoon();
    },
    isFocused: () => view.isFocused,
  });
}

/** While the terminal is elsewhere nothing is drawn, and nothing is seen. */
function hostOn(
  terminal: Terminal,
  { view, environment }: Pick<Setting, "view" | "environment">,
): Host {
  const editor = editorFor(environment, Deno.build.os);

  async function unseen<T>(go: () => Promise<T>): Promise<T> {
    view.pause();
    try {
      return await go();
    } finally {
      view.resume();
    }
  }

  return {
    edit: (text, signal) =>
      unseen(() => terminal.lend(() => editText(text, editor, signal))),
    suspend: () => unseen(() => terminal.suspend()),
  };
}

/** Feeds keys until the program ends; a terminal that is gone ends it. */
async function readKeys(
  terminal: Terminal,
  session: TerminalSession,
): Promise<void> {
  for await (const bytes of terminal.input()) await session.type(bytes);
  session.stop(SIGNAL_EXITS.get("SIGHUP") ?? EXIT.failed);
}

/** What must be known when the chat is not to be seen any more. */
function sayLastWords({ lastWords, goodbye }: ChatView, looks: Looks): void {
  const renderer = new LineRenderer({ me: "", ...looks });
  const lines = lastWords.flatMap((text) => renderer.warn(text));
  const isWell = lines.length === 0 && goodbye !== "";
  new Output(Deno.stderr).lines(isWell ? renderer.note(goodbye) : lines);
}
