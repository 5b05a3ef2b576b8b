/**
 * A machine with nothing on it but what a test puts there.
 *
 * @module
 */

import type { Environment } from "../../shared/flags.ts";
import type { Platform } from "../../shared/platform.ts";

/** What a test puts on the machine. */
export interface FakePlatformOptions {
  readonly environment?: Environment;
  readonly columns?: number;
  readonly files?: Readonly<Record<string, string>>;
}

/** A machine, and what was printed on it. */
export class FakePlatform implements Platform {
  readonly os = "linux";
  readonly maxFiles = undefined;
  readonly environment: Environment;
  readonly columns: number;
  readonly printed = { out: "", err: "" };
  /** Whether other programs may be run. */
  mayRunPrograms = true;
  readonly #files: ReadonlyMap<string, string>;

  constructor(
    { environment = {}, columns = 80, files = {} }: FakePlatformOptions = {},
  ) {
    this.environment = environment;
    this.columns = columns;
    this.#files = new Map(Object.entries(files));
  }

  readonly out = (text: string): void => {
    this.printed.out += text + "\n";
  };

  readonly err = (text: string): void => {
    this.printed.err += text + "\n";
  };

  readonly listenForStop = (): Disposable => ({ [Symbol.dispose]: () => {} });

  readonly listenForRestart = this.listenForStop;

  readonly forbidPrograms = (): void => {
    this.mayRunPrograms = false;
  };

  /** As systems do it, with the code of their error. */
  readonly readTextFile = (path: string): string => {
    const text = this.#files.get(path);
    if (text !== undefined) return text;
    throw Object.assign(new Error("os error 2"), { code: "ENOENT" });
  };
}
