/**
 * The NATS protocol: everybody publishes to one subject and subscribes to it.
 *
 * @module
 */

import type { Codec, Greeting } from "./codec.ts";
import { LineCounter } from "./line_counter.ts";

const OPTIONS = '{"verbose":false,"pedantic":false,"echo":false}';
const ROOM = "room";

/** A message is `MSG`, anything else a `PING`. */
export const NATS: Codec = {
  maxTextBytes: 1_000_000,
  hello: (_, { room = ROOM }) =>
    `CONNECT ${OPTIONS}\r\nSUB ${room} 1\r\nPING\r\n`,
  hear,
  hasRooms: true,
  message: (text, room = ROOM) => `PUB ${room} ${text.length}\r\n${text}\r\n`,
  counter: (textBytes) =>
    new LineCounter({
      kindAt: 0,
      kind: "M".charCodeAt(0),
      shortest: `MSG room 1 ${textBytes}\r\n\r\n`.length + textBytes,
    }),
  pong: "PONG\r\n",
};

function hear(heard: string): Greeting {
  const isReady = heard.includes("PONG");
  return heard.includes("PING") ? { isReady, say: "PONG\r\n" } : { isReady };
}
