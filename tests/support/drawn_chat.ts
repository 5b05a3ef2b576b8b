/**
 * A chat as it is drawn, without a connection: events in, a screen to look at.
 *
 * @module
 */

import { Rooms } from "../../client/chat/rooms.ts";
import { Transcript } from "../../client/chat/transcript.ts";
import { ChatModel } from "../../client/terminal/chat_model.ts";
import { ChatView } from "../../client/terminal/chat_view.ts";
import { Screen } from "../../client/terminal/screen.ts";
import { Calendar } from "../../client/view/calendar.ts";
import { type Charset, UNICODE } from "../../client/view/charset.ts";
import type { AlignChoice } from "../../client/view/align_choice.ts";
import { type Paint, PLAIN_PAINT } from "../../client/view/colours.ts";
import type { Size } from "../../client/view/picture.ts";

/** What a test may want otherwise. */
export interface DrawnChatOptions {
  readonly size: () => Size;
  readonly write: (text: string) => void;
  readonly paint?: Paint;
  readonly charset?: Charset;
  readonly align?: AlignChoice;
  /** @default the beginning of 1970 */
  readonly now?: () => number;
}

/** The parts of a chat. */
export interface DrawnChat {
  readonly model: ChatModel;
  readonly view: ChatView;
  readonly rooms: Rooms;
  readonly transcript: Transcript;
}

/** Makes a chat of ada's; nothing is drawn before it is asked for. */
export function openDrawnChat(
  {
    size,
    write,
    paint = PLAIN_PAINT,
    charset = UNICODE,
    align = "auto",
    now = () => 0,
  }: DrawnChatOptions,
): DrawnChat {
  const rooms = new Rooms(now);
  const model = new ChatModel({ rooms, onChange: () => {} });
  const view = new ChatView({
    model,
    screen: new Screen(write),
    size,
    paint,
    charset,
    align,
    calendar: new Calendar({ timeZone: "UTC" }),
    now,
  });
  const transcript = new Transcript({
    me: "ada",
    rooms,
    now,
    isWatched: () => view.isWatched,
  });
  model.logIn("ada");
  return { model, view, rooms, transcript };
}
