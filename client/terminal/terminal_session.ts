/**
 * From the first key on a terminal to the exit code: the name, a chat under
 * it, another name if that one is refused, and the last words.
 *
 * @module
 */

import type { Room } from "../chat/room.ts";
import type { Action, SessionAction } from "../editing/key_bindings.ts";
import { type Key, KeyReader } from "../editing/keys.ts";
import { EMPTY_DRAFT, type LineDraft } from "../editing/line_editor.ts";
import { LineInput, SECOND_INTERRUPT_MS } from "../editing/line_input.ts";
import { giveUpMessage } from "../connection/close_reason.ts";
import { EXIT, exitCodeFor } from "../connection/exit_code.ts";
import type { InputHistory } from "../files/input_history.ts";
import type { ChatModel } from "./chat_model.ts";
import type { ChatView } from "./chat_view.ts";
import type { Edited } from "./external_editor.ts";
import { NamePrompt } from "./name_prompt.ts";
import type { TerminalChat, TerminalEnding } from "./terminal_chat.ts";

/** Where the terminal can go meanwhile. */
export interface Host {
  /** Lets a text be edited in another program, until it ends or the signal aborts. */
  edit(text: string, signal: AbortSignal): Promise<Edited>;
  /** Stops this program for a while; `false` where that cannot be done. */
  suspend(): Promise<boolean>;
}

/** Options for {@linkcode TerminalSession}. */
export interface TerminalSessionOptions {
  readonly model: ChatModel;
  readonly view: ChatView;
  readonly host: Host;
  /** Lines entered earlier, and where this run's go. */
  readonly history: InputHistory;
  /** In which the terminal sends keys; UTF-8 if not said. */
  readonly encoding?: string;
  /** Who to be; asked for when missing. */
  readonly name?: string | undefined;
  /** Offered when the name is asked for. */
  readonly proposal?: string | undefined;
  /** Makes the chat under a name. */
  readonly openChat: (
    name: string,
    giveBack: (text: string) => void,
  ) => TerminalChat;
  /** Shows what is wrong. */
  readonly warn: (text: string) => void;
}

/** Refusals after which another name may do; old servers give no code. */
const ABOUT_THE_NAME: ReadonlySet<string | undefined> = new Set([
  "bad_name",
  "name_taken",
  undefined,
]);

/** How long leaving waits for the file of lines entered before. */
const HISTORY_MS = 500;

type SessionAct = (session: TerminalSession, key: string) => void;

/** A person at a terminal. */
export class TerminalSession {
  readonly #options: TerminalSessionOptions;
  readonly #namePrompt: NamePrompt;
  readonly #input: LineInput;
  readonly #reader: KeyReader;
  readonly #stop = new AbortController();
  /** Keys that came while the terminal was elsewhere. */
  readonly #waiting: Key[] = [];
  /** What was begun in rooms that are not looked at. */
  readonly #drafts = new Map<Room, LineDraft>();
  readonly #lastWords: string[] = [];
  #goodbye = "";
  #escapeTimer: ReturnType<typeof setTimeout> | undefined;
  #interruptTimer: ReturnType<typeof setTimeout> | undefined;
  #chat: TerminalChat | undefined;
  #stopCode: number | undefined;
  /** Settled when the terminal is back. */
  #elsewhere: Promise<void> | undefined;

  /** Prepares everything; {@linkcode TerminalSession.run} begins. */
  constructor(options: TerminalSessionOptions) {
    const { history, view } = options;
    this.#options = options;
    this.#reader = new KeyReader(options.encoding);
    this.#namePrompt = new NamePrompt(options);
    this.#input = new LineInput({
      handler: this.#namePrompt,
      earlier: history.load(),
      onEntered: (line) => history.add(line),
      onAction: (action, key) =>
        view.act(action, key) || this.#act(action, key),
      now: () => performance.now(),
    });
  }

  /** What must be known when the chat is not to be seen any more. */
  get lastWords(): readonly string[] {
    return this.#lastWords;
  }

  /** Said on the normal screen when there are no last words; "" for nothing. */
  get goodbye(): string {
    return this.#goodbye;
  }

  /** Takes bytes of the terminal; done when all they ask for is done. */
  async type(bytes: Uint8Array): Promise<void> {
    clearTimeout(this.#escapeTimer);
    this.#waiting.push(...this.#reader.push(bytes, performance.now()));
    if (this.#reader.isWaiting) {
      this.#escapeTimer = setTimeout(() => {
        this.#waiting.push(...this.#reader.flush());
        void this.#pressAll();
      }, this.#reader.waitMs);
    }
    await this.#pressAll();
  }

  /** Leaves now, with this exit code. */
  stop(exitCode: number): void {
    this.#stopCode = exitCode;
    this.#stop.abort();
    this.#namePrompt.quit();
    this.#chat?.stop();
  }

  /** Chats until it is over; returns the exit code. */
  async run(): Promise<number> {
    for (let wanted = this.#options.name;; wanted = undefined) {
      const name = await this.#askName(wanted);
      if (name === undefined) return await this.#leave(EXIT.ok);
      const end = await this.#chatAs(name);
      if (!isNameRefused(end) || this.#stopCode !== undefined) {
        return await this.#leave(this.#conclude(end));
      }
    }
  }

  /** Gives the line to another program, and takes over what it makes of it. */
  editInEditor(): void {
    this.#goElsewhere(async () => {
      const { host, warn } = this.#options;
      const edited = await host.edit(this.#input.text, this.#stop.signal);
      if (edited.kind === "edited") this.#input.replace(edited.text);
      else warn(edited.why);
    });
  }

  /** Stops the program until the shell lets it go on. */
  suspend(): void {
    this.#goElsewhere(async () => {
      const { host, warn } = this.#options;
      if (!await host.suspend()) {
        warn("Cannot suspend a program on this system");
      }
    });
  }

  /** Goes to the room with a number, each with its own draft. */
  goToRoom(number: number): void {
    const { model, warn } = this.#options;
    const { rooms } = model.state;
    const room = rooms.list[number - 1];
    if (!room) return warn(`There is no room ${number}`);
    if (room === rooms.current) return;
    const draft = this.#drafts.get(room) ?? EMPTY_DRAFT;
    this.#drafts.set(rooms.current, this.#input.exchange(draft));
    model.goToRoom(room);
  }

  /** Connects again without waiting. */
  reconnect(): void {
    this.#chat?.input.reconnect();
  }

  async #pressAll(): Promise<void> {
    if (this.#elsewhere) return; // goes on afterwards
    for (let key = this.#waiting.shift(); key; key = this.#waiting.shift()) {
      this.#input.press(key);
      this.#show();
      if (this.#elsewhere) await this.#elsewhere;
    }
  }

  #goElsewhere(go: () => Promise<void>): void {
    this.#elsewhere = go().finally(() => {
      this.#elsewhere = undefined;
      this.#show();
    });
  }

  #act(action: Action, key: string): boolean {
    const act = ACTS.get(action);
    act?.(this, key);
    return act !== undefined;
  }

  #show(): void {
    clearTimeout(this.#interruptTimer);
    if (this.#input.picture.hint !== "") this.#forgetInterruptLater();
    this.#options.model.setInput(this.#input.picture);
  }

  #forgetInterruptLater(): void {
    this.#interruptTimer = setTimeout(() => {
      this.#input.forgetInterrupt();
      this.#options.model.setInput(this.#input.picture);
    }, SECOND_INTERRUPT_MS);
  }

  async #askName(wanted: string | undefined): Promise<string | undefined> {
    this.#input.handler = this.#namePrompt;
    return await this.#namePrompt.ask(wanted);
  }

  async #chatAs(name: string): Promise<TerminalEnding> {
    const chat = this.#options.openChat(name, (text) => {
      this.#input.giveBack(text);
      this.#show();
    });
    this.#chat = chat;
    this.#input.handler = chat.input;
    try {
      return await chat.run();
    } finally {
      this.#chat = undefined;
    }
  }

  /** Says what there is to say about the end; returns the exit code. */
  #conclude(end: TerminalEnding): number {
    const { reason, address, unsent, isKept, hasTimeout } = end;
    if ("text" in reason) this.#lastWords.push(reason.text);
    if (reason.kind === "left") this.#goodbye = `Left ${address}`;
    if (reason.kind === "abandoned") {
      this.#lastWords.push(giveUpMessage(reason.refusal));
    }
    if (unsent.length > 0) {
      const fate = isKept ? "goes out next time" : "is lost";
      this.#lastWords.push(
        `Not confirmed by the server; it ${fate}:`,
        ...unsent.map(({ text }) => text),
      );
    }
    return exitCodeFor(reason, { unsent: unsent.length, hasTimeout });
  }

  /** What is being edited elsewhere must not be lost with the chat. */
  async #leave(exitCode: number): Promise<number> {
    await this.#elsewhere;
    clearTimeout(this.#escapeTimer);
    clearTimeout(this.#interruptTimer);
    this.#options.view.close();
    await this.#options.history.flush(HISTORY_MS);
    return this.#stopCode ?? exitCode;
  }
}

const ACTS: ReadonlyMap<Action, SessionAct> = new Map<
  SessionAction,
  SessionAct
>([
  ["edit-in-editor", (session) => session.editInEditor()],
  ["go-to-room", (session, key) => session.goToRoom(Number(key.at(-1)))],
  ["reconnect", (session) => session.reconnect()],
  ["suspend", (session) => session.suspend()],
]);

/** Whether a chat never began because of the name. */
function isNameRefused({ reason }: TerminalEnding): boolean {
  return reason.kind === "refused" && ABOUT_THE_NAME.has(reason.code);
}
