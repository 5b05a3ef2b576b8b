/**
 * What a byte stream says, line by line or as a whole, as it comes. Knows
 * nothing of what it means.
 *
 * @module
 */

import { type InputLine, LineReader, MAX_LINE_BYTES } from "./line_reader.ts";

/** Yields the lines of a stream; it is left open for others when done. */
export async function* linesOf(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<InputLine, void> {
  const reader = new LineReader();
  for await (const chunk of stream) yield* reader.push(chunk);
  yield* reader.end();
}

/** Yields all of a stream as one line; its last line break is not part of it. */
export async function* wholeOf(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<InputLine, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let text = "";
  try {
    for await (const chunk of stream) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > MAX_LINE_BYTES) return yield TOO_LONG;
    }
    text += decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return yield NOT_UTF8;
  }
  yield { number: 1, text: text.replace(/\r?\n$/, "") };
}

const TOO_LONG: InputLine = {
  number: 1,
  fault: `Cannot send a text of more than ${MAX_LINE_BYTES} bytes`,
};
const NOT_UTF8: InputLine = {
  number: 1,
  fault: "Cannot send a text that is not UTF-8",
};
