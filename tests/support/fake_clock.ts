/**
 * A clock on the wall that a test can turn while a program runs: libfaketime,
 * on Linux. The clock of deadlines, which only ever goes on, stays true.
 *
 * @module
 */

const FOLDERS = ["/usr/lib", "/usr/local/lib", "/lib"];
const LIBRARY = "faketime/libfaketime.so.1";

/** Where the library is; undefined when it is not here. */
export function fakeClockLibrary(): string | undefined {
  const candidates = FOLDERS.flatMap((folder) => [
    `${folder}/${LIBRARY}`,
    ...subfolders(folder).map((name) => `${folder}/${name}/${LIBRARY}`),
  ]);
  return candidates.find((path) => isFile(path));
}

/** A clock; the program runs with {@linkcode FakeClock.env}. */
export class FakeClock implements Disposable {
  readonly #file = Deno.makeTempFileSync({ prefix: "ktn-clock" });

  /** Makes a clock that is right. */
  constructor() {
    this.turn("+0");
  }

  /** The variables that make a program look at this clock. */
  get env(): Readonly<Record<string, string>> {
    return {
      LD_PRELOAD: fakeClockLibrary() ?? "",
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    };
  }

  /** Makes it wrong by so much from now on, such as `+1h` or `-1h`. */
  turn(offset: string): void {
    Deno.writeTextFileSync(this.#file, offset + "\n");
  }

  /** Removes it. */
  [Symbol.dispose](): void {
    Deno.removeSync(this.#file);
  }
}

function subfolders(folder: string): readonly string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch {
    return []; // not on this system
  }
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
