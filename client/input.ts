/**
 * The lines of a byte stream, as they come. Knows nothing of what they mean.
 *
 * @module
 */

import { type InputLine, LineReader } from "./line_reader.ts";

/** Yields the lines of a stream; it is left open for others when done. */
export async function* linesOf(
  stream: ReadableStream<Uint8Array>,
): AsyncGenerator<InputLine, void> {
  const reader = new LineReader();
  for await (const chunk of stream) yield* reader.push(chunk);
  yield* reader.end();
}
