/**
 * The chat on a terminal under one name: lines in, the view out, and the
 * connection between them.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Event } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";
import { Backlog } from "../view/backlog.ts";
import type { ChatView } from "./chat_view.ts";
import {
  type CommandContext,
  isMemorable,
  readInput,
} from "../editing/commands.ts";
import type { Vocabulary } from "../editing/completion.ts";
import {
  Connection,
  type ConnectionOptions,
} from "../connection/connection.ts";
import { greeting } from "../greeting.ts";
import { type Check, checkLine } from "../editing/line_check.ts";
import type { LineTaker } from "../editing/line_taker.ts";
import { LinkStatus } from "./link_status.ts";
import type { TerminalEnding } from "./terminal_ending.ts";
import type {
  Listener,
  Online,
  State,
  Verdict,
  Waiting,
} from "../connection/listener.ts";
import { type Outgoing, Pending } from "../connection/pending.ts";
import type { PendingStore } from "../connection/pending_store.ts";
import { People } from "../editing/people.ts";
import { PositionKeeper } from "../view/position_keeper.ts";
import type { ReadPositionStore } from "../view/read_position.ts";
import type { Rooms } from "../view/rooms.ts";
import type { Transcript } from "../view/transcript.ts";
import type { Alert } from "../view/alert.ts";

/** Options for {@linkcode TerminalChat}. */
export interface TerminalChatOptions {
  readonly connection: Omit<
    ConnectionOptions,
    "listener" | "name" | "pending"
  >;
  readonly name: string;
  /** What was called to get here, for people. */
  readonly address: string;
  readonly store: PendingStore;
  /** Where it is kept how far was read. */
  readonly positions: ReadPositionStore;
  readonly rooms: Rooms;
  readonly transcript: Transcript;
  readonly view: ChatView;
  /** Hears of what was said just now, not of the past. */
  readonly onAlert: (alert: Alert) => void;
  /** Gives a refused text back to who typed it. */
  readonly giveBack: (text: string) => void;
  /** Hears that somebody is logged in, each time. */
  readonly onOnline?: () => void;
}

/** How long leaving waits for what was just sent. */
const LEAVE_MS = 1000;
const NEW_LOG = "The server has a new log: what was said before is gone there";
const NOT_KEPT =
  "Cannot keep unsent messages on disk: do not leave before they are sent";
const PERHAPS_LOST = "Not confirmed, so perhaps not sent:";

/** One person's chat under one name. */
export class TerminalChat implements Listener, CommandContext, LineTaker {
  readonly #options: TerminalChatOptions;
  readonly #pending: Pending;
  readonly #people: People;
  readonly #connection: Connection;
  readonly #backlog: Backlog;
  readonly #status: LinkStatus;
  readonly #position: PositionKeeper;
  #isAway = false;
  /** The id of the question who is here, asked after each login. */
  #namesId: string | undefined;
  /** Whether the answer is not worth a line. */
  #isQuiet = false;
  #isKept = true;
  /** Whether the server is an old one. */
  isLegacyServer = false;

  /** Prepares a chat; {@linkcode TerminalChat.run} holds it. */
  constructor(options: TerminalChatOptions) {
    const { connection, name, store, positions, transcript, view } = options;
    this.#options = options;
    this.#pending = new Pending(store.load());
    this.#people = new People(name);
    this.#connection = new Connection({
      ...connection,
      name,
      pending: this.#pending,
      listener: this,
    });
    const ask = (request: Request) => this.#connection.ask(request);
    this.#backlog = new Backlog({ transcript, ask });
    this.#status = new LinkStatus(view);
    this.#position = new PositionKeeper({
      position: () => transcript.position,
      save: (position) => positions.save(position),
    });
  }

  /** Chats until one side leaves. */
  async run(): Promise<TerminalEnding> {
    const { view, name, address } = this.#options;
    view.prompt = `${name}> `;
    view.onTop = () => this.#backlog.more();
    view.onSeen = () => this.#position.soon();
    view.pending = this.#pending.list();
    if (this.#pending.size > 0) {
      this.note(`Not sent last time, now on the way: ${this.#pending.size}`);
    }
    const ending = await this.#connection.run();
    this.#stop();
    if (ending.kind === "left") view.goodbye = `Left ${address}`;
    const { giveUpMs } = this.#options.connection;
    const unsent = this.#pending.list();
    const hasTimeout = giveUpMs !== undefined;
    return { ending, unsent, isKept: this.#isKept, hasTimeout };
  }

  /** Tells what is to be said before a line goes. */
  check(line: string): Check {
    return checkLine(line);
  }

  /** Tells whether a line may be remembered. */
  isMemorable(line: string): boolean {
    return isMemorable(line);
  }

  /** Takes a line that was typed; who types wants to see what comes of it. */
  take(line: string): void {
    const input = readInput(line);
    if (input.kind !== "nothing") this.#options.view.toNewest();
    if (input.kind === "command") input.command.run(this, input.argument);
    if (input.kind === "unknown") this.warn(input.why);
    if (input.kind === "text") this.#say(input.text);
  }

  /** What Tab may complete. */
  vocabulary(): Vocabulary {
    const { name: me, rooms } = this.#options;
    const names = rooms.list.map(({ name }) => name);
    return {
      me,
      people: this.#people.list(),
      rooms: names.filter((name) => name !== ""),
    };
  }

  /** Leaves when what was just sent is settled, or that takes too long. */
  quit(): void {
    this.#status.is("leaving");
    void this.#connection.pendingAtMost(0, LEAVE_MS)
      .then(() => this.#connection.leave());
  }

  /** Leaves now. */
  stop(): void {
    void this.#connection.leave();
  }

  /** Sends a request of a command. */
  ask(request: Request): void {
    if (!this.#connection.ask(request)) this.warn("Not connected now");
  }

  /** Shows a text of the client itself. */
  note(text: string): void {
    this.#options.transcript.note(text);
    this.#options.view.drawSoon();
  }

  /** Shows what is wrong. */
  warn(text: string): void {
    this.#options.transcript.warn(text);
    this.#options.view.drawSoon();
  }

  /** Shows when the last message was said, in full. */
  info(): void {
    this.note(this.#options.transcript.describeLast());
  }

  /** Shows how the connection is. */
  onState(state: State): void {
    if (state.kind === "connecting") this.#status.is("connecting");
    if (state.kind === "online") this.#online(state);
    if (state.kind === "waiting") this.#waiting(state);
  }

  /** Shows what the server said. */
  onEvent(event: Event): void {
    this.#people.learn(event);
    if (!this.#isForUs(event)) this.#tell(event);
    this.#options.view.drawSoon();
  }

  /** Own words stand where the log has them: when they are confirmed. */
  onSettled(message: Outgoing, verdict: Verdict): void {
    this.#keep();
    if (verdict.kind === "refused") {
      this.warn(`Not sent: ${message.text}`);
      return this.#options.giveBack(message.text);
    }
    if (verdict.kind === "unknown") this.warn(PERHAPS_LOST);
    const { text, time } = message;
    const { name: sender } = this.#options;
    this.#tell({ kind: "message", sender, text, time, timestamp: "" });
  }

  #tell(event: Event): void {
    const { transcript, view, onAlert } = this.#options;
    transcript.isWatched = view.isWatched;
    const alert = transcript.tell(event);
    if (alert) onAlert(alert);
  }

  /** Answers to questions that nobody typed. */
  #isForUs(event: Event): boolean {
    if (this.#backlog.take(event)) return true;
    if ("id" in event && event.id && event.id === this.#namesId) {
      // What the server tells after a login comes before this answer.
      this.#backlog.land();
      if (!this.#isQuiet || event.kind !== "names") return false;
      this.#options.transcript.here(event.names);
      return true;
    }
    // While it tries to come back the status row tells.
    return event.kind === "error" && this.#isAway;
  }

  #say(text: string): void {
    try {
      this.#connection.say(text);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.warn(error.message);
      return this.#options.giveBack(text);
    }
    this.#keep();
    this.#connection.push();
  }

  /** Keeps what is pending before it is sent, so that nothing can lose it. */
  #keep(): void {
    const messages = this.#pending.list();
    const wasKept = this.#isKept;
    this.#isKept = this.#options.store.save(messages);
    this.#options.view.pending = messages;
    this.#status.pending(messages);
    if (wasKept && !this.#isKept) this.warn(NOT_KEPT);
  }

  #online({ welcome, again, isSameLog }: Online): void {
    const { address, name, transcript } = this.#options;
    this.#status.online();
    this.#options.onOnline?.();
    this.#isAway = false;
    this.isLegacyServer = welcome === undefined;
    if (welcome) transcript.tell(welcome);
    if (again) this.note("Online again");
    else this.note(greeting({ server: welcome?.server, address, name }));
    if (!isSameLog) this.note(NEW_LOG);
    if (!welcome) return; // old servers may not like a question unasked
    this.#namesId = this.#connection.ask({ request: "names" });
    this.#isQuiet = again;
  }

  #waiting({ ms, why, isKnown }: Waiting): void {
    if (!this.#isAway && !isKnown) this.warn(why);
    this.#isAway = true;
    this.#options.transcript.wentAway();
    this.#backlog.reset();
    this.#status.waiting(ms);
  }

  #stop(): void {
    const { view } = this.#options;
    this.#position.now();
    view.onTop = () => {};
    view.onSeen = () => {};
    view.pending = [];
    this.#status.pending([]);
    this.#status.is("none");
    this.#status.stop();
  }
}
