/**
 * The chat on a terminal under one name: what the server says goes into the
 * model, and what is not confirmed or read yet is kept.
 *
 * @module
 */

import type { Event } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";
import { HistoryLoader } from "../chat/history_loader.ts";
import type { Alert } from "../chat/mentions.ts";
import type { Transcript } from "../chat/transcript.ts";
import {
  Connection,
  type ConnectionOptions,
} from "../connection/connection.ts";
import type { CloseReason } from "../connection/close_reason.ts";
import type {
  ConnectionEvents,
  ConnectionState,
  DeliveryResult,
  Online,
  Waiting,
} from "../connection/connection_events.ts";
import {
  type Outgoing,
  UnackedMessages,
} from "../connection/unacked_messages.ts";
import { NickCompletion } from "../editing/nick_completion.ts";
import { ReadMarkerSaver, type ReadMarkerStore } from "../files/read_marker.ts";
import type { UnackedStore } from "../connection/unacked_store.ts";
import type { Calendar } from "../view/calendar.ts";
import { greeting } from "../view/greeting.ts";
import { CatchUp } from "./catch_up.ts";
import { ChatInput } from "./chat_input.ts";
import type { ChatModel } from "./chat_model.ts";
import type { ChatView } from "./chat_view.ts";
import { ConnectionStatus } from "./connection_status.ts";
import { ownMessage } from "./own_message.ts";
import { UnackedSaver } from "./unacked_saver.ts";

/** Options for {@linkcode TerminalChat}. */
export interface TerminalChatOptions {
  readonly connection: Omit<
    ConnectionOptions,
    "listener" | "name" | "pending"
  >;
  readonly name: string;
  /** What was called to get here, for people. */
  readonly address: string;
  /** What an earlier run left, and where this one's is kept. */
  readonly store: Pick<UnackedStore, "load" | "save">;
  /** Where it is kept how far was read. */
  readonly readMarkers: Pick<ReadMarkerStore, "save">;
  readonly transcript: Transcript;
  readonly model: ChatModel;
  readonly view: ChatView;
  readonly calendar: Calendar;
  /** Hears of what was said just now, not of the past. */
  readonly onAlert: (alert: Alert) => void;
  /** Gives a refused text back to who typed it. */
  readonly giveBack: (text: string) => void;
  /** Hears that somebody is logged in, each time. */
  readonly onOnline?: () => void;
}

/** How a chat on a terminal ended. */
export interface TerminalEnding {
  readonly reason: CloseReason;
  /** What was called to get there, for people. */
  readonly address: string;
  /** What nobody confirmed. */
  readonly unsent: readonly Outgoing[];
  /** Whether it is kept and will be sent next time. */
  readonly isKept: boolean;
  /** Whether a time to give up after was asked for. */
  readonly hasTimeout: boolean;
}

/** How long leaving waits for what was just sent. */
const LEAVE_MS = 1000;
/** How long leaving waits for a disk that hangs. */
const DISK_MS = 1000;
const NEW_LOG = "The server has a new log: what was said before is gone there";
const NOT_KEPT =
  "Cannot keep unsent messages on disk: do not leave before they are sent";
const PERHAPS_LOST = "Not confirmed, so perhaps not sent:";

/** One person's chat under one name. */
export class TerminalChat implements ConnectionEvents {
  /** Takes what a person does. */
  readonly input: ChatInput;
  readonly #options: TerminalChatOptions;
  readonly #pending: UnackedMessages;
  readonly #saver: UnackedSaver;
  readonly #nicks: NickCompletion;
  readonly #connection: Connection;
  readonly #history: HistoryLoader;
  readonly #status: ConnectionStatus;
  readonly #readMarker: ReadMarkerSaver;
  readonly #catchUp: CatchUp;
  #isAway = false;
  /** The id of the question who is here, asked after each login. */
  #namesId: string | undefined;
  /** Whether the answer is not worth a line. */
  #isQuiet = false;
  #isLegacyServer = false;

  /** Prepares a chat; {@linkcode TerminalChat.run} holds it. */
  constructor(options: TerminalChatOptions) {
    const { connection, name, store, readMarkers, transcript, model } = options;
    this.#options = options;
    const pending = new UnackedMessages(store.load());
    this.#pending = pending;
    const onFailure = () => this.input.warn(NOT_KEPT);
    this.#saver = new UnackedSaver({ pending, store, onFailure });
    this.#nicks = new NickCompletion(name);
    this.#connection = new Connection({
      ...connection,
      name,
      pending,
      listener: this,
    });
    this.input = new ChatInput({
      ...options,
      connection: this.#connection,
      nicks: this.#nicks,
      isLegacyServer: () => this.#isLegacyServer,
      onSent: () => {
        this.#saver.added();
        this.#showPending();
      },
      onQuit: () => this.#quit(),
    });
    const ask = (request: Request) => this.#connection.ask(request);
    this.#history = new HistoryLoader({ transcript, ask });
    this.#catchUp = new CatchUp({
      // An old server would take it for a mistake.
      ask: (request) => this.#isLegacyServer ? undefined : ask(request),
      onDone: () => options.view.caughtUp(),
    });
    this.#status = new ConnectionStatus((facts) => model.setConnection(facts));
    this.#readMarker = new ReadMarkerSaver(
      readMarkers,
      () => transcript.readMarker,
    );
  }

  /** Chats until one side leaves. */
  async run(): Promise<TerminalEnding> {
    const { address, connection } = this.#options;
    const reason = await this.#connect();
    // What was written meanwhile must not go to an old server again.
    if (this.#pending.size > 0) this.#saver.settled();
    const [isKept] = await Promise.all([
      this.#saver.flush(DISK_MS),
      this.#readMarker.flush(DISK_MS),
    ]);
    const hasTimeout = connection.giveUpMs !== undefined;
    const unsent = this.#pending.list();
    return { reason, address, unsent, isKept, hasTimeout };
  }

  /** Leaves now. */
  stop(): void {
    void this.#connection.leave();
  }

  /** Shows how the connection is. */
  onState(state: ConnectionState): void {
    if (state.kind === "connecting") this.#status.setState("connecting");
    if (state.kind === "online") this.#online(state);
    if (state.kind === "waiting") this.#waiting(state);
  }

  /** Shows what the server said. */
  onEvent(event: Event): void {
    const { transcript } = this.#options;
    this.#nicks.apply(event);
    this.#catchUp.take(event);
    const frame = this.input.frameOf(event);
    if (frame === "more") return;
    if (frame) transcript.showFound(frame);
    else if (!this.#isForUs(event)) this.#apply(event);
    this.#options.model.roomsChanged();
  }

  /** Own words stand where the log has them: when they are confirmed. */
  onSettled(message: Outgoing, result: DeliveryResult): void {
    const { giveBack, name } = this.#options;
    this.#saver.settled();
    this.#showPending();
    if (result.kind === "refused") {
      this.input.warn(`Not sent: ${message.text}`);
      return giveBack(message.text);
    }
    if (result.kind === "unknown") this.input.warn(PERHAPS_LOST);
    this.#apply(ownMessage(message, name, this.#isLegacyServer));
  }

  async #connect(): Promise<CloseReason> {
    const { model, view, name } = this.#options;
    using _listening = view.listen({
      onTop: () => this.#load(() => this.#history.loadOlder()),
      onOldest: () => this.#load(() => this.#history.loadMany()),
      onSeen: () => this.#readMarker.soon(),
      onBack: () => this.#catchUp.begin(),
    });
    model.logIn(name);
    this.#showPending();
    if (this.#pending.size > 0) {
      const count = this.#pending.size;
      this.input.note(`Not sent last time, now on the way: ${count}`);
    }
    const reason = await this.#connection.run();
    this.#status.stop();
    this.#catchUp.end();
    model.setPending([]);
    return reason;
  }

  #apply(event: Event): void {
    const { transcript, onAlert } = this.#options;
    const alert = transcript.apply(event);
    if (alert) onAlert(alert);
  }

  /** Does something about what was said earlier, and says how that stands. */
  #load(act: () => void): void {
    act();
    this.#options.model.setEarlier(this.#history.earlier);
  }

  /** Answers to questions that nobody typed. */
  #isForUs(event: Event): boolean {
    if (this.#history.take(event)) {
      this.#load(() => this.#options.view.olderLoaded());
      return true;
    }
    if ("id" in event && event.id && event.id === this.#namesId) {
      // What the server says after a login comes before this answer.
      if (!this.#isQuiet) this.#load(() => this.#history.jumpToFirstUnread());
      if (!this.#isQuiet || event.kind !== "names") return false;
      this.#options.transcript.setNames(event.names);
      return true;
    }
    // While it tries to come back the status row says so.
    return event.kind === "error" && this.#isAway;
  }

  /** Leaves when what was just sent is settled, or that takes too long. */
  #quit(): void {
    this.#status.setState("leaving");
    void this.#connection.pendingAtMost(0, LEAVE_MS)
      .then(() => this.#connection.leave());
  }

  #showPending(): void {
    const messages = this.#pending.list();
    this.#options.model.setPending(messages);
    this.#status.setPending(messages);
  }

  #online({ welcome, again, isSameLog }: Online): void {
    const { address, name, transcript } = this.#options;
    this.#status.setState("online");
    this.#options.onOnline?.();
    this.#isAway = false;
    this.#isLegacyServer = welcome === undefined;
    if (welcome) transcript.onWelcome(welcome);
    if (again) this.input.note("Online again");
    else this.input.note(greeting({ server: welcome?.server, address, name }));
    if (!isSameLog) this.input.note(NEW_LOG);
    if (!welcome) return; // old servers may not like a question unasked
    this.#namesId = this.#connection.ask({ request: "names" });
    this.#isQuiet = again;
  }

  #waiting({ ms, why, isKnown }: Waiting): void {
    if (!this.#isAway && !isKnown) this.input.warn(why);
    this.#isAway = true;
    this.#options.transcript.onDisconnected();
    this.#catchUp.end();
    this.#load(() => this.#history.reset());
    this.#status.setWaiting(ms);
  }
}
