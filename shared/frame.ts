/**
 * What a framer makes of bytes, and the bytes of one value made into it.
 * Knows nothing of where a value ends.
 *
 * @module
 */

import { ChatError, type ErrorCode } from "./errors.ts";

/** What the bytes held: a value, a fault to answer, or a browser at the door. */
export type Frame =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "fault"; readonly error: ChatError }
  /** Nothing after this is read. */
  | { readonly kind: "fatal"; readonly error: ChatError }
  /** An HTTP request; close without a word. Nothing after this is read. */
  | { readonly kind: "http" };

/** What people read about bytes that are not JSON. */
export const NOT_JSON = "Cannot read this as JSON";

/** Takes whole values only, so one serves all. */
const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Reads the bytes of one whole value. */
export function readFrame(bytes: Uint8Array): Frame {
  const text = decodeText(bytes);
  if (text === undefined) {
    return fault("bad_text", "Cannot read ill-formed UTF-8");
  }
  try {
    return { kind: "value", value: JSON.parse(text) };
  } catch {
    return fault("bad_json", NOT_JSON);
  }
}

/** Returns the text of whole characters; undefined of ill-formed UTF-8. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return DECODER.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Makes a fault to answer. */
export function fault(code: ErrorCode, message: string): Frame {
  return { kind: "fault", error: new ChatError(code, message) };
}
