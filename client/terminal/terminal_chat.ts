/**
 * The chat on a terminal under one name: what the server says goes into the
 * model, and what is not confirmed or read yet is kept.
 *
 * @module
 */

import type { Event, RoomsEvent } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";
import { ROOMS_VERSION } from "../../shared/version.ts";
import type { Room } from "../chat/room.ts";
import { Connection } from "../connection/connection.ts";
import type { CloseReason } from "../connection/close_reason.ts";
import type {
  ConnectionEvents,
  ConnectionState,
  DeliveryResult,
  Online,
  Waiting,
} from "../connection/connection_events.ts";
import type { Outgoing } from "../connection/unacked_messages.ts";
import { NickCompletion } from "../editing/nick_completion.ts";
import { ReadMarkerSaver } from "../files/read_marker.ts";
import { greeting } from "../view/greeting.ts";
import { AfterLogin } from "./after_login.ts";
import { type AskedRequest, AskedRequests } from "./asked_requests.ts";
import { CatchUp } from "./catch_up.ts";
import { ChatInput } from "./chat_input.ts";
import { ConnectionStatus } from "./connection_status.ts";
import { EarlierMessages } from "./earlier_messages.ts";
import { ownMessage } from "./own_message.ts";
import { ReadMarkSender } from "./read_mark_sender.ts";
import { RoomEvents } from "./room_events.ts";
import { passwordPrompt } from "./secret_prompt.ts";
import { type ServerKind, serverKind } from "./server_kind.ts";
import type {
  TerminalChatOptions,
  TerminalEnding,
} from "./terminal_chat_options.ts";
import { UnsentMessages } from "./unsent_messages.ts";

/** How long leaving waits for what was just sent. */
const LEAVE_MS = 1000;
/** How long leaving waits for a disk that hangs. */
const DISK_MS = 1000;
const NEW_LOG = "The server has a new log: what was said before is gone there";
const PERHAPS_LOST = "Not confirmed, so perhaps not sent:";

/** One person's chat under one name. */
export class TerminalChat implements ConnectionEvents {
  /** Takes what a person does. */
  readonly input: ChatInput;
  readonly #options: TerminalChatOptions;
  readonly #unsent: UnsentMessages;
  readonly #nicks: NickCompletion;
  readonly #connection: Connection;
  readonly #earlier: EarlierMessages;
  readonly #status: ConnectionStatus;
  readonly #readMarker: ReadMarkerSaver;
  readonly #readMarks: ReadMarkSender;
  readonly #catchUp: CatchUp;
  readonly #asked: AskedRequests;
  readonly #afterLogin: AfterLogin;
  readonly #roomEvents: RoomEvents;
  #isAway = false;
  #server: ServerKind = "unknown";

  /** Prepares a chat; {@linkcode TerminalChat.run} holds it. */
  constructor(options: TerminalChatOptions) {
    const { connection, name, readMarkers, transcript, model } = options;
    const { rooms } = model.state;
    this.#options = options;
    this.#status = new ConnectionStatus((facts) => model.setConnection(facts));
    this.#unsent = new UnsentMessages({ ...options, status: this.#status });
    this.#nicks = new NickCompletion(name);
    this.#connection = new Connection({
      login: { version: ROOMS_VERSION },
      ...connection,
      name,
      pending: this.#unsent.pending,
      listener: this,
      askPassword: (kind) =>
        options.askSecret(passwordPrompt(kind, name), { isChecked: true }),
    });
    const ask = (request: Request) => this.#connection.ask(request);
    this.#asked = new AskedRequests({
      rooms,
      ask: (request) => {
        // How much is new there depends on it.
        if (request.request === "rooms") this.#readMarks.tell();
        return ask(request);
      },
    });
    this.input = new ChatInput({
      ...options,
      connection: this.#connection,
      nicks: this.#nicks,
      asked: this.#asked,
      roomNames: () => this.#roomEvents.names,
      server: () => this.#server,
      onSent: () => this.#unsent.added(),
      onQuit: () => this.#quit(),
    });
    this.#roomEvents = new RoomEvents({
      ...options,
      ask: (request) => this.input.ask(request),
    });
    this.#earlier = new EarlierMessages({ ...options, ask });
    this.#catchUp = new CatchUp({
      // An old server would take it for a mistake.
      ask: (request) => this.#server === "legacy" ? undefined : ask(request),
      onDone: () => options.view.caughtUp(),
    });
    this.#afterLogin = new AfterLogin({
      name,
      ask,
      onRooms: (event) => this.#listed(event),
      onRegistered: (isRegistered) => this.#registered(isRegistered),
      onNames: (...answer) => this.#named(...answer),
    });
    const isKept = () => this.#server === "rooms";
    this.#readMarks = new ReadMarkSender({ rooms, ask, isKept });
    this.#readMarker = new ReadMarkerSaver(
      readMarkers,
      () => transcript.readMarker,
    );
  }

  /** Chats until one side leaves. */
  async run(): Promise<TerminalEnding> {
    const { address, connection } = this.#options;
    const reason = await this.#connect();
    const [isKept] = await Promise.all([
      this.#unsent.flush(DISK_MS),
      this.#readMarker.flush(DISK_MS),
    ]);
    const hasTimeout = connection.giveUpMs !== undefined;
    const unsent = this.#unsent.pending.list();
    return { reason, address, unsent, isKept, hasTimeout };
  }

  /** Leaves now. */
  stop(): void {
    void this.#connection.leave();
  }

  /** Another room is looked at: what is missing there is asked for. */
  lookedAt(room: Room): void {
    this.#earlier.show();
    if (this.#server !== "rooms") return;
    const isRoom = room.kind === "room" && room.name !== "";
    if (isRoom && !room.members.areKnown) {
      this.#afterLogin.askNames(room, false);
    }
    this.#earlier.fill(room);
  }

  /** Shows how the connection is. */
  onState(state: ConnectionState): void {
    if (state.kind === "connecting") this.#status.setState("connecting");
    if (state.kind === "online") this.#online(state);
    if (state.kind === "waiting") this.#waiting(state);
  }

  /** Shows what the server said. */
  onEvent(event: Event): void {
    const { transcript, model } = this.#options;
    this.#nicks.apply(event);
    this.#catchUp.take(event);
    const asked = this.#asked.take(event);
    const frame = this.input.frameOf(event);
    if (frame === "more") return;
    if (frame) transcript.showFound(frame, asked?.room);
    else if (!this.#isForUs(event)) this.#take(event, asked);
    model.roomsChanged();
  }

  /** Own words stand where the log has them: when they are confirmed. */
  onSettled(message: Outgoing, result: DeliveryResult): void {
    const { name } = this.#options;
    this.#unsent.settled(message, result);
    if (result.kind === "refused") return;
    if (result.kind === "unknown") this.input.warn(PERHAPS_LOST);
    this.#apply(ownMessage(message, name, this.#server === "legacy"));
  }

  async #connect(): Promise<CloseReason> {
    const { model, view, name } = this.#options;
    using _listening = view.listen({
      onTop: () => this.#earlier.loadOlder(),
      onOldest: () => this.#earlier.loadMany(),
      onSeen: () => {
        this.#readMarker.soon();
        this.#readMarks.soon();
      },
      onBack: () => this.#catchUp.begin(),
    });
    model.logIn(name);
    this.#unsent.open();
    const { size } = this.#unsent.pending;
    if (size > 0) {
      this.input.note(`Not sent last time, now on the way: ${size}`);
    }
    const reason = await this.#connection.run();
    this.#status.stop();
    this.#readMarks.stop();
    this.#catchUp.end();
    model.setPending([]);
    return reason;
  }

  #take(event: Event, asked: AskedRequest | undefined): void {
    if (this.#roomEvents.take(event, asked)) return;
    if (event.kind === "info" && event.code === "registered") {
      this.#registered(true);
    }
    this.#apply(event, asked?.room ?? this.#unsent.roomOfRefusal(event));
  }

  #apply(event: Event, asked?: Room): void {
    const { transcript, onAlert } = this.#options;
    const alert = transcript.apply(event, asked);
    if (alert) onAlert(alert);
  }

  /** Answers to questions that nobody typed. */
  #isForUs(event: Event): boolean {
    const isAnswer = this.#earlier.take(event) ||
      this.#readMarks.take(event) || this.#afterLogin.take(event);
    // While it tries to come back the status row says so.
    return isAnswer || (event.kind === "error" && this.#isAway);
  }

  #registered(isRegistered: boolean): void {
    this.#status.setRegistered(isRegistered);
    this.#options.transcript.readPlaces.setShared(isRegistered);
  }

  /** The rooms one is in, with how much is unread. */
  #listed(event: RoomsEvent): void {
    const { transcript, model } = this.#options;
    this.#roomEvents.listed(event);
    this.#nicks.present(event.direct.map((talk) => talk.with));
    for (const room of model.state.rooms.list) {
      const isNew = room.serverRead !== undefined && !room.scroll.unreadLine;
      const isElsewhere = room !== model.state.rooms.current;
      if (isNew && isElsewhere) transcript.pastOf(room).jumpToFirstUnread();
    }
  }

  /** What the server says after a login comes before this answer. */
  #named(event: Event, room: Room, isFirst: boolean): void {
    if (isFirst) this.#earlier.jumpToFirstUnread();
    if (isFirst || event.kind !== "names") this.#apply(event, room);
    else room.members.set(event.names, event.count);
    const { target } = this.#options;
    if (isFirst && target) this.input.goTo(target);
  }

  /** Leaves when what was just sent is settled, or that takes too long. */
  #quit(): void {
    this.#status.setState("leaving");
    this.#readMarks.tell();
    void this.#connection.pendingAtMost(0, LEAVE_MS)
      .then(() => this.#connection.leave());
  }

  #online({ welcome, again, isSameLog }: Online): void {
    const { address, name, transcript, model } = this.#options;
    this.#status.setState("online");
    this.#options.secretChecked();
    this.#options.onOnline?.();
    this.#isAway = false;
    this.#server = serverKind(welcome);
    if (welcome) transcript.onWelcome(welcome);
    if (again) this.input.note("Online again");
    else this.input.note(greeting({ server: welcome?.server, address, name }));
    if (!isSameLog) this.input.note(NEW_LOG);
    if (!welcome) return; // old servers may not like a question unasked
    if (this.#server === "rooms") {
      this.#roomEvents.onWelcome(welcome);
      if (!again) this.#status.setRegistered(undefined);
      this.#afterLogin.askRooms(again);
    }
    this.#afterLogin.askNames(model.state.rooms.current, !again);
  }

  #waiting({ ms, why, isKnown }: Waiting): void {
    if (!this.#isAway && !isKnown) this.input.warn(why);
    this.#isAway = true;
    this.#options.transcript.onDisconnected();
    this.#catchUp.end();
    this.#afterLogin.reset();
    this.#readMarks.reset();
    this.#earlier.reset();
    this.#status.setWaiting(ms);
  }
}
