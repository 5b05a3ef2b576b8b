/** `nohup`, and background jobs of scripts: what was ignored stays ignored. */

import { assertEquals, assertMatch } from "@std/assert";
import { existsSync } from "node:fs";
import { IS_SOURCES, taskProgram } from "../support/program.ts";
import { type Running, start } from "../support/running.ts";
import { shippedWays } from "../support/shipped_rights.ts";
import { until } from "../support/until.ts";

const SIGNALS = ["SIGHUP", "SIGINT"] as const;
type IgnoredSignal = typeof SIGNALS[number];

/** Starts ktn by a shell that ignores the signal, as `nohup` does. */
function startIgnoring(
  signal: IgnoredSignal,
  program: readonly string[],
): Running {
  const trap = `trap "" ${signal.slice("SIG".length)}; exec "$@"`;
  return start(["sh", "-c", trap, "sh", ...program]);
}

const SERVE = ["serve", "--port", "0", "--data", "none", "--rate", "off"];

async function addressOf(server: Running): Promise<string> {
  const block = await server.errors((text) => text.includes("Ctrl-C\n"));
  return / listens on (\S+) /.exec(block)?.[1] ?? "";
}

/** A command that goes on until it is stopped, or its input ends. */
interface Call {
  readonly args: (address: string) => readonly string[];
  /** What shows that it runs and hears signals. */
  readonly begun: (running: Running) => Promise<unknown>;
}

const CALLS: readonly Call[] = [
  {
    args: (address) => ["tail", address, "--follow", "--since", "0"],
    begun: (running) => running.output((text) => text.includes("first")),
  },
  {
    args: (address) => ["connect", address, "--name", "c"],
    begun: (running) => running.output((text) => text.includes("first")),
  },
  {
    args: (address) => ["connect", address, "--json", "--name", "j"],
    begun: (running) => running.output((text) => text.includes("first")),
  },
];

/** Ways in which a server is started, and what they are called. */
const SERVERS = [
  ...shippedWays("serve").map(({ from, program }) => ({
    name: `the rights of ${from}`,
    call: [...program, ...SERVE],
  })),
  ...IS_SOURCES
    ? [{
      name: "deno task",
      call: [...taskProgram("serve"), ...SERVE.slice(1)],
    }]
    : [],
];

const ignore = Deno.build.os === "windows";

for (const signal of SIGNALS) {
  for (const { name, call } of SERVERS) {
    Deno.test({
      name:
        `ktn serve that was started with ${signal} ignored serves on, with ${name}`,
      ignore,
      fn: async () => {
        await using server = startIgnoring(signal, call);
        const address = await addressOf(server);
        server.signal(signal);
        server.signal(signal);
        const [way] = shippedWays("send");
        const words = [...way?.program ?? [], "send", address, "hello"];
        await using send = start(words);
        assertEquals((await send.ended()).code, 0);
        server.signal("SIGTERM");
        const { code, err } = await server.ended();
        assertMatch(err, /stopping signal=SIGTERM\n/);
        assertEquals(code, 0);
      },
    });
  }

  for (const { args, begun } of CALLS) {
    const words = args("HOST");
    Deno.test({
      name: `ktn ${
        words.join(" ")
      } ends at ${signal}, or not if it was ignored`,
      ignore,
      fn: async () => {
        const [way] = shippedWays("serve");
        await using server = start([...way?.program ?? [], ...SERVE]);
        const address = await addressOf(server);
        const say = async (text: string) => {
          const call = ["send", address, text, "--name", "s"];
          await using send = start([...way?.program ?? [], ...call]);
          assertEquals((await send.ended()).code, 0);
        };
        await say("first");
        for (const { program } of shippedWays(words[0] ?? "")) {
          const call = [...program, ...args(address)];
          await using ignoring = startIgnoring(signal, call);
          await begun(ignoring);
          ignoring.signal(signal);
          ignoring.signal(signal);
          await say("second");
          await ignoring.output((text) => text.includes("second"));
          ignoring.signal("SIGTERM");
          assertEquals(await ignoring.code(), 143);

          await using hearing = start(call);
          await begun(hearing);
          hearing.signal(signal);
          assertEquals(await hearing.code(), signal === "SIGHUP" ? 129 : 130);
        }
      },
    });
  }

  Deno.test({
    name: `ktn import reads on at ${signal} if it was ignored`,
    ignore,
    fn: async () => {
      const folder = await Deno.makeTempDir();
      const call = ["import", "--data", `${folder}/data`];
      for (const { program } of shippedWays("import")) {
        await using ignoring = startIgnoring(signal, [...program, ...call]);
        await until(() => existsSync(`${folder}/data/lock`), "the lock");
        ignoring.signal(signal);
        const { code, err } = await ignoring.ended("{}\n");
        assertMatch(err, /Cannot import line 1/);
        assertEquals(code, 1);
      }
      await Deno.remove(folder, { recursive: true });
    },
  });
}
