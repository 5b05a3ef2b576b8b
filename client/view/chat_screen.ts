/**
 * A chat as it stands on a terminal: the state in, a picture out. It changes
 * nothing; what it keeps is only what need not be worked out again.
 *
 * @module
 */

import type { EarlierHistory } from "../chat/history_loader.ts";
import type { Target } from "../../shared/target.ts";
import type { Rooms } from "../chat/rooms.ts";
import type { Window } from "../chat/scroll_state.ts";
import type { Shown } from "../chat/viewport.ts";
import type { Calendar } from "./calendar.ts";
import { textWidth } from "./cell_width.ts";
import type { Charset } from "./charset.ts";
import type { AlignChoice } from "./align_choice.ts";
import type { Paint } from "./colours.ts";
import type { LineWithCursor } from "./input_rows.ts";
import { Memo } from "./memo.ts";
import { Painter, type Picture, type Size } from "./picture.ts";
import { listColumns, listKey, roomList } from "./room_list.ts";
import type { RoomListChoice } from "./room_list_choice.ts";
import { RoomRows } from "./room_rows.ts";
import {
  type BottomArea,
  compose,
  type Layout,
  layOut,
  TextRows,
} from "./screen_layout.ts";
import {
  type ConnectionPhase,
  type StatusFacts,
  statusLine,
} from "./status_line.ts";
import type { Row } from "./wrap.ts";

/** The line being typed. */
export interface InputState {
  readonly line: LineWithCursor;
  /** Stands before the line instead of the usual; "" for the usual. */
  readonly prompt: string;
  /** A question, or what to do next; "" for nothing. */
  readonly hint: string;
}

/** How the connection is. */
export interface ConnectionFacts {
  readonly state: ConnectionPhase;
  /** How many messages wait, where that is worth a word. */
  readonly unsent: number;
  /** How long the server takes to answer, where that is worth a word. */
  readonly lagMs?: number | undefined;
  /** What one may rely on; missing while there is no connection. */
  readonly protection?: Protection | undefined;
}

/** What one may rely on in a connection. */
export interface Protection {
  /** Whether nobody can read along on the way. */
  readonly isEncrypted: boolean;
  /** Whether one's name is kept for oneself; missing until that is known. */
  readonly isRegistered: boolean | undefined;
}

/** A message on its way. */
export interface Pending {
  readonly text: string;
  /** Where it goes; missing where that is everywhere. */
  readonly target?: Target;
}

/** Everything that is shown. */
export interface ChatState {
  /** Who reads; "" before anybody is logged in. */
  readonly me: string;
  readonly rooms: Rooms;
  /** Stands before the line being typed; "" for who says it, and to whom. */
  readonly prompt: string;
  readonly input: InputState;
  /** What is on its way, oldest first. */
  readonly pending: readonly Pending[];
  readonly connection: ConnectionFacts;
  /** What there is before all that stands here. */
  readonly earlier: EarlierHistory;
  /** Whether the window is chosen; missing where terminals do not report it. */
  readonly isFocused: boolean | undefined;
}

/** How a terminal and its user want to see things. */
export interface Theme {
  readonly paint: Paint;
  readonly charset: Charset;
  readonly calendar: Calendar;
  /**
   * When texts begin in one column.
   *
   * @default {"auto"}
   */
  readonly align?: AlignChoice;
  /**
   * When the rooms stand in a list on the left.
   *
   * @default {"auto"}
   */
  readonly roomsList?: RoomListChoice;
}

/** Options for {@linkcode ChatScreen}. */
export interface ChatScreenOptions extends Theme {
  /**
   * Clock in milliseconds since 1970.
   *
   * @default {Date.now}
   */
  readonly now?: () => number;
}

/** What is on the screen, and how far that goes. */
export interface Drawn {
  readonly picture: Picture;
  readonly shown: Shown<Row>;
}

/** Makes pictures of states. */
export class ChatScreen {
  readonly #texts: TextRows;
  readonly #painter: Painter;
  readonly #rows: RoomRows;
  readonly #pending = new Memo<readonly Pending[]>();
  readonly #layout = new Memo<Layout>();
  readonly #status = new Memo<Row>();
  readonly #list = new Memo<readonly Row[]>();
  readonly #roomsList: RoomListChoice;

  /** Makes pictures in one theme. */
  constructor(options: ChatScreenOptions) {
    this.#roomsList = options.roomsList ?? "auto";
    this.#texts = new TextRows(options.charset);
    this.#painter = new Painter(options.paint);
    this.#rows = new RoomRows({ align: "auto", ...options });
  }

  /** Returns the part of the room that is looked at which is in sight. */
  window(state: ChatState, size: Size): Window<Row> {
    const { me, rooms } = state;
    const { chat, list, size: { columns } } = this.#layOut(state, size);
    return {
      text: this.#rows.of(rooms.current, { me, columns: columns - list }),
      height: chat,
      size,
    };
  }

  /** Returns the picture of a state. */
  draw(state: ChatState, size: Size): Drawn {
    const layout = this.#layOut(state, size);
    const shown = state.rooms.current.scroll.show(this.window(state, size));
    const parts = {
      said: this.#rows.withAuthor(state.rooms.current, shown),
      list: this.#listRows(state, layout),
      ...(layout.hasStatus
        ? { status: this.#statusRow(state, layout, shown) }
        : {}),
    };
    return { picture: compose(layout, parts, this.#painter), shown };
  }

  /** What waits to be sent stands in the room that it was typed in. */
  #pendingOf({ pending, rooms }: ChatState): readonly Pending[] {
    const { current, list } = rooms;
    const inputs = [pending, current, current.name, list.length];
    const isHere = ({ target }: Pending) => !target || rooms.isLookedAt(target);
    return this.#pending.get(inputs, () => pending.filter(isHere));
  }

  #layOut(state: ChatState, size: Size): Layout {
    const { line, hint } = state.input;
    const pending = this.#pendingOf(state);
    const columns = Math.max(1, size.columns);
    const rows = Math.max(1, size.rows);
    const list = listColumns(state.rooms, this.#roomsList, columns);
    const bottom: BottomArea = {
      line,
      hint,
      pending,
      ...promptOf(state, columns),
    };
    const { prompt, style } = bottom;
    const inputs = [line, hint, pending, prompt, style, columns, rows, list];
    return this.#layout.get(
      inputs,
      () => layOut(bottom, { columns, rows, list }, this.#texts),
    );
  }

  #listRows(
    { rooms }: ChatState,
    { list, chat, pending }: Layout,
  ): readonly Row[] | undefined {
    if (list === 0) return undefined;
    const height = chat + pending.length;
    return this.#list.get(
      [listKey(rooms), height],
      () => roomList(rooms, height, this.#texts.charset),
    );
  }

  #statusRow(
    state: ChatState,
    { size, list }: Layout,
    { next, top }: Shown,
  ): Row {
    const { rooms, connection, earlier } = state;
    const room = rooms.current;
    const facts: StatusFacts = {
      room: room.name,
      isTalk: room.kind === "talk",
      people: room.members.count,
      connection: connection.state,
      unsent: connection.unsent,
      lagMs: connection.lagMs,
      ...connection.protection,
      others: list === 0 ? rooms.activity : [],
      earlier,
      isTop: top.number <= room.scrollback.first && top.row === 0,
      newBelow: room.newBelow(next.number),
      isScrolled: !room.scroll.isFollowing,
    };
    return this.#status.get(
      [JSON.stringify(facts), size.columns],
      () => statusLine(facts, size.columns, this.#texts.charset),
    );
  }
}

/** What one types in a talk looks unlike what one types in a room. */
function promptOf(
  { me, rooms: { current }, prompt, input }: ChatState,
  columns: number,
): Pick<BottomArea, "prompt" | "style"> {
  const { kind, name } = current;
  if (prompt !== "") return { prompt, style: "plain" };
  if (kind === "room") {
    return { prompt: input.prompt || `${me}> `, style: "plain" };
  }
  const [long, short] = [`${me} to ${name}> `, `to ${name}> `];
  const usual = textWidth(long) <= columns / 2 ? long : short;
  return { prompt: input.prompt || usual, style: "private" };
}
