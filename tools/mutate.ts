/**
 * Asks what the tests hold: makes small wrong changes to the sources, one at a
 * time in a copy of the tree, and runs the tests that load what was changed. A
 * change that no test notices has survived.
 *
 * @module
 */

import { parseArgs } from "@std/cli/parse-args";
import { type SourceFile, sourceFiles } from "../tests/support/source_files.ts";
import { mutate, type Mutation, mutationsOf } from "./mutations.ts";

const SOURCES = ["client", "server", "shared"];
const MUTATIONS = 112;

/** Tests that run for hours, need root, or compile a binary see nothing more. */
const LEFT_OUT = /^tests\/(?:faults|bench|tools|fuzz)\/|binary_test/;

/** Test files at the same time: most of their time is waiting. */
const TESTS_AT_ONCE = 3;

/** No test ended for so long: it hangs. Waits in tests are at most 15 s. */
const SILENCE_MS = 40_000;

/** Longest run of all tests for one change. */
const LIMIT_MS = 10 * 60_000;

/** A hanging process that used so much of a second computes: an endless loop. */
const BUSY_SHARE = 0.5;

/** Linux counts the time a process has used in these, a second. */
const TICKS = 100;

const PROCESS_PATH = "main.ts";
const SPAWNS = /new URL\("(?:\.\.\/)+main\.ts"/;
const FAILED = /\.\.\. .*FAILED|\(uncaught error\)/;

/** How the tests took a change; `loops`: it hangs computing, for ever. */
export type Outcome = "killed" | "survived" | "hung" | "loops";

/** A change, and the file it is made to. */
export interface Mutant extends Mutation {
  readonly file: SourceFile;
}

/** Returns so many of all changes to these files, at random by a seed. */
export function choose(
  files: readonly SourceFile[],
  count: number,
  seed: number,
): readonly Mutant[] {
  const all = files.flatMap((file) =>
    mutationsOf(file.text).map((mutation) => ({ ...mutation, file }))
  );
  const random = randomBy(seed);
  const chosen: Mutant[] = [];
  while (chosen.length < count && all.length > 0) {
    chosen.push(...all.splice(Math.floor(random() * all.length), 1));
  }
  return chosen;
}

/** A small generator of numbers in [0, 1): mulberry32. */
function randomBy(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Returns the tests that load a file, the nearest first; those that start the
 * program as a process of its own come last.
 */
export function testsOf(
  path: string,
  files: readonly SourceFile[],
): readonly string[] {
  const reached = new Set([path]);
  addImporters(reached, files);
  if (reached.has(PROCESS_PATH)) {
    for (const file of files) {
      if (SPAWNS.test(file.text)) reached.add(file.path);
    }
    addImporters(reached, files);
  }
  return [...reached].filter((one) =>
    /^tests\/.*_test\.ts$/.test(one) && !LEFT_OUT.test(one)
  );
}

function addImporters(reached: Set<string>, files: readonly SourceFile[]) {
  for (const one of reached) { // those added meanwhile are visited too
    for (const { path, imports } of files) {
      if (imports.includes(one)) reached.add(path);
    }
  }
}

/** Copies what git knows of a tree, and what it would add. */
async function copyTree(from: string, to: string): Promise<void> {
  const { stdout } = await new Deno.Command("git", {
    args: ["ls-files", "-z", "-co", "--exclude-standard"],
    cwd: from,
  }).output();
  const paths = new TextDecoder().decode(stdout).split("\0").filter(Boolean);
  for (const path of paths) {
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    await Deno.mkdir(`${to}/${folder}`, { recursive: true });
    await Deno.copyFile(`${from}/${path}`, `${to}/${path}`);
  }
}

/** Runs tests in a folder until one fails, all pass, or none ends any more. */
export async function outcomeOf(
  folder: string,
  tests: readonly string[],
  silenceMs = SILENCE_MS,
): Promise<{ readonly outcome: Outcome; readonly last: string }> {
  if (tests.length === 0) return { outcome: "survived", last: "no test" };
  await using run = new TestRun(folder, tests);
  const began = performance.now();
  while (performance.now() - began < LIMIT_MS) {
    const hasMore = await run.more(silenceMs);
    if (FAILED.test(run.text)) return { outcome: "killed", last: run.last };
    if (hasMore === undefined) break;
    if (!hasMore) {
      const outcome = await run.isOk() ? "survived" : "killed";
      return { outcome, last: run.last };
    }
  }
  return { outcome: run.isBusy() ? "loops" : "hung", last: run.last };
}

/** Tests that run, in a process group of their own. */
class TestRun implements AsyncDisposable {
  static readonly #all = new Set<TestRun>();
  readonly #process: Deno.ChildProcess;
  readonly #output: ReadableStreamDefaultReader<string>;
  #next: Promise<ReadableStreamReadResult<string>> | undefined;
  #usedBefore = 0;
  #silenceMs = 0;
  text = "";

  constructor(folder: string, tests: readonly string[]) {
    this.#process = new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", "--no-check", "--fail-fast", "--parallel", ...tests],
      cwd: folder,
      env: { NO_COLOR: "1", DENO_JOBS: String(TESTS_AT_ONCE) },
      stdin: "null",
      stdout: "piped",
      stderr: "null",
      detached: true,
    }).spawn();
    const text = this.#process.stdout.pipeThrough(new TextDecoderStream());
    this.#output = text.getReader();
    TestRun.#all.add(this);
  }

  /** Kills all there are. */
  static killAll(): void {
    for (const run of TestRun.#all) run.#kill();
  }

  /** The name of the last test that began. */
  get last(): string {
    return this.text.match(/^.+ \.\.\./gm)?.at(-1) ?? this.text.slice(-80);
  }

  /** Whether there was more output; undefined when it is silent. */
  async more(silenceMs: number): Promise<boolean | undefined> {
    this.#silenceMs = silenceMs;
    this.#usedBefore = this.#usedSeconds();
    this.#next ??= this.#output.read();
    const silence = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => silence.resolve(undefined), silenceMs);
    const read = await Promise.race([this.#next, silence.promise]);
    clearTimeout(timer);
    if (read === undefined) return undefined;
    this.#next = undefined;
    this.text += read.value ?? "";
    return !read.done;
  }

  async isOk(): Promise<boolean> {
    return (await this.#process.status).success;
  }

  /** Whether it computed through the last silence. */
  isBusy(): boolean {
    const used = this.#usedSeconds() - this.#usedBefore;
    return used > BUSY_SHARE * this.#silenceMs / 1000;
  }

  #usedSeconds(): number {
    try {
      const text = Deno.readTextFileSync(`/proc/${this.#process.pid}/stat`);
      const fields = text.slice(text.lastIndexOf(")")).split(" ");
      return (Number(fields[12]) + Number(fields[13])) / TICKS;
    } catch {
      return 0; // it has ended, or it is not Linux
    }
  }

  #kill(): void {
    TestRun.#all.delete(this);
    try {
      Deno.kill(-this.#process.pid, "SIGKILL"); // the whole group
    } catch {
      // All of it has ended.
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#kill();
    await this.#process.status;
    await this.#output.cancel();
  }
}

/** Says what was changed: the line with the change in it. */
function describe({ file, kind, at, before, after }: Mutant): string {
  const line = file.text.slice(0, at).split("\n").length;
  const start = file.text.lastIndexOf("\n", at - 1) + 1;
  const end = file.text.indexOf("\n", at + before.length);
  const rest = file.text.slice(at + before.length, end);
  const to = kind === "condition" ? `(!${before}` : after;
  const text = `${file.text.slice(start, at)}[${before} -> ${to}]${rest}`;
  return `${file.path}:${line} ${kind}: ${text.trim().replace(/\s+/g, " ")}`;
}

function tell(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** Makes the changes of a list one by one, in a copy of its own. */
async function work(
  queue: Mutant[],
  files: readonly SourceFile[],
  signal: AbortSignal,
  onOutcome: (mutant: Mutant, outcome: Outcome, last: string) => void,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "ktn-mutate" });
  try {
    await copyTree(new URL("..", import.meta.url).pathname, folder);
    for (let one = queue.shift(); one; one = queue.shift()) {
      const { path, text } = one.file;
      await Deno.writeTextFile(`${folder}/${path}`, mutate(text, one));
      const { outcome, last } = await outcomeOf(folder, testsOf(path, files));
      await Deno.writeTextFile(`${folder}/${path}`, text);
      if (signal.aborted) return;
      onOutcome(one, outcome, last);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const { count, seed, jobs, only } = parseArgs(Deno.args, {
    string: ["count", "seed", "jobs", "only"],
    default: { count: String(MUTATIONS), seed: "1", jobs: "1", only: "" },
  });
  const files = await sourceFiles([...SOURCES, "tests"]);
  const isSource = ({ path }: SourceFile) =>
    SOURCES.some((folder) => path.startsWith(`${folder}/`)) &&
    path.startsWith(String(only));
  const sources = files.filter(isSource);
  const queue = [...choose(sources, Number(count), Number(seed))];
  const counts = { killed: 0, survived: 0, hung: 0, loops: 0 };
  const say = (mutant: Mutant, outcome: Outcome, last: string) => {
    counts[outcome]++;
    tell(`${outcome.padEnd(8)} ${describe(mutant)}\n         ${last}`);
  };
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => {
      stop.abort();
      TestRun.killAll();
    });
  }
  const workers = Array.from(
    { length: Number(jobs) },
    () => work(queue, files, stop.signal, say),
  );
  await Promise.all(workers);
  tell(Object.entries(counts).map((one) => one.join(": ")).join(", "));
  Deno.exit(0); // the signals would be waited for
}
