/**
 * IRC, as much of it as people in one channel need.
 *
 * @module
 */

import type { Codec, Entrance, Greeting } from "./codec.ts";
import { LineCounter } from "./line_counter.ts";

const CHANNEL = "#b";

/** Messages begin with `:`, a PING does not. */
export const IRC: Codec = {
  maxTextBytes: 400,
  hello: (name) => `NICK ${name}\r\nUSER ${name} 0 * :x\r\n`,
  hear,
  message: (text) => `PRIVMSG ${CHANNEL} :${text}\r\n`,
  counter: (textBytes) =>
    new LineCounter({
      kindAt: 0,
      kind: ":".charCodeAt(0),
      shortest: `:u000000!u@h PRIVMSG ${CHANNEL} :\r\n`.length + textBytes,
    }),
  pong: "PONG :x\r\n",
};

/** Answers a PING, joins after the message of the day, is in after the names. */
function hear(heard: string, { staysOutside }: Entrance): Greeting {
  const [, challenge] = /^PING :?(\S+)/m.exec(heard) ?? [];
  if (challenge) return { say: `PONG :${challenge}\r\n` };
  if (/ (?:376|422) /.test(heard)) {
    return staysOutside ? { isReady: true } : { say: `JOIN ${CHANNEL}\r\n` };
  }
  return { isReady: heard.includes(" 366 ") };
}
