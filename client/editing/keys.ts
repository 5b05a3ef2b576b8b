/**
 * Bytes of a terminal in, keys and pastes out; `key_names.ts` says what the
 * sequences mean.
 *
 * @module
 */

import { PasteDetector } from "./paste_detector.ts";
import { controlKey, readSequence } from "./key_names.ts";

/** One key, or text typed or pasted. */
export type Key =
  /** A key by its name, such as "Ctrl-A", "Alt-B", "Home" or "Shift-Tab". */
  | { readonly kind: "key"; readonly name: string }
  | { readonly kind: "text"; readonly text: string }
  | Paste;

/** What was pasted, whole, without the line break at its end. */
export interface Paste {
  readonly kind: "paste";
  readonly text: string;
  /** UTF-16 units that were left out because there are too many. */
  readonly left: number;
}

/** Longest paste that is kept, in UTF-16 units; the rest is only counted. */
export const MAX_PASTE = 64 * 1024;
/**
 * How long an escape waits for the rest of a sequence before it counts as the
 * key Escape, in milliseconds; vim's `ttimeoutlen` is the same.
 */
export const ESCAPE_MS = 100;

const ESCAPE = "\x1b";
const PASTE_BEGIN = "\x1b[200~";
const PASTE_END = "\x1b[201~";
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const TEXT = /^[^\x00-\x1f\x7f]+/;

/** Reads keys; sequences, characters and pastes may come in pieces. */
export class KeyReader {
  // A BOM is text like any other.
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #pastes = new PasteDetector();
  /** Not read yet. */
  #text = "";
  /** What a paste under way has brought, and how much of it was left out. */
  #paste: { text: string; left: number } | undefined;

  /** Whether an escape waits for what may follow it. */
  get isWaiting(): boolean {
    return this.#paste === undefined && this.#text !== "";
  }

  /**
   * Takes what one read of the terminal brought.
   *
   * @param now when, in milliseconds of a clock that only goes forward.
   * @returns the keys that are complete.
   */
  push(bytes: Uint8Array, now: number): readonly Key[] {
    const text = this.#decoder.decode(bytes, { stream: true });
    if (!this.isWaiting && !this.#paste) {
      const found = this.#pastes.read(text, now);
      if (found !== undefined) return pasted({ text: found, left: 0 });
    }
    this.#text += text;
    return [...this.#readAll()];
  }

  /** Time is up: what waits is all that comes. */
  flush(): readonly Key[] {
    if (!this.isWaiting) return [];
    const isEscape = this.#text.endsWith(ESCAPE);
    this.#text = "";
    return isEscape ? named("Escape") : [];
  }

  *#readAll(): Generator<Key> {
    while (this.#text !== "") {
      const before = this.#text.length;
      yield* this.#paste ? this.#readPaste(this.#paste) : this.#readKey();
      if (this.#text.length === before) return; // waits for more
    }
  }

  #readKey(): readonly Key[] {
    const [text] = TEXT.exec(this.#text) ?? [];
    if (text !== undefined) {
      this.#took(text);
      return [{ kind: "text", text }];
    }
    if (this.#text.startsWith(ESCAPE)) return this.#readSequence();
    const control = this.#text.charAt(0);
    this.#took(control);
    return named(controlKey(control));
  }

  #readSequence(): readonly Key[] {
    if (this.#text.startsWith(PASTE_BEGIN)) {
      this.#took(PASTE_BEGIN);
      this.#pastes.stop(); // this terminal marks pastes
      this.#paste = { text: "", left: 0 };
      return [];
    }
    const sequence = readSequence(this.#text);
    if (!sequence) return []; // waits for more
    this.#took(sequence.text);
    return named(sequence.key);
  }

  /** What is pasted is text, whatever it holds, up to its end. */
  #readPaste(paste: { text: string; left: number }): readonly Key[] {
    const end = this.#text.indexOf(PASTE_END);
    const isWhole = end !== -1;
    // The last characters may be the beginning of the end.
    const length = isWhole ? end : this.#text.length - heldBack(this.#text);
    const kept = this.#text.slice(
      0,
      Math.min(length, MAX_PASTE - paste.text.length),
    );
    paste.text += kept;
    paste.left += length - kept.length;
    this.#text = this.#text.slice(isWhole ? end + PASTE_END.length : length);
    if (!isWhole) return [];
    this.#paste = undefined;
    return pasted(paste);
  }

  #took(text: string): void {
    this.#text = this.#text.slice(text.length);
  }
}

function named(name: string | undefined): readonly Key[] {
  return name === undefined ? [] : [{ kind: "key", name }];
}

/** A line break at the end was copied along; it is no wish to send. */
function pasted(
  { text, left }: { text: string; left: number },
): readonly Key[] {
  const trimmed = text.replace(/(\r\n|\r|\n)$/, "");
  return trimmed === "" ? [] : [{ kind: "paste", text: trimmed, left }];
}

/** Returns how many characters at the end may begin the end of a paste. */
function heldBack(text: string): number {
  for (let length = PASTE_END.length - 1; length > 0; length--) {
    if (text.endsWith(PASTE_END.slice(0, length))) return length;
  }
  return 0;
}
