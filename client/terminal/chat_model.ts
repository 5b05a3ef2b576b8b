/**
 * All that is shown on a terminal, as one record. Keys and events change it
 * through the transitions here and nowhere else; drawing only reads it.
 *
 * @module
 */

import type { Room } from "../chat/room.ts";
import type { Rooms } from "../chat/rooms.ts";
import type { Window } from "../chat/scroll_state.ts";
import type { Shown } from "../chat/viewport.ts";
import type {
  ChatState,
  ConnectionFacts,
  InputState,
} from "../view/chat_screen.ts";

/** Options for {@linkcode ChatModel}. */
export interface ChatModelOptions {
  readonly rooms: Rooms;
  /** Called after each transition. */
  readonly onChange: () => void;
}

/** Owns the state of a chat. */
export class ChatModel {
  readonly #onChange: () => void;
  #state: ChatState;
  /** Hears that another room is looked at, and which one was before. */
  onRoomChange: (before: Room) => void = () => {};
  #seeksOldest = false;

  /** Begins with nobody logged in and an empty line. */
  constructor({ rooms, onChange }: ChatModelOptions) {
    this.#onChange = onChange;
    this.#state = {
      me: "",
      rooms,
      prompt: "",
      input: { line: { text: "", cursor: 0 }, prompt: "", hint: "" },
      pending: [],
      connection: { state: { kind: "none" }, unsent: 0 },
      earlier: "more",
      isFocused: undefined,
    };
  }

  /** How everything stands. */
  get state(): ChatState {
    return this.#state;
  }

  /** Somebody chats under a name. */
  logIn(me: string): void {
    this.#change({ me, prompt: "" });
  }

  /** Something is asked for before the line being typed. */
  setPrompt(prompt: string): void {
    this.#change({ prompt });
  }

  /** A key changed the line being typed, or what stands around it. */
  setInput(input: InputState): void {
    this.#change({ input });
  }

  /** These messages are on their way. */
  setPending(pending: ChatState["pending"]): void {
    this.#change({ pending });
  }

  /** The connection is otherwise. */
  setConnection(connection: ConnectionFacts): void {
    this.#change({ connection });
  }

  /** There is more, or nothing, before all that stands here. */
  setEarlier(earlier: ChatState["earlier"]): void {
    this.#change({ earlier });
  }

  /** The window was chosen, or another one. */
  setFocused(isFocused: boolean): void {
    this.#change({ isFocused });
  }

  /** Something was said, or somebody came or left. */
  roomsChanged(): void {
    this.#onChange();
  }

  /** Whether somebody is on the way to the oldest row there is anywhere. */
  get seeksOldest(): boolean {
    return this.#seeksOldest;
  }

  /** Another room is looked at. */
  goToRoom(room: Room): void {
    this.#changeRooms((rooms) => rooms.lookAt(room));
  }

  /** A room or a talk is there no more; who looks at it looks elsewhere. */
  removeRoom(room: Room): void {
    this.#changeRooms((rooms) => rooms.remove(room));
  }

  /** A page up, or rows; returns whether that is the oldest there is here. */
  pageUp(window: Window, rows?: number): boolean {
    this.#seeksOldest = false;
    const isTop = this.#room.scroll.pageUp(window, rows);
    this.#onChange();
    return isTop;
  }

  /** A page down, or rows. */
  pageDown(window: Window, rows?: number): void {
    this.#seeksOldest = false;
    this.#room.pageDown(window, rows);
    this.#onChange();
  }

  /** To the oldest row there is here, on the way to the oldest of all. */
  goToOldest(window: Window): void {
    this.#seeksOldest = true;
    this.#room.scroll.toTop(window);
    this.#onChange();
  }

  /** To the newest row; there already, everything counts as read. */
  goToNewest(): void {
    this.#seeksOldest = false;
    const { scroll } = this.#room;
    if (scroll.isFollowing) this.#room.markAllRead();
    scroll.toEnd();
    this.#onChange();
  }

  /** To the newest row, to see what comes of a line that was entered. */
  follow(): void {
    this.#seeksOldest = false;
    const { scroll } = this.#room;
    if (scroll.isFollowing) this.#room.clearReadLine();
    scroll.toEnd();
    this.#onChange();
  }

  /** To the oldest row that is new. */
  goToUnread(): void {
    this.#seeksOldest = false;
    this.#room.scroll.toUnread();
    this.#onChange();
  }

  /** The room that is looked at is about to be shown in this window. */
  settle(window: Window): void {
    this.#room.scroll.settle(window);
  }

  /** Somebody has this on the screen. */
  markSeen({ top, next }: Shown, now: number): void {
    this.#room.markSeen(next.number, now, top.number);
  }

  get #room(): Room {
    return this.#state.rooms.current;
  }

  /** One is not in a room that is left behind: then it is gone. */
  #changeRooms(change: (rooms: Rooms) => void): void {
    const { rooms } = this.#state;
    const before = rooms.current;
    change(rooms);
    if (rooms.current !== before) {
      this.#seeksOldest = false;
      if (before.isClosed) rooms.remove(before);
      this.onRoomChange(before);
    }
    this.#onChange();
  }

  #change(part: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...part };
    this.#onChange();
  }
}
