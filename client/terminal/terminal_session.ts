/**
 * From the first key on a terminal to the exit code: the name, a chat under
 * it, another name if that one is refused, and the last words.
 *
 * @module
 */

import type { Room } from "../chat/room.ts";
import {
  type Action,
  lookUp,
  type SessionAction,
} from "../editing/key_bindings.ts";
import { type Key, KeyReader } from "../editing/keys.ts";
import { LineInput, SECOND_INTERRUPT_MS } from "../editing/line_input.ts";
import { EXIT } from "../connection/exit_code.ts";
import type { InputHistory } from "../files/input_history.ts";
import type { ChatModel } from "./chat_model.ts";
import type { ChatView } from "./chat_view.ts";
import { conclude, isNameRefused } from "./conclusion.ts";
import type { Edited } from "./external_editor.ts";
import { NamePrompt } from "./name_prompt.ts";
import { RoomDrafts } from "./room_drafts.ts";
import { SecretPrompt } from "./secret_prompt.ts";
import type { TerminalChat } from "./terminal_chat.ts";
import type { TerminalEnding, Typist } from "./terminal_chat_options.ts";

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
  readonly openChat: (name: string, typist: Typist) => TerminalChat;
  /** Shows what is wrong. */
  readonly warn: (text: string) => void;
}

/** How long leaving waits for the file of lines entered before. */
const HISTORY_MS = 500;

/** Does it; `false` where it is something else for the line to do. */
type SessionAct = (session: TerminalSession, key: string) => boolean | void;

/** A person at a terminal. */
export class TerminalSession {
  readonly #options: TerminalSessionOptions;
  readonly #namePrompt: NamePrompt;
  readonly #input: LineInput;
  readonly #reader: KeyReader;
  readonly #stop = new AbortController();
  /** Keys that came while the terminal was elsewhere. */
  readonly #waiting: Key[] = [];
  readonly #drafts = new RoomDrafts();
  readonly #secrets = new SecretPrompt(() => this.#show());
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
    options.model.onRoomChange = (before) => this.#changeDraft(before);
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
    this.#secrets.cancel();
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
        const { exitCode, lastWords, goodbye } = conclude(end);
        this.#lastWords.push(...lastWords);
        this.#goodbye = goodbye;
        return await this.#leave(exitCode);
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

  /** Goes to the room with a number. */
  goToRoom(number: number): void {
    const { model, warn } = this.#options;
    const room = model.state.rooms.list[number - 1];
    if (room) model.goToRoom(room);
    else warn(`There is no room ${number}`);
  }

  /** Goes to the room beside; `false` where there is one only. */
  goToRoomBeside(step: 1 | -1): boolean {
    const { model } = this.#options;
    const { rooms } = model.state;
    if (rooms.list.length === 1) return false;
    model.goToRoom(rooms.beside(step));
    return true;
  }

  /** Goes to the next room in which there is something new. */
  goToNews(): void {
    const { model } = this.#options;
    const room = model.state.rooms.nextWithNews;
    if (room) model.goToRoom(room);
  }

  /** Connects again without waiting. */
  reconnect(): void {
    this.#chat?.input.reconnect();
  }

  async #pressAll(): Promise<void> {
    if (this.#elsewhere) return; // goes on afterwards
    for (let key = this.#waiting.shift(); key; key = this.#waiting.shift()) {
      if (!this.#pressSecret(key)) this.#input.press(key);
      this.#show();
      if (this.#elsewhere) await this.#elsewhere;
    }
  }

  /** While a secret is asked for, keys are for that, or for the view. */
  #pressSecret(key: Key): boolean {
    if (!this.#secrets.picture) return false;
    const found = key.kind === "key" ? lookUp(key.name) : undefined;
    const isForView = key.kind === "key" && found?.kind === "action" &&
      this.#options.view.act(found.action, key.name);
    return isForView || this.#secrets.press(key);
  }

  /** What was begun in a room is there again when somebody comes back. */
  #changeDraft(before: Room): void {
    const { current } = this.#options.model.state.rooms;
    const draft = this.#input.exchange(this.#drafts.of(current));
    this.#drafts.keep(before, draft);
    this.#chat?.lookedAt(current);
    this.#show();
  }

  /** A refused text is there again where it was typed, unless another is. */
  #giveBack(text: string, room: Room): void {
    const isHere = room === this.#options.model.state.rooms.current;
    if (isHere) this.#input.giveBack(text);
    else this.#drafts.giveBack(room, text);
    this.#show();
  }

  #goElsewhere(go: () => Promise<void>): void {
    this.#elsewhere = go().finally(() => {
      this.#elsewhere = undefined;
      this.#show();
    });
  }

  #act(action: Action, key: string): boolean {
    const act = ACTS.get(action);
    return act !== undefined && act(this, key) !== false;
  }

  #show(): void {
    clearTimeout(this.#interruptTimer);
    if (this.#input.picture.hint !== "") this.#forgetInterruptLater();
    this.#options.model.setInput(this.#secrets.picture ?? this.#input.picture);
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
    const chat = this.#options.openChat(name, {
      askSecret: (...question) => this.#secrets.ask(...question),
      secretChecked: () => this.#secrets.checked(),
      giveBack: (text, room) => this.#giveBack(text, room),
    });
    this.#chat = chat;
    this.#input.handler = chat.input;
    try {
      return await chat.run();
    } finally {
      this.#chat = undefined;
      this.#secrets.cancel();
    }
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
  ["go-to-news", (session) => session.goToNews()],
  ["go-to-room", (session, key) => session.goToRoom(Number(key.at(-1)))],
  ["next-room", (session) => session.goToRoomBeside(1)],
  ["previous-room", (session) => session.goToRoomBeside(-1)],
  ["reconnect", (session) => session.reconnect()],
  ["suspend", (session) => session.suspend()],
]);
