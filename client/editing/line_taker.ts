/**
 * What the line input asks of whoever takes its lines. Types only.
 *
 * @module
 */

import type { Vocabulary } from "./completion.ts";
import type { Check } from "./send_guard.ts";

/** Who takes what is typed. */
export interface LineTaker {
  /** Tells what is to be said before a line goes. */
  check(line: string): Check;
  /** Takes a line. */
  take(line: string): void;
  /** Tells whether a line may be remembered. */
  isMemorable(line: string): boolean;
  /** Shows what is wrong. */
  warn(text: string): void;
  /** Leaves. */
  quit(): void;
  /** What Tab may complete. */
  vocabulary(): Vocabulary;
}
