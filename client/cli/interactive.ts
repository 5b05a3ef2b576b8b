/**
 * The chat on a terminal, put together: screen, keys, files and signals of this
 * machine.
 *
 * @module
 */

import { formatAddress } from "../../shared/address.ts";
import type { Invocation } from "../../shared/command.ts";
import type { Environment } from "../../shared/flags.ts";
import { Rooms } from "../chat/rooms.ts";
import { Transcript } from "../chat/transcript.ts";
import { connectionOptions } from "../connection/connection_defaults.ts";
import { UnackedStore } from "../connection/unacked_store.ts";
import { encodingOf } from "../editing/input_encoding.ts";
import { InputHistory, inputHistoryFile } from "../files/input_history.ts";
import { KnownServers, knownServersFile } from "../files/known_servers.ts";
import { ReadMarkerStore } from "../files/read_marker.ts";
import { stateFile, stateFolder } from "../files/state_folder.ts";
import { loginName } from "../connection/login_name.ts";
import type { ConnectOptions } from "./options.ts";
import type { Passwords } from "../connection/credentials.ts";
import { knownPasswords } from "./known_passwords.ts";
import { Output } from "../scripts/output.ts";
import { LineRenderer } from "../scripts/line_renderer.ts";
import { tokenFileOf } from "./kept_token.ts";
import { listen, listenForSignals, SIGNAL_EXITS } from "./signals.ts";
import { reportBugs } from "../terminal/bug_report.ts";
import { ChatModel } from "../terminal/chat_model.ts";
import { ChatView } from "../terminal/chat_view.ts";
import { editorFor, editText } from "../terminal/external_editor.ts";
import { Notifications } from "../terminal/notifications.ts";
import { Screen } from "../terminal/screen.ts";
import { Terminal } from "../terminal/terminal.ts";
import { TerminalChat } from "../terminal/terminal_chat.ts";
import type { Typist } from "../terminal/terminal_chat_options.ts";
import { type Host, TerminalSession } from "../terminal/terminal_session.ts";
import { Calendar, countsTo12 } from "../view/calendar.ts";
import { charsetOf } from "../view/charset.ts";
import type { Theme } from "../view/chat_screen.ts";
import { choosePaint } from "../view/colours.ts";
import { takesLinks, withLinks } from "../view/links.ts";

/** What the parts of one session share. */
interface SessionSetting {
  readonly options: ConnectOptions;
  readonly environment: Environment;
  readonly theme: Theme;
  readonly model: ChatModel;
  readonly view: ChatView;
  /** The passwords that files were named for. */
  readonly passwords: Passwords;
}

/** Runs the chat on this terminal; returns the exit code. */
export async function runInteractive(
  options: ConnectOptions,
  { environment, listenForStop }: Pick<
    Invocation,
    "environment" | "listenForStop"
  >,
): Promise<number> {
  const theme = themeFor(options, environment);
  const passwords = await knownPasswords(options);
  const model: ChatModel = new ChatModel({
    rooms: new Rooms(),
    onChange: () => view.drawSoon(),
  });
  using terminal = new Terminal({
    onResize: () => view.resized(),
    onTaken: () => view.comeBack(),
    listen,
  });
  const view: ChatView = new ChatView({
    ...theme,
    model,
    screen: new Screen((text) => terminal.write(text)),
    size: () => terminal.size,
  });
  using _bugs = reportBugs(() => {
    terminal.restore();
    return model.state.pending.map(({ text }) =>
      `Not confirmed by the server: ${text}`
    );
  });
  const setting = { options, environment, theme, model, view, passwords };
  const session = openSession(setting, hostOn(terminal, { view, environment }));
  using _signals = listenForSignals(
    listenForStop,
    (code) => session.stop(code),
    {
      beforeExit: () => terminal.restore(),
      // Ctrl-C in an editor is the editor's affair.
      isForAnother: (signal) => signal === "SIGINT" && terminal.isLent,
    },
  );
  void readKeys(terminal, session);
  const exitCode = await session.run();
  terminal.restore();
  sayLastWords(session, theme);
  return exitCode;
}

function themeFor(options: ConnectOptions, environment: Environment): Theme {
  const paint = choosePaint({ ...options, environment, isTerminal: true });
  return {
    paint: takesLinks(environment) ? withLinks(paint) : paint,
    charset: charsetOf(environment, Deno.build.os),
    calendar: new Calendar({ hour12: countsTo12(environment) }),
    align: options.align,
    roomsList: options.roomsList,
  };
}

function openSession(setting: SessionSetting, host: Host): TerminalSession {
  const { options, environment, model, view } = setting;
  const folder = stateFolder(environment, Deno.build.os);
  const transcript = new Transcript({ me: "", rooms: model.state.rooms });
  return new TerminalSession({
    model,
    view,
    host,
    history: new InputHistory(folder && inputHistoryFile(folder)),
    encoding: encodingOf(environment),
    name: options.name,
    proposal: loginName(environment),
    warn: warnerFor(transcript, model),
    openChat: (me, typist) => openChat({ ...setting, folder, me, typist }),
  });
}

/** What a chat under one name needs besides. */
interface ChatSetting extends SessionSetting {
  readonly folder: string | undefined;
  readonly me: string;
  readonly typist: Typist;
}

function openChat(setting: ChatSetting): TerminalChat {
  const { options, environment, theme, model, view, folder, me, typist } =
    setting;
  const { address, timeoutMs, joins } = options;
  const unsent = folder && stateFile(folder, "unsent", address, me);
  const readMarkers = new ReadMarkerStore(
    folder && stateFile(folder, "read", address, me),
  );
  const transcript = new Transcript({
    me,
    rooms: model.state.rooms,
    joins,
    readMarker: readMarkers.load(),
    isWatched: () => view.isWatched,
  });
  const known = new KnownServers(folder && knownServersFile(folder));
  const notifications = new Notifications({
    ...options,
    ring: () => view.ring(),
    warn: warnerFor(transcript, model),
    isFocused: () => model.state.isFocused,
  });
  return new TerminalChat({
    connection: {
      ...connectionOptions(address),
      tokens: tokenFileOf(environment, address, me),
      giveUpMs: timeoutMs,
      passwords: setting.passwords,
    },
    name: me,
    target: options.target,
    address: formatAddress(address),
    store: new UnackedStore(unsent),
    readMarkers,
    transcript,
    model,
    view,
    calendar: theme.calendar,
    onAlert: (alert) => notifications.notify(alert),
    ...typist,
    onOnline: () => void known.remember(address),
  });
}

function warnerFor(
  transcript: Transcript,
  model: ChatModel,
): (text: string) => void {
  return (text) => {
    transcript.warn(text);
    model.roomsChanged();
  };
}

/** While the terminal is elsewhere nothing is drawn, and nothing is seen. */
function hostOn(
  terminal: Terminal,
  { view, environment }: Pick<SessionSetting, "view" | "environment">,
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
  session.stop(SIGNAL_EXITS.SIGHUP);
}

/** What must be known when the chat is not to be seen any more. */
function sayLastWords(
  { lastWords, goodbye }: TerminalSession,
  theme: Theme,
): void {
  const renderer = new LineRenderer({ me: "", ...theme });
  const lines = lastWords.flatMap((text) => renderer.warn(text));
  const isWell = lines.length === 0 && goodbye !== "";
  new Output(Deno.stderr).lines(isWell ? renderer.note(goodbye) : lines);
}
