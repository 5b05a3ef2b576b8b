/**
 * How long the client takes from its start to a prompt below the history, and
 * what it holds after many lines: `deno run -A tests/bench/terminal.ts [LINES]`. On a
 * real terminal; asserts nothing. Needs tmux and Linux.
 *
 * @module
 */

import { connectCommand } from "../support/chat_terminal.ts";
import { ServeProcess } from "../support/serve_process.ts";
import { TmuxTerminal } from "../support/tmux_terminal.ts";
import { within } from "../support/within.ts";
import { median } from "./percentile.ts";
import { usageOf } from "./process_usage.ts";

const STARTS = 11;
const LINES = 100_000;
/** Slow enough that the server never has to forget what was not read yet. */
const BURST = 500;
const BURST_MS = 25;
const FLOOD_MS = 300_000;
const MEBI = 1024;
/** As in `deno task connect`. */
const ENGINE = "--max-semi-space-size=2,--max-old-space-size=512";
const TEXT =
  "a message of the usual length, about eighty characters or perhaps a few more";

/** Milliseconds until the newest line of the past and the prompt are there. */
async function start(server: ServeProcess): Promise<number> {
  const begin = performance.now();
  await using terminal = await TmuxTerminal.open({
    command: connectCommand(server.address),
    env: { DENO_V8_FLAGS: ENGINE },
  });
  await terminal.until(({ text }) =>
    text.includes(`number 100: `) && text.endsWith("ada>")
  );
  const took = performance.now() - begin;
  await terminal.press("C-d");
  await terminal.exitCode();
  return took;
}

async function measureStarts(): Promise<void> {
  await using server = await ServeProcess.start(["--history", "100"]);
  using bob = await server.join("bob");
  for (let n = 1; n <= 100; n++) {
    await bob.send({ request: "msg", content: `number ${n}: ${TEXT}` });
  }
  const took: number[] = [];
  for (let n = 0; n < STARTS; n++) took.push(await start(server));
  tell(
    `start to prompt below 100 lines: median ${median(took).toFixed(0)} ms, ` +
      `worst ${Math.max(...took).toFixed(0)} ms of ${STARTS}`,
  );
}

async function measureMemory(lines: number): Promise<void> {
  await using server = await ServeProcess.start();
  using bob = await server.join("bob");
  await using terminal = await TmuxTerminal.open({
    command: connectCommand(server.address),
    env: { DENO_V8_FLAGS: ENGINE },
  });
  await terminal.seen(" here: ");
  const pid = await terminal.pid();
  const before = usageOf(pid);
  const begin = performance.now();
  for (let n = 1; n <= lines; n += BURST) {
    const burst = Array.from({ length: BURST }, (_, at) => ({
      request: "msg",
      content: `number ${n + at}: ${TEXT}`,
      ...(at === BURST - 1 ? { id: `${n}` } : {}),
    }));
    await bob.send(...burst);
    await bob.until(({ id }) => id === `${n}`);
    await new Promise((resolve) => setTimeout(resolve, BURST_MS));
  }
  await within(
    terminal.until(({ text }) => text.includes(`number ${lines}: `)),
    "the last line",
    FLOOD_MS,
  );
  const seconds = (performance.now() - begin) / 1000;
  const after = usageOf(pid);
  const mib = (kib: number) => (kib / MEBI).toFixed(0);
  tell(
    `${lines} lines in ${seconds.toFixed(1)} s: ${
      mib(before.residentKib)
    } MiB ` +
      `before, ${mib(after.residentKib)} MiB after, ${
        mib(after.peakKib)
      } MiB ` +
      `at most, ${(after.cpuSeconds - before.cpuSeconds).toFixed(1)} s of CPU`,
  );
}

function tell(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}

/** More of them, to see whether it grows for ever. */
const [lines = LINES] = Deno.args.map(Number);
await measureStarts();
await measureMemory(lines);
