/**
 * ktn's protocol, as a client speaks it that knows lines and nothing more.
 *
 * @module
 */

import type { Codec, Entrance, Greeting } from "./codec.ts";
import { LineCounter } from "./line_counter.ts";

const SENDER_AT = '{"timestamp":"2026-11-22T13:00:00.000Z","sender":"'.length;
const SHORTEST_NAME = "u000000";

/** Clients are called `u...`, the server `server`: the byte tells them apart. */
export const KTN: Codec = {
  maxTextBytes: 4096,
  hello: (name, { room }) =>
    `{"request":"login","content":"${name}"${
      room === undefined ? "" : ',"version":3'
    }}\n`,
  hear,
  hasRooms: true,
  message: (text, room) =>
    `{"request":"msg","content":"${text}"${
      room === undefined ? "" : `,"room":"${room}"`
    }}\n`,
  acknowledged: (text, id) =>
    `{"request":"msg","content":"${text}","id":"${id}"}\n`,
  ping: '{"request":"ping"}\n',
  counter: (textBytes) =>
    new LineCounter({
      kindAt: SENDER_AT,
      kind: "u".charCodeAt(0),
      shortest: SENDER_AT + SHORTEST_NAME.length +
        '","response":"message","content":"","seq":1,"room":""}\n'.length +
        textBytes,
    }),
};

function hear(heard: string, { awaitsPast, room }: Entrance): Greeting {
  const isIn = heard.includes("Login successful");
  if (room !== undefined) return hearOfRoom(heard, room, isIn);
  return {
    isReady: awaitsPast ? heard.includes('"response":"history"') : isIn,
  };
}

/** The first one makes the room; the others are told that it is there. */
function hearOfRoom(heard: string, room: string, isIn: boolean): Greeting {
  const isReady = heard.includes('"code":"joined"');
  const join = `{"request":"join","content":"${room}"`;
  if (heard.includes('"code":"unknown_room"')) {
    return { say: `${join},"make":true}\n` };
  }
  const isUsed = heard.includes('"code":"bad_room"'); // made in between
  return isIn || isUsed ? { isReady, say: `${join}}\n` } : { isReady };
}
