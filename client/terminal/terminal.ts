/**
 * The terminal this program runs on, in raw mode from beginning to end, but
 * while it is lent to another program.
 *
 * @module
 */

import type { Size } from "../view/picture.ts";
import { suspendProcess } from "./suspension.ts";

/** Options for {@linkcode Terminal}. */
export interface TerminalOptions {
  /** Hears of a new size. */
  readonly onResize: () => void;
  /** The terminal was elsewhere; everything has to be drawn again. */
  readonly onTaken: () => void;
  /** Listens to a signal where it exists; returns how to stop listening. */
  readonly listen: (signal: Deno.Signal, onSignal: () => void) => () => void;
}

/** Who has the terminal. */
type Holder = "us" | "another" | "shell" | "nobody";

/** A mode as it is switched on and off. */
interface Mode {
  readonly on: string;
  readonly off: string;
}

/** In the order in which they are switched on; off is the other way round. */
const MODES: readonly Mode[] = [
  // The alternate screen: what stood on the normal one stays as it is.
  { on: "\x1b[?1049h", off: "\x1b[?1049l" },
  // No wrapping: where a terminal counts cells otherwise, one row is cut off
  // instead of all being moved.
  { on: "\x1b[?7l", off: "\x1b[?7h" },
  // Keys as they always were, whatever a program before left on: xterm's
  // modifyOtherKeys and kitty's CSI u. Nobody misses them afterwards.
  { on: "\x1b[>4;0m\x1b[=0u", off: "" },
  // The wheel sends cursor keys, several at once, and the mouse selects text.
  { on: "\x1b[?1007s\x1b[?1007h", off: "\x1b[?1007r" },
  // Tells what is pasted.
  { on: "\x1b[?2004h", off: "\x1b[?2004l" },
  // Tells when another window is chosen, where it can.
  { on: "\x1b[?1004h", off: "\x1b[?1004l" },
  // The cursor is hidden while rows are written.
  { on: "", off: "\x1b[?25h" },
];

/** Written when the terminal is taken. */
export const MODES_ON = MODES.map(({ on }) => on).join("");

/** Written when the terminal is given back; twice does no harm. */
export const MODES_OFF = MODES.toReversed().map(({ off }) => off).join("");

const FALLBACK_SIZE: Size = { columns: 80, rows: 24 };
/** A signal for a program and for us has come to both in this time, in ms. */
const SIGNAL_MS = 100;
const READ_BYTES = 64 * 1024;
const UTF8 = new TextEncoder();

/** Owns raw mode; the terminal is as it was however the program ends. */
export class Terminal implements Disposable {
  readonly #options: TerminalOptions;
  readonly #stopListening: readonly (() => void)[];
  #holder: Holder = "nobody";

  /** Takes the terminal. */
  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#take();
    this.#stopListening = [
      options.listen("SIGWINCH", options.onResize),
      options.listen("SIGCONT", () => this.#onContinued()),
      onUnload(() => this.restore()),
    ];
  }

  /** Whether another program has it now, which gets its signals as well. */
  get isLent(): boolean {
    return this.#holder === "another";
  }

  /**
   * Bytes as they are typed, until the terminal is gone. Nothing is read before
   * it is asked for: what is typed while the terminal is lent is for who has it.
   */
  async *input(): AsyncGenerator<Uint8Array, void> {
    const bytes = new Uint8Array(READ_BYTES);
    for (;;) {
      const length = await read(bytes);
      if (length === null) return;
      yield bytes.subarray(0, length);
    }
  }

  /** The size now. */
  get size(): Size {
    try {
      const { columns, rows } = Deno.consoleSize();
      return columns > 0 && rows > 0 ? { columns, rows } : FALLBACK_SIZE;
    } catch {
      return FALLBACK_SIZE; // some terminals do not report it
    }
  }

  /** Writes a text whole; nothing while somebody else has the terminal. */
  write(text: string): void {
    if (this.#holder === "us") writeAll(text);
  }

  /** Lends the terminal to another program until `run` is done. */
  async lend<T>(run: () => Promise<T>): Promise<T> {
    this.#give("another");
    try {
      return await run();
    } finally {
      await pause(SIGNAL_MS); // the Ctrl-C that ended it came to us as well
      this.#requeue();
    }
  }

  /**
   * Stops the program until the shell continues it, where there is one.
   *
   * @returns whether that can be done on this system.
   */
  async suspend(): Promise<boolean> {
    if (Deno.build.os === "windows") return false;
    this.#give("shell");
    await suspendProcess();
    this.#requeue(); // if the signal to go on has not done it
    return true;
  }

  /** Gives the terminal back for good; twice is fine. */
  restore(): void {
    this.#give("nobody");
  }

  /** Gives the terminal back at the end of a `using` block. */
  [Symbol.dispose](): void {
    this.restore();
    for (const stop of this.#stopListening) stop();
  }

  /** The shell may have changed the modes, also when it was not we who left. */
  #onContinued(): void {
    if (this.#holder === "us") this.#holder = "shell";
    if (this.#holder === "shell") this.#requeue();
  }

  #requeue(): void {
    if (this.#holder === "us" || this.#holder === "nobody") return;
    this.#take();
    this.#options.onTaken();
  }

  #take(): void {
    setRaw(true);
    this.#holder = "us";
    this.write(MODES_ON);
  }

  #give(holder: Exclude<Holder, "us">): void {
    if (this.#holder === "us") {
      this.write(MODES_OFF);
      setRaw(false);
    }
    this.#holder = holder;
  }
}

function writeAll(text: string): void {
  const bytes = UTF8.encode(text);
  try {
    for (let at = 0; at < bytes.length;) {
      at += Deno.stdout.writeSync(bytes.subarray(at));
    }
  } catch {
    // The terminal is gone; SIGHUP or the end of input ends the program.
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function read(bytes: Uint8Array): Promise<number | null> {
  try {
    return await Deno.stdin.read(bytes);
  } catch {
    return null; // gone, in words that differ from system to system
  }
}

function setRaw(isRaw: boolean): void {
  try {
    Deno.stdin.setRaw(isRaw);
  } catch {
    // The terminal is gone, as above.
  }
}

/** Also when a second signal ends the program at once. */
function onUnload(run: () => void): () => void {
  globalThis.addEventListener("unload", run);
  return () => globalThis.removeEventListener("unload", run);
}
