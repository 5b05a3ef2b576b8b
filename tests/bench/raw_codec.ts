/**
 * The protocol of the C reference: a line is a message, and there is no more.
 *
 * @module
 */

import type { Codec } from "./codec.ts";
import { LineCounter } from "./line_counter.ts";

/** Every line is a message and begins with the mark of a stamp. */
export const RAW: Codec = {
  maxTextBytes: 60_000,
  hello: () => "hello\n",
  hear: (heard) => ({ isReady: heard.includes("ok") }),
  message: (text) => `${text}\n`,
  counter: (textBytes) =>
    new LineCounter({
      kindAt: 0,
      kind: "~".charCodeAt(0),
      shortest: textBytes + 1,
    }),
};
