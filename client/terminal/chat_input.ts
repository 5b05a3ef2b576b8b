/**
 * What a person does in a chat: says something, or gives a command.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import type { Event } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";
import { LOBBY_TARGET, type Target } from "../../shared/target.ts";
import { type ResultFrame, ResultFrames } from "../chat/result_frame.ts";
import type { Transcript } from "../chat/transcript.ts";
import type { Connection } from "../connection/connection.ts";
import {
  type CommandContext,
  CONNECTING,
  ONLINE,
} from "../editing/commands.ts";
import { KEY_BINDINGS } from "../editing/key_bindings.ts";
import type { Vocabulary } from "../editing/completion.ts";
import type { NickCompletion } from "../editing/nick_completion.ts";
import {
  readSubmission,
  type Submission,
  type SubmitHandler,
} from "../editing/send_guard.ts";
import type { Calendar } from "../view/calendar.ts";
import { describeLast } from "../view/render.ts";
import type { ChatModel } from "./chat_model.ts";

/** Options for {@linkcode ChatInput}. */
export interface ChatInputOptions {
  readonly name: string;
  readonly connection: Pick<
    Connection,
    "ask" | "push" | "retryNow" | "say"
  >;
  readonly transcript: Transcript;
  readonly model: ChatModel;
  readonly nicks: NickCompletion;
  readonly calendar: Calendar;
  /** Tells whether the server is an old one. */
  readonly isLegacyServer: () => boolean;
  /** Gives a refused text back to who typed it. */
  readonly giveBack: (text: string) => void;
  /** Called after a message went out, or waits to. */
  readonly onSent: () => void;
  /** Leaves. */
  readonly onQuit: () => void;
}

/** Takes the lines that are entered in one chat. */
export class ChatInput implements CommandContext, SubmitHandler {
  /** The keys there are. */
  readonly keys = KEY_BINDINGS;
  readonly #options: ChatInputOptions;
  readonly #frames: ResultFrames;

  /** Takes what lines act on. */
  constructor(options: ChatInputOptions) {
    this.#options = options;
    this.#frames = new ResultFrames((request) =>
      options.connection.ask(request)
    );
  }

  /** Whether the server is an old one, which may know requests of its own. */
  get isLegacyServer(): boolean {
    return this.#options.isLegacyServer();
  }

  /** Reads and checks a line that was typed. */
  read(line: string): Submission {
    return readSubmission(line);
  }

  /** Takes a line that was typed; who types wants to see what comes of it. */
  submit({ input }: Submission): void {
    if (input.kind !== "nothing") this.#options.model.follow();
    if (input.kind === "command") input.command.run(this, input.argument);
    if (input.kind === "text") this.#say(input.text);
  }

  /** What Tab may complete. */
  vocabulary(): Vocabulary {
    const { name: me, model, nicks } = this.#options;
    const names = model.state.rooms.list.map(({ name }) => name);
    return {
      me,
      people: nicks.names(),
      rooms: names.filter((name) => name !== ""),
    };
  }

  /** Leaves. */
  quit(): void {
    this.#options.onQuit();
  }

  /** Connects again without waiting, where it waits. */
  reconnect(): void {
    const { connection, model } = this.#options;
    const { kind } = model.state.connection.state;
    if (kind === "waiting") connection.retryNow();
    else this.note(kind === "online" ? ONLINE : CONNECTING);
  }

  /** Sends a request of a command. */
  ask(request: Request): void {
    if (!this.#frames.ask(request)) this.warn("Not connected now");
  }

  /** Returns what stands around messages that were asked for, or that more come. */
  frameOf(event: Event): ResultFrame | "more" | undefined {
    return this.#frames.take(event);
  }

  /** Shows a text of the client itself. */
  note(text: string): void {
    this.#options.transcript.note(text);
    this.#options.model.roomsChanged();
  }

  /** Shows what is wrong. */
  warn(text: string): void {
    this.#options.transcript.warn(text);
    this.#options.model.roomsChanged();
  }

  /** Shows when the last message was said, in full. */
  info(): void {
    const { transcript, calendar } = this.#options;
    this.note(describeLast(transcript.lastMessage, calendar));
  }

  /** A room has no name until the server says one. */
  #target(): Target {
    const room = this.#options.model.state.rooms.current.name;
    return room === "" ? LOBBY_TARGET : { room };
  }

  /** Says something in the room that is looked at, before any file is written. */
  #say(text: string): void {
    const { connection, giveBack, onSent } = this.#options;
    try {
      connection.say(text, this.#target());
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.warn(error.message);
      return giveBack(text);
    }
    connection.push();
    onSent();
  }
}
