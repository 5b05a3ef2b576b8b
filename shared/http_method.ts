/**
 * The first word of an HTTP request, which tells a browser from a client. Knows nothing of the rest of HTTP.
 *
 * @module
 */

const METHODS = "GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH PRI"
  .split(" ");

/** Length of the longest method, in bytes. */
export const MAX_METHOD_BYTES = 7;

/** Tells whether the bytes are the method of an HTTP request. */
export function isMethod(bytes: Uint8Array): boolean {
  return METHODS.includes(textOf(bytes));
}

/** Tells whether bytes that follow could make these a method. */
export function mayBecomeMethod(bytes: Uint8Array): boolean {
  const text = textOf(bytes);
  return METHODS.some((method) => method.startsWith(text));
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
