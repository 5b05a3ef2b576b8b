/**
 * What a server says of rooms and talks, on a terminal: what is looked at then,
 * and what stands where.
 *
 * @module
 */

import type { Room } from "../chat/room.ts";
import {
  awayWords,
  blockedWords,
  inOneLine,
  leftWords,
} from "../chat/room_words.ts";
import { RoomUpdates } from "../chat/room_updates.ts";
import type { Transcript } from "../chat/transcript.ts";
import type {
  AckEvent,
  ErrorEvent,
  Event,
  JoinedEvent,
  LeftEvent,
  RoomsEvent,
  WelcomeEvent,
} from "../../shared/event.ts";
import type { Request } from "../../shared/request.ts";
import type { AskedRequest } from "./asked_requests.ts";
import type { ChatModel } from "./chat_model.ts";
import type { Typist } from "./terminal_chat_options.ts";

/** Options for {@linkcode RoomEvents}. */
export interface RoomEventsOptions
  extends Pick<Typist, "askSecret" | "secretChecked"> {
  readonly name: string;
  readonly model: ChatModel;
  readonly transcript: Transcript;
  /** Sends a request as if somebody had typed it. */
  readonly ask: (request: Request) => void;
}

/** What else can be done where a room could not be entered, by the refusal. */
const HINTS: ReadonlyMap<string | undefined, (room: string) => string> =
  new Map([
    ["unknown_room", (room) => `/join ${room} new makes a room of that name`],
    ["bad_room", (room) => `/join ${room} goes there, if you may`],
  ]);

/** Takes what a server says of rooms. */
export class RoomEvents {
  readonly #options: RoomEventsOptions;
  readonly #updates: RoomUpdates;
  /** Rooms one may join, as the server has listed them last. */
  #listed: readonly string[] = [];

  /** Takes what changes. */
  constructor(options: RoomEventsOptions) {
    this.#options = options;
    const { name: me, model: { state: { rooms } }, transcript } = options;
    const { conversations } = transcript;
    this.#updates = new RoomUpdates({ me, rooms, conversations });
  }

  /** Names of rooms that were heard of, also where one is not in them. */
  get names(): readonly string[] {
    const own = this.#options.model.state.rooms.list
      .filter(({ kind, name }) => kind === "room" && name !== "")
      .map(({ name }) => name);
    return [...new Set([...own, ...this.#listed])];
  }

  /** A welcome names all rooms one is in. */
  onWelcome(event: WelcomeEvent): void {
    for (const room of this.#updates.goneBy(event)) {
      this.#close(
        room,
        leftWords({ ...UNSAID, kind: "left", room: room.name }),
      );
    }
  }

  /** Takes over after a login how much is unread where. */
  listed(event: RoomsEvent): void {
    this.#updates.listed(event);
    this.#noteNames(event);
  }

  /**
   * Takes an event about rooms; what is left is to be shown.
   *
   * @param asked What it answers, if somebody typed that.
   * @returns whether nothing is left of it.
   */
  take(event: Event, asked: AskedRequest | undefined): boolean {
    switch (event.kind) {
      case "ack":
        this.#acked(event, asked);
        return true;
      case "error":
        return this.#refused(event, asked);
      case "joined":
        this.#joined(event, asked);
        return true;
      case "left":
        this.#left(event, asked);
        return true;
      case "read":
        this.#updates.read(event);
        return true;
      case "rooms":
        this.#noteNames(event);
        return false;
      default:
        return false;
    }
  }

  #noteNames({ rooms }: RoomsEvent): void {
    const names = rooms.map(({ room }) => room);
    this.#listed = [...new Set([...this.#listed, ...names])];
  }

  /** Who is away reads it later, which is good to know. */
  #acked(event: AckEvent, asked: AskedRequest | undefined): void {
    const room = this.#updates.acked(event);
    const done = asked && doneWords(asked.request);
    if (done) this.#options.transcript.note(done, asked.room);
    const { away } = event;
    if (!room || away === undefined) return;
    const why = typeof away === "string"
      ? `is away: ${inOneLine(away)}`
      : "is not here";
    this.#options.transcript.note(`${room.name} ${why}`, room);
  }

  /** Another device may have joined, and nobody wants to look elsewhere then. */
  #joined(event: JoinedEvent, asked: AskedRequest | undefined): void {
    const { model, transcript } = this.#options;
    const room = this.#updates.joined(event);
    if (!asked) return;
    this.#options.secretChecked();
    transcript.apply(event, room);
    if (!this.#isTyping) return model.goToRoom(room);
    transcript.note(`You are in ${room.name} as well`, asked.room);
  }

  #left(event: LeftEvent, asked: AskedRequest | undefined): void {
    const { model, transcript } = this.#options;
    const room = model.state.rooms.find({ room: event.room });
    if (!room) return;
    if (!asked || this.#isTyping) return this.#close(room, leftWords(event));
    model.removeRoom(room);
    transcript.note(leftWords(event));
  }

  /** Then another room must not come before the line under way. */
  get #isTyping(): boolean {
    return this.#options.model.state.input.line.text !== "";
  }

  /** Whoever looks there goes on reading; what is typed there goes nowhere. */
  #close(room: Room, why: string): void {
    const { model, transcript } = this.#options;
    room.isClosed = true;
    if (room === model.state.rooms.current) return transcript.warn(why, room);
    model.removeRoom(room);
    transcript.warn(why);
  }

  #refused(event: ErrorEvent, asked: AskedRequest | undefined): boolean {
    if (asked?.request.request !== "join") return false;
    const { request, room } = asked;
    const { code } = event;
    const isAsking = code === "bad_password";
    if (!isAsking) this.#options.secretChecked();
    if (isAsking) void this.#askPassword(request.content);
    if (isAsking && request.password === undefined) return true;
    const { transcript } = this.#options;
    transcript.apply(event, room);
    const hint = request.invite === undefined && HINTS.get(code);
    if (hint) transcript.note(hint(request.content), room);
    return true;
  }

  async #askPassword(content: string): Promise<void> {
    const { askSecret, ask } = this.#options;
    const prompt = `Password of the room ${content}: `;
    const password = await askSecret(prompt, { isChecked: true });
    if (password === undefined) return;
    ask({
      request: "join",
      content,
      password: password.normalize("NFC"),
    });
  }
}

/** The origin of what no server has said in words. */
const UNSAID = { timestamp: "", text: "" };

/** Returns what was done where a server says no more than that. */
function doneWords(request: Request): string | undefined {
  switch (request.request) {
    case "away":
      return awayWords({ ...UNSAID, kind: "away", ...awayOf(request.content) });
    case "block":
    case "unblock": {
      const { content: user, request: asked } = request;
      const blocked = asked === "block";
      return blockedWords({ ...UNSAID, kind: "blocked", user, blocked });
    }
    case "invite":
      return request.content === undefined
        ? undefined
        : `${request.content} is invited to ${request.room}`;
    default:
      return undefined;
  }
}

function awayOf(away: string | undefined): { away?: string } {
  return away === undefined ? {} : { away };
}
