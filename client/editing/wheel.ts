/**
 * The mouse wheel: as several cursor keys at once, which terminals send for it
 * on the alternate screen, or as a report of the mouse. Asking for reports
 * would take the selecting of text away from the mouse.
 *
 * @module
 */

/** A wheel at the beginning of a text. */
export interface WheelMove {
  /** All that was read of it. */
  readonly text: string;
  readonly key: "WheelDown" | "WheelUp";
  /** How often it was moved, three rows each. */
  readonly count: number;
}

/** Fewer at once may be keys that were pressed, or that came late together. */
const LEAST_ARROWS = 3;
/** The same cursor key again and again, and nothing else in the read. */
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const ARROWS = /^(?:(?:\x1b[[O]A)+|(?:\x1b[[O]B)+)$/;
const ARROW_LENGTH = 3;
/** SGR and X10: the buttons 64 and 65, with any modifier. */
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const SGR = /^\x1b\[<(\d+);\d+;\d+M/;
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const X10 = /^\x1b\[M([^\x00-\x1f])[^\x00-\x1f]{2}/u;
const X10_OFFSET = 32;
const WHEEL = 64;
const MODIFIERS = 28;

/** Returns how a wheel was moved if a whole read says so. */
export function readArrows(read: string): WheelMove | undefined {
  const arrows = read.length / ARROW_LENGTH;
  if (arrows < LEAST_ARROWS || !ARROWS.test(read)) return undefined;
  const key = read.endsWith("A") ? "WheelUp" : "WheelDown";
  return { text: read, key, count: Math.floor(arrows / LEAST_ARROWS) };
}

/** Returns how a wheel was moved if a text begins with a report of it. */
export function readWheel(text: string): WheelMove | undefined {
  const [whole = "", button] = SGR.exec(text) ?? [];
  if (button !== undefined) return moved(whole, Number(button));
  const [report = "", code = ""] = X10.exec(text) ?? [];
  return moved(report, code.charCodeAt(0) - X10_OFFSET);
}

function moved(text: string, button: number): WheelMove | undefined {
  const direction = (button & ~MODIFIERS) - WHEEL;
  if (direction === 0) return { text, key: "WheelUp", count: 1 };
  return direction === 1 ? { text, key: "WheelDown", count: 1 } : undefined;
}
