/**
 * Bytes of a terminal in, keys out. Knows nothing of what a key does.
 *
 * @module
 */

/** Keys that stand for themselves or for what they do. */
export type KeyName =
  | "backspace"
  | "clear_line"
  | "delete"
  | "down"
  | "end"
  | "end_of_input"
  | "enter"
  | "home"
  | "interrupt"
  | "kill_rest"
  | "kill_word"
  | "kill_word_right"
  | "left"
  | "redraw"
  | "right"
  | "tab"
  | "tab_back"
  | "up"
  | "word_left"
  | "word_right"
  | "yank";

/** One key, or text typed or pasted. */
export type Key =
  | { readonly kind: "text" | "paste"; readonly text: string }
  | { readonly kind: KeyName };

const ESCAPE = "\x1b";
const PASTE_BEGIN = "[200~";
const PASTE_END = "\x1b[201~";

const CONTROLS: ReadonlyMap<string, KeyName> = new Map([
  ["\x01", "home"],
  ["\x02", "left"],
  ["\x03", "interrupt"],
  ["\x04", "end_of_input"],
  ["\x05", "end"],
  ["\x06", "right"],
  ["\x08", "backspace"],
  ["\t", "tab"],
  ["\n", "enter"],
  ["\x0b", "kill_rest"],
  ["\x0c", "redraw"],
  ["\r", "enter"],
  ["\x0e", "down"],
  ["\x10", "up"],
  ["\x15", "clear_line"],
  ["\x17", "kill_word"],
  ["\x19", "yank"],
  ["\x7f", "backspace"],
]);

/** What follows an escape; parameters that do not matter are left out. */
const SEQUENCES: ReadonlyMap<string, KeyName> = new Map([
  ["[A", "up"],
  ["[B", "down"],
  ["[C", "right"],
  ["[D", "left"],
  ["[F", "end"],
  ["[H", "home"],
  ["[Z", "tab_back"],
  ["OA", "up"],
  ["OB", "down"],
  ["OC", "right"],
  ["OD", "left"],
  ["OF", "end"],
  ["OH", "home"],
  ["[1~", "home"],
  ["[3~", "delete"],
  ["[4~", "end"],
  ["[7~", "home"],
  ["[8~", "end"],
  ["[1;3C", "word_right"],
  ["[1;3D", "word_left"],
  ["[1;5C", "word_right"],
  ["[1;5D", "word_left"],
  ["b", "word_left"],
  ["d", "kill_word_right"],
  ["f", "word_right"],
  ["\x7f", "kill_word"],
]);

/** A whole sequence after an escape: CSI, SS3, or one character. */
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const SEQUENCE = /^\x1b(\[[0-9;?<=>]*[@-~]|O[A-Za-z]|[^[O])/s;
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const HALF_SEQUENCE = /^\x1b(\[[0-9;?<=>]{0,32}|O)?$/;
// deno-lint-ignore no-control-regex -- terminals speak in control characters
const TEXT = /^[^\x00-\x1f\x7f]+/;

/** Reads keys; sequences and characters may come in pieces. */
export class KeyReader {
  readonly #decoder = new TextDecoder();
  #text = "";
  #isPasting = false;

  /** Takes the next bytes; returns the keys that are complete. */
  push(bytes: Uint8Array): readonly Key[] {
    this.#text += this.#decoder.decode(bytes, { stream: true });
    const keys: Key[] = [];
    while (this.#text !== "" && !HALF_SEQUENCE.test(this.#text)) {
      const before = this.#text.length;
      const key = this.#isPasting ? this.#readPaste() : this.#readKey();
      if (key) keys.push(key);
      if (this.#text.length === before) break; // waits for more
    }
    return keys;
  }

  #readKey(): Key | undefined {
    const [text] = TEXT.exec(this.#text) ?? [];
    if (text !== undefined) return this.#took(text, { kind: "text", text });
    if (this.#text.startsWith(ESCAPE)) return this.#readSequence();
    const control = this.#text.charAt(0);
    return this.#took(control, named(CONTROLS.get(control)));
  }

  #readSequence(): Key | undefined {
    const [whole = ESCAPE, sequence = ""] = SEQUENCE.exec(this.#text) ?? [];
    this.#isPasting = sequence === PASTE_BEGIN;
    return this.#took(whole, named(SEQUENCES.get(sequence)));
  }

  /** What is pasted is text, whatever it holds, up to its end. */
  #readPaste(): Key | undefined {
    const end = this.#text.indexOf(PASTE_END);
    const isWhole = end !== -1;
    // The last characters may be the beginning of the end.
    const held = isWhole ? 0 : heldBack(this.#text);
    const text = isWhole
      ? this.#text.slice(0, end)
      : this.#text.slice(0, this.#text.length - held);
    this.#isPasting = !isWhole;
    const key: Key | undefined = text === ""
      ? undefined
      : { kind: "paste", text };
    return this.#took(isWhole ? text + PASTE_END : text, key);
  }

  #took(text: string, key: Key | undefined): Key | undefined {
    this.#text = this.#text.slice(text.length);
    return key;
  }
}

function named(kind: KeyName | undefined): Key | undefined {
  return kind && { kind };
}

/** Returns how many characters at the end may begin the end of a paste. */
function heldBack(text: string): number {
  for (let length = PASTE_END.length - 1; length > 0; length--) {
    if (text.endsWith(PASTE_END.slice(0, length))) return length;
  }
  return 0;
}
