/**
 * ktn's protocol, as a client speaks it that knows lines and nothing more.
 *
 * @module
 */

import type { Codec } from "./codec.ts";
import { LineCounter } from "./line_counter.ts";

const SENDER_AT = '{"timestamp":"2026-11-22T13:00:00.000Z","sender":"'.length;
const SHORTEST_NAME = "u000000";

/** Clients are called `u...`, the server `server`: the byte tells them apart. */
export const KTN: Codec = {
  maxTextBytes: 4096,
  hello: (name) => `{"request":"login","content":"${name}"}\n`,
  hear: (heard, { awaitsPast }) => ({
    isReady: awaitsPast
      ? heard.includes('"response":"history"')
      : heard.includes("Login successful"),
  }),
  message: (text) => `{"request":"msg","content":"${text}"}\n`,
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
