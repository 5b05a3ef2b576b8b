/**
 * What a person does in a chat: says something, or gives a command.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";
import { foldName, LOBBY } from "../../shared/names.ts";
import type { Event } from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";
import type { Target } from "../../shared/target.ts";
import { type ResultFrame, ResultFrames } from "../chat/result_frame.ts";
import type { Room } from "../chat/room.ts";
import type { Transcript } from "../chat/transcript.ts";
import type { Connection } from "../connection/connection.ts";
import {
  type CommandContext,
  CONNECTING,
  type Input,
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
import {
  NO_ROOMS_ON_SERVER,
  NOT_CONNECTED,
  type RoomContext,
} from "../editing/room_context.ts";
import type { Calendar } from "../view/calendar.ts";
import { describeLast } from "../view/render.ts";
import type { AskedRequests } from "./asked_requests.ts";
import type { ChatModel } from "./chat_model.ts";
import { RoomActions, type Speaker } from "./room_actions.ts";
import type { ServerKind } from "./server_kind.ts";

/** Options for {@linkcode ChatInput}. */
export interface ChatInputOptions {
  readonly name: string;
  readonly connection: Pick<
    Connection,
    "push" | "retryNow" | "say"
  >;
  readonly transcript: Transcript;
  readonly model: ChatModel;
  readonly nicks: NickCompletion;
  /** What was asked for, and where. */
  readonly asked: Pick<AskedRequests, "send">;
  /** Names of rooms that were heard of. */
  readonly roomNames: () => readonly string[];
  /** What the server is known to be. */
  readonly server: () => ServerKind;
  /** Asks for something that is not to be seen. */
  readonly askSecret: (prompt: string) => Promise<string | undefined>;
  readonly calendar: Calendar;
  /** Gives a refused text back to who typed it, where it was typed. */
  readonly giveBack: (text: string, room: Room) => void;
  /** Called after a message went out, or waits to. */
  readonly onSent: () => void;
  /** Leaves. */
  readonly onQuit: () => void;
}

/** Takes the lines that are entered in one chat. */
export class ChatInput implements CommandContext, Speaker, SubmitHandler {
  /** The keys there are. */
  readonly keys = KEY_BINDINGS;
  readonly #options: ChatInputOptions;
  readonly #frames: ResultFrames;
  readonly #rooms: RoomActions;

  /** Takes what lines act on. */
  constructor(options: ChatInputOptions) {
    this.#options = options;
    this.#frames = new ResultFrames((request) => options.asked.send(request));
    this.#rooms = new RoomActions(options, this);
  }

  /** Whether the server is an old one, which may know requests of its own. */
  get isLegacyServer(): boolean {
    return this.#options.server() === "legacy";
  }

  /** What can be done with rooms; or why there are none, as a sentence. */
  get rooms(): RoomContext | string {
    const server = this.#options.server();
    if (server === "rooms") return this.#rooms;
    return server === "unknown" ? NOT_CONNECTED : NO_ROOMS_ON_SERVER;
  }

  /** Reads and checks a line that was typed; a text must have a room to go to. */
  read(line: string): Submission {
    const submission = readSubmission(line);
    const why = this.#whyNot(submission.input);
    if (why === undefined) return submission;
    return { ...submission, check: { kind: "refused", why } };
  }

  /** Takes a line that was typed; who types wants to see what comes of it. */
  submit({ input }: Submission): void {
    if (input.kind !== "nothing") this.#options.model.follow();
    if (input.kind === "command") input.command.run(this, input.argument);
    if (input.kind === "text") this.say(input.text, this.#room.target);
  }

  /** Goes to a room, or to the talk with somebody, as if it was typed. */
  goTo({ room, to }: Target): void {
    const isLobby = room !== undefined && foldName(room) === LOBBY;
    if (isLobby) return;
    const { input, check } = this.read(
      to === undefined ? `/join ${room}` : `/query ${to}`,
    );
    if (check.kind === "refused") this.warn(check.why);
    else if (input.kind === "command") {
      input.command.run(this, input.argument);
    }
  }

  /** What Tab may complete. */
  vocabulary(): Vocabulary {
    const { name: me, nicks, roomNames } = this.#options;
    return { me, people: nicks.names(), rooms: roomNames() };
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

  /**
   * Says something before any file is written.
   *
   * @param typed What is given back where it cannot go.
   * @returns whether it is on its way.
   */
  say(text: string, target: Target, typed: string = text): boolean {
    const { connection, giveBack, onSent } = this.#options;
    try {
      connection.say(text, target);
    } catch (error) {
      if (!(error instanceof ChatError)) throw error;
      this.warn(error.message);
      giveBack(typed, this.#room);
      return false;
    }
    connection.push();
    onSent();
    return true;
  }

  /** Returns why a line cannot be done; it stays then, to be put right. */
  #whyNot(input: Input): string | undefined {
    const { isClosed, name } = this.#room;
    if (input.kind === "command") {
      const { withoutRooms } = input.command;
      const server = this.#options.server();
      if (withoutRooms === undefined || server === "rooms") return undefined;
      return server === "unknown" ? NOT_CONNECTED : withoutRooms;
    }
    if (!isClosed || input.kind !== "text") return undefined;
    return `Not sent: you are no more in ${name}. /join ${name} goes there`;
  }

  get #room(): Room {
    return this.#options.model.state.rooms.current;
  }
}
