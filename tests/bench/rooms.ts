/**
 * What rooms cost where no peer has anything like it:
 * `deno task bench:rooms [join,idle,resume,stored] [--quick]`. Five minutes in
 * all; `--quick` stores a tenth.
 *
 * @module
 */

import { type Contender, freePort, Running } from "./contender.ts";
import { CONTENDERS } from "./contenders.ts";
import { median, percentile } from "./percentile.ts";
import { idleInRooms, joinOne } from "./rooms/one_room.ts";
import { resumeFifty } from "./rooms/resume.ts";
import { askStored, fill } from "./rooms/stored.ts";

const MILLION = 1_000_000;
const ROOMS = 1000;
const ROUNDS = 3;
const [KTN] = CONTENDERS;

type Measure = (isQuick: boolean) => Promise<void>;

/** What can be measured, by name. */
const MEASURES: Readonly<Record<string, Measure>> = {
  join: async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { ms, cpuMs, peakMib, mib } = await withServer(joinOne);
      say(
        `5,000 join one room: ${ms.toFixed()} ms (${cpuMs.toFixed()} ms of the processor), ` +
          `${peakMib.toFixed(1)} MiB more, ${mib.toFixed(1)} a while after`,
      );
    }
  },
  idle: async () => {
    const { lobbyKib, roomsKib } = await withServer(idleInRooms);
    say(
      `5,000 idle connections: ${
        roomsKib.toFixed(1)
      } KiB each in five rooms of a hundred, ` +
        `${lobbyKib.toFixed(1)} before they joined`,
    );
  },
  resume: async () => {
    const { times, cpuMs } = await withServer(resumeFifty);
    say(
      `10,000 missed in fifty rooms: ${
        describe(times)
      }; ${cpuMs.toFixed()} ms of the processor`,
    );
  },
  stored: async (isQuick) => {
    const messages = isQuick ? MILLION / 10 : MILLION;
    for (const rooms of [0, ROOMS]) await stored(messages, rooms);
  },
};

async function stored(messages: number, rooms: number): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "ktn-bench" });
  try {
    const data = `${folder}/data`;
    const token = await fill(data, messages, rooms);
    const where = rooms === 0 ? "the lobby" : `${rooms} rooms`;
    const room = rooms === 0 ? "lobby" : "r7";
    const ask = (server: Running) => askStored(server, token, room);
    for (const [what, times] of Object.entries(await withServer(ask, data))) {
      say(`${messages} stored in ${where}, ${what}: ${describe(times)}`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function withServer<T>(
  run: (server: Running) => T,
  data?: string,
): Promise<T> {
  if (!KTN) throw new Error("Cannot find ktn among who takes part");
  const folder = await Deno.makeTempDir({ prefix: "ktn-bench" });
  try {
    return await inFolder(KTN, { folder, ...(data && { data }) }, run);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function inFolder<T>(
  contender: Contender,
  site: { readonly folder: string; readonly data?: string },
  run: (server: Running) => T,
): Promise<T> {
  await using server = await Running.start(contender, {
    ...site,
    port: freePort(),
  });
  return run(server);
}

function describe(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  return `median ${ms(median(times))} of ${times.length}, best ${
    ms(percentile(sorted, 0))
  }, 90 % ${ms(percentile(sorted, 0.9))}`;
}

function say(text: string): void {
  // deno-lint-ignore no-console -- the program's output
  console.log(text);
}

if (import.meta.main) {
  const words = Deno.args.filter((word) => !word.startsWith("--"));
  const names = words.flatMap((word) => word.split(","));
  const isQuick = Deno.args.includes("--quick");
  for (const [name, measure] of Object.entries(MEASURES)) {
    if (names.length === 0 || names.includes(name)) await measure(isQuick);
  }
}
