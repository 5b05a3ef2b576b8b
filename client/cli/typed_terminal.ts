/**
 * A terminal on which lines are only ever added, put together: its keyboard,
 * what is typed there, and both standard outputs beside it.
 *
 * @module
 */

import type { Environment } from "../../shared/flags.ts";
import { encodingOf } from "../editing/input_encoding.ts";
import { Output } from "../scripts/output.ts";
import { type LineSink, TypedLines } from "../scripts/typed_lines.ts";
import { canTakeKeys, Keyboard } from "../terminal/keyboard.ts";
import { charsetOf } from "../view/charset.ts";
import type { ConnectOptions } from "./options.ts";
import { listen } from "./signals.ts";

const FALLBACK_COLUMNS = 80;
const HINT =
  "What comes while you type waits until the line goes; Ctrl-R shows it";

/** Keeps what is typed and what is written apart. */
export class TypedTerminal implements Disposable {
  readonly #keyboard: Keyboard;
  /** What is typed. */
  readonly typed: TypedLines;

  private constructor(echo: Output, hint: string, environment: Environment) {
    this.#keyboard = new Keyboard({
      onTaken: () => this.typed.show(),
      listen,
    });
    this.typed = new TypedLines({
      bytes: Deno.stdin.readable,
      echo,
      charset: charsetOf(environment, Deno.build.os),
      encoding: encodingOf(environment),
      columns,
      hint: [hint],
    });
  }

  /** Takes the terminal, if keys can be had, and shown when they are typed. */
  static open(
    { screenReader }: ConnectOptions,
    environment: Environment,
  ): TypedTerminal | undefined {
    const screen = [Deno.stdout, Deno.stderr].find((each) => each.isTerminal());
    if (!screen || !canTakeKeys(environment, Deno.build.os)) return undefined;
    const hint = screenReader ? HINT : `* ${HINT}`;
    return new TypedTerminal(new Output(screen), hint, environment);
  }

  /** Returns an output beside which somebody types, if that is so. */
  beside(output: Output, stream: { isTerminal(): boolean }): LineSink {
    return stream.isTerminal() ? this.typed.sink(output) : output;
  }

  /** Gives the terminal back, with all that still waited on it. */
  [Symbol.dispose](): void {
    this.typed[Symbol.dispose]();
    this.#keyboard[Symbol.dispose]();
  }
}

function columns(): number {
  try {
    return Deno.consoleSize().columns || FALLBACK_COLUMNS;
  } catch {
    return FALLBACK_COLUMNS; // a terminal that does not tell its size
  }
}
