/**
 * What a framer makes of bytes. Knows nothing of how.
 *
 * @module
 */

import type { ChatError } from "./errors.ts";

/** What the bytes held: a value, a fault to answer, or a browser at the door. */
export type Frame =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "fault"; readonly error: ChatError }
  /** Nothing after this is read. */
  | { readonly kind: "fatal"; readonly error: ChatError }
  /** An HTTP request; close without a word. Nothing after this is read. */
  | { readonly kind: "http" };
