/**
 * The chat on a terminal under one name: lines in, the view out, and the
 * connection between them. Knows nothing of keys and escape sequences.
 *
 * @module
 */

import { ChatError } from "../shared/errors.ts";
import type { Event } from "../shared/event.ts";
import type { Request } from "../shared/request.ts";
import type { ChatView } from "./chat_view.ts";
import { type CommandContext, readInput } from "./commands.ts";
import { Connection, type ConnectionOptions } from "./connection.ts";
import type { Ending } from "./ending.ts";
import { greeting } from "./greeting.ts";
import type { LineTaker } from "./line_input.ts";
import type { Listener, Online, State, Verdict, Waiting } from "./listener.ts";
import { type Outgoing, Pending } from "./pending.ts";
import type { PendingStore } from "./pending_store.ts";
import { People } from "./people.ts";
import type { Renderer } from "./render.ts";

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
  readonly view: ChatView;
  readonly renderer: Renderer;
  /** Gives a refused text back to who typed it. */
  readonly giveBack: (text: string) => void;
}

/** How a chat on a terminal ended. */
export interface TerminalEnding {
  readonly ending: Ending;
  /** What nobody confirmed. */
  readonly unsent: readonly Outgoing[];
  /** Whether it is kept and will be sent next time. */
  readonly isKept: boolean;
  /** Whether a time to give up after was asked for. */
  readonly hasTimeout: boolean;
}

/** How long leaving waits for what was just sent. */
const LEAVE_MS = 1000;
const SECOND_MS = 1000;

/** One person's chat under one name. */
export class TerminalChat implements Listener, CommandContext, LineTaker {
  readonly #options: TerminalChatOptions;
  readonly #pending: Pending;
  readonly #people: People;
  readonly #connection: Connection;
  #countdown: ReturnType<typeof setInterval> | undefined;
  #isAway = false;
  /** The id of a question whose answer is for completion only. */
  #quietId: string | undefined;
  #isKept = true;

  /** Prepares a chat; {@linkcode TerminalChat.run} holds it. */
  constructor(options: TerminalChatOptions) {
    const { connection, name, store } = options;
    this.#options = options;
    this.#pending = new Pending(store.load());
    this.#people = new People(name);
    this.#connection = new Connection({
      ...connection,
      name,
      pending: this.#pending,
      listener: this,
    });
  }

  /** Chats until one side leaves. */
  async run(): Promise<TerminalEnding> {
    const { view, name } = this.#options;
    view.prompt = `${name}> `;
    view.pending = this.#pending.list();
    if (this.#pending.size > 0) {
      this.note(`Not sent last time, now on the way: ${this.#pending.size}`);
    }
    const ending = await this.#connection.run();
    clearInterval(this.#countdown);
    this.#setStatus("");
    view.pending = [];
    return {
      ending,
      unsent: this.#pending.list(),
      isKept: this.#isKept,
      hasTimeout: this.#options.connection.giveUpMs !== undefined,
    };
  }

  /** Takes a line that was typed. */
  take(line: string): void {
    const input = readInput(line);
    if (input.kind === "command") input.command.run(this, input.argument);
    if (input.kind === "unknown") this.warn(input.why);
    if (input.kind === "text") this.#say(input.text);
  }

  /** Names for completion. */
  names(): readonly string[] {
    return this.#people.list();
  }

  /** Leaves when what was just sent is settled, or that takes too long. */
  quit(): void {
    this.#setStatus("leaving");
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
    this.#options.view.print(this.#options.renderer.note(text));
  }

  /** Shows what is wrong. */
  warn(text: string): void {
    this.#options.view.print(this.#options.renderer.warn(text));
  }

  /** Shows how the connection is. */
  onState(state: State): void {
    clearInterval(this.#countdown);
    if (state.kind === "connecting") this.#setStatus("connecting");
    if (state.kind === "online") this.#online(state);
    if (state.kind === "waiting") this.#waiting(state);
  }

  /** Shows what the server said. */
  onEvent(event: Event): void {
    this.#learn(event);
    if ("id" in event && event.id === this.#quietId && event.id) return;
    // While it tries to come back the status row tells.
    if (event.kind === "error" && this.#isAway) return;
    this.#options.view.print(this.#options.renderer.render(event));
  }

  /** Own words stand where the log has them: when they are confirmed. */
  onSettled(message: Outgoing, verdict: Verdict): void {
    const { giveBack, renderer, view, name } = this.#options;
    this.#keep();
    if (verdict.kind === "refused") {
      this.warn(`Not sent: ${message.text}`);
      return giveBack(message.text);
    }
    const { text, time } = message;
    view.print(renderer.render({
      kind: "message",
      sender: name,
      text,
      time,
      timestamp: "",
    }));
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
    this.#options.view.drawSoon();
    if (wasKept && !this.#isKept) {
      this.warn(
        "Cannot keep unsent messages on disk: do not leave before they are sent",
      );
    }
  }

  #online({ welcome, again, isSameLog }: Online): void {
    const { address, name } = this.#options;
    this.#setStatus("");
    this.#isAway = false;
    if (again) this.note("Online again");
    else this.note(greeting({ server: welcome?.server, address, name }));
    if (!isSameLog) {
      this.note("The server has a new log: what was said before is gone there");
    }
    if (!welcome) return; // old servers may not like a question unasked
    const id = this.#connection.ask({ request: "names" });
    if (again) this.#quietId = id;
  }

  #waiting({ ms, why, isKnown }: Waiting): void {
    if (!this.#isAway && !isKnown) this.warn(why);
    this.#isAway = true;
    let seconds = Math.ceil(ms / SECOND_MS);
    const tell = () =>
      this.#setStatus(`offline, trying again in ${seconds--} s (${why})`);
    tell();
    if (seconds > 0) this.#countdown = setInterval(tell, SECOND_MS);
  }

  #setStatus(status: string): void {
    this.#options.view.status = status;
    this.#options.view.drawSoon();
  }

  #learn(event: Event): void {
    if (event.kind === "message") this.#people.spoke(event.sender ?? "");
    if (event.kind === "names") this.#people.here(event.names);
    if (event.kind === "presence") {
      // Both can name one person, who left and came back in another spelling.
      this.#people.left(event.left);
      this.#people.here(event.joined);
    }
    if (event.kind === "history") {
      for (const message of event.messages) this.#learn(message);
    }
  }
}
