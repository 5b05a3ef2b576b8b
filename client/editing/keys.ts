/**
 * Bytes of a terminal in, keys and pastes out; `key_names.ts` says what the
 * sequences mean.
 *
 * @module
 */

import { PasteDetector } from "./paste_detector.ts";
import {
  ANSWER_MS,
  beginsControlString,
  isAnswer,
  restOfAnswer,
} from "./control_strings.ts";
import { readArrows, readWheel } from "./wheel.ts";
import { altKey, controlKey, readSequence } from "./key_names.ts";

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

/**
 * How long a paste under way waits for more, in milliseconds. Its end may be
 * lost on the way, and nobody can be asked to wait for it.
 */
export const PASTE_MS = 500;
/** A single key so long after the rest of a paste was typed, in milliseconds. */
const TYPED_MS = 100;

const ESCAPE = "\x1b";
const INTERRUPT = "\x03";
const PASTE_BEGIN = "\x1b[200~";
const PASTE_END = "\x1b[201~";
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const TEXT = /^[^\x00-\x1f\x7f]+/;
/** One character, or the sequence of one key. */
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const ONE_KEY = /^(?:[^\r\n\x1b]|\x1b[[O]?[\d;]*[@-~])$/u;

interface PasteUnderWay {
  text: string;
  left: number;
}

/** Reads keys; sequences, characters and pastes may come in pieces. */
export class KeyReader {
  readonly #decoder: TextDecoder;
  readonly #pastes = new PasteDetector();
  /** Not read yet. */
  #text = "";
  /** What a paste under way has brought, and how much of it was left out. */
  #paste: PasteUnderWay | undefined;
  /** Whether this read brought the end of a paste: what follows is keys. */
  #isMarked = false;
  /** When the last was read, and when what waits began. */
  #lastMs = -Infinity;
  #waitsSince = -Infinity;
  /** An answer of the terminal of which the end may still come. */
  #brokenOff = "";

  /** Reads an encoding, as `TextDecoder` calls it. */
  constructor(encoding = "utf-8") {
    // A BOM is text like any other.
    this.#decoder = new TextDecoder(encoding, { ignoreBOM: true });
  }

  /** Whether something waits for what may follow it. */
  get isWaiting(): boolean {
    return this.#paste !== undefined || this.#text !== "";
  }

  /** How long that waits before {@linkcode KeyReader.flush}, in milliseconds. */
  get waitMs(): number {
    return this.#paste ? PASTE_MS : ESCAPE_MS;
  }

  /**
   * Takes what one read of the terminal brought.
   *
   * @param now when, in milliseconds of a clock that only goes forward.
   * @returns the keys that are complete.
   */
  push(bytes: Uint8Array, now: number): readonly Key[] {
    const read = this.#decoder.decode(bytes, { stream: true });
    const text = read.slice(restOfAnswer(this.#brokenOff, read).length);
    this.#brokenOff = "";
    const ended = this.#isOver(text, now) ? this.flush() : [];
    const rest = this.#pastes.restOf(text, PASTE_END);
    if (rest !== undefined) return [...ended, ...pasted(rest)];
    const arrows = this.isWaiting ? undefined : readArrows(text);
    if (arrows) return Array(arrows.count).fill(named(arrows.key)).flat();
    if (!this.isWaiting) this.#waitsSince = now;
    this.#text += text;
    this.#lastMs = now;
    this.#isMarked = false;
    return [...ended, ...this.#readAll(now)];
  }

  /** Time is up: what waits is all that comes. */
  flush(): readonly Key[] {
    if (this.#paste) return this.#endPaste();
    const text = this.#text;
    if (beginsControlString(text) && !isAnswer(text)) return this.#flushAlt();
    this.#text = "";
    this.#brokenOff = text;
    return text.endsWith(ESCAPE) && !isAnswer(text) ? named("Escape") : [];
  }

  /** Somebody pressed Alt with a key, and went on typing. */
  #flushAlt(): readonly Key[] {
    const introducer = this.#text.charAt(1);
    this.#took(ESCAPE + introducer);
    const typed = [...this.#readAll(this.#lastMs)];
    return [...named(altKey(introducer)), ...typed, ...this.flush()];
  }

  *#readAll(now: number): Generator<Key> {
    while (this.#text !== "") {
      const before = this.#text.length;
      yield* this.#paste ? this.#readPaste(this.#paste) : this.#readKey(now);
      if (this.#text.length === before) return; // waits for more
    }
  }

  #readKey(now: number): readonly Key[] {
    const lines = this.#isMarked
      ? undefined
      : this.#pastes.read(this.#text, now);
    if (lines) {
      this.#took(lines.read);
      return pasted({ text: lines.text, left: 0 });
    }
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
      this.#paste = { text: "", left: 0 };
      return [];
    }
    const wheel = readWheel(this.#text);
    if (wheel) {
      this.#took(wheel.text);
      return named(wheel.key);
    }
    const sequence = readSequence(this.#text);
    if (!sequence) return []; // waits for more
    this.#took(sequence.text);
    this.#brokenOff = sequence.text;
    const { key, typed } = sequence;
    return typed === undefined ? named(key) : [{ kind: "text", text: typed }];
  }

  /** What is pasted is text, whatever it holds, up to its end. */
  #readPaste(paste: PasteUnderWay): readonly Key[] {
    const end = this.#text.indexOf(PASTE_END);
    const isWhole = end !== -1;
    // The last characters may be the beginning of the end.
    const length = isWhole ? end : this.#text.length - heldBack(this.#text);
    keep(paste, this.#text.slice(0, length));
    this.#text = this.#text.slice(isWhole ? end + PASTE_END.length : length);
    if (!isWhole) return [];
    this.#isMarked = true;
    this.#paste = undefined;
    return pasted(paste);
  }

  /**
   * The end of a paste was lost if somebody types, above all Ctrl-C; the end
   * of an answer, if it takes too long.
   */
  #isOver(text: string, now: number): boolean {
    if (!this.#paste) {
      const isAnswer = beginsControlString(this.#text);
      return isAnswer && now - this.#waitsSince > ANSWER_MS;
    }
    const isLate = now - this.#lastMs >= TYPED_MS;
    return text === INTERRUPT || (isLate && ONE_KEY.test(text));
  }

  /** Ends a paste whose end did not come. */
  #endPaste(): readonly Key[] {
    const paste = this.#paste;
    if (!paste) return [];
    keep(paste, this.#text);
    this.#text = "";
    this.#paste = undefined;
    this.#pastes.expectRest();
    return pasted(paste);
  }

  #took(text: string): void {
    this.#text = this.#text.slice(text.length);
  }
}

function named(name: string | undefined): readonly Key[] {
  return name === undefined ? [] : [{ kind: "key", name }];
}

/** Adds to a paste what fits, and counts the rest. */
function keep(paste: PasteUnderWay, text: string): void {
  const kept = text.slice(0, MAX_PASTE - paste.text.length);
  paste.text += kept;
  paste.left += text.length - kept.length;
}

/** A line break at the end was copied along; nobody asks to send. */
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
