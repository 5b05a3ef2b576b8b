/**
 * A password as it is typed: key by key, and never shown.
 *
 * @module
 */

/** What came of the keys so far. */
export type TypedPassword =
  /** More keys are to come. */
  | { readonly kind: "open"; readonly text: string }
  /** Enter was pressed. */
  | { readonly kind: "done"; readonly text: string }
  /** Ctrl-C, or Ctrl-D with nothing typed. */
  | { readonly kind: "cancelled" };

/** Nothing typed yet. */
export const NO_PASSWORD: TypedPassword = { kind: "open", text: "" };

const CTRL_C = "\x03";
const CTRL_D = "\x04";
const CTRL_U = "\x15";
const ENDS = ["\r", "\n"];
const BACKSPACES = ["\x7f", "\b"];

/** Returns what is typed after more keys. */
export function typePassword(
  before: TypedPassword,
  keys: string,
): TypedPassword {
  let typed = before;
  for (const key of keys) {
    if (typed.kind !== "open") return typed;
    typed = press(typed.text, key);
  }
  return typed;
}

function press(text: string, key: string): TypedPassword {
  if (ENDS.includes(key)) return { kind: "done", text };
  if (key === CTRL_C || (key === CTRL_D && text === "")) {
    return { kind: "cancelled" };
  }
  if (key === CTRL_U) return NO_PASSWORD;
  if (BACKSPACES.includes(key)) {
    return { kind: "open", text: [...text].slice(0, -1).join("") };
  }
  // Other control characters are keys that mean nothing here.
  return { kind: "open", text: key < " " ? text : text + key };
}
