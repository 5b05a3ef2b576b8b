/**
 * `ktn`: the table of its commands. Sets the exit code and does nothing else;
 * a command's code is loaded only when it runs.
 *
 * @module
 */

import { CONNECT_FLAGS } from "./client/options.ts";
import { SERVE_FLAGS } from "./server/options.ts";
import { type Command, runCommand } from "./shared/command.ts";

const COMMANDS: readonly Command[] = [
  {
    name: "serve",
    usage: "ktn serve [FLAGS]",
    summary: "Start a chat server",
    examples: [
      ["ktn serve", "for this machine"],
      ["ktn serve --host 0.0.0.0", "for the whole network"],
      ["ktn serve --port 7000 --history 20", ""],
    ],
    flags: SERVE_FLAGS,
    run: async (args, environment) =>
      await (await import("./server/command.ts")).runServe(args, environment),
  },
  {
    name: "connect",
    usage: "ktn connect HOST[:PORT] [FLAGS]",
    summary: "Join a chat; text piped in is sent line by line",
    examples: [
      ["ktn connect localhost", ""],
      ["ktn connect 192.168.1.5:9998 --name ada", ""],
      ["echo done | ktn connect localhost --name build", "from a script"],
    ],
    flags: CONNECT_FLAGS,
    run: async (args, environment) =>
      await (await import("./client/mod.ts")).runConnect(args, environment),
  },
];

if (import.meta.main) {
  Deno.exit(await runCommand(COMMANDS, Deno.args, Deno.env.toObject()));
}
