/**
 * `ktn`: the table of its commands. Sets the exit code and does nothing else;
 * a command's code is loaded only when it runs.
 *
 * @module
 */

import { CONNECT_FLAGS } from "./client/options.ts";
import { DATA_FLAG, EXPORT_FLAGS } from "./server/data_options.ts";
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
  {
    name: "export",
    usage: "ktn export [FLAGS]",
    summary: "Write all stored messages, oldest first",
    examples: [
      ["ktn export", "to read"],
      ["ktn export --json >chat.jsonl", "to keep, or to import elsewhere"],
    ],
    flags: EXPORT_FLAGS,
    run: async (args, environment) =>
      await (await dataCommands()).runExport(args, environment),
  },
  {
    name: "import",
    usage: "ktn import [FILE] [FLAGS]",
    summary:
      "Add exported messages; those that are there already stay as they are",
    examples: [["ktn import chat.jsonl", "while no server runs on the data"]],
    flags: [DATA_FLAG],
    run: async (args, environment) =>
      await (await dataCommands()).runImport(args, environment),
  },
  {
    name: "backup",
    usage: "ktn backup FILE [FLAGS]",
    summary: "Copy the history into one file, also while the server runs",
    examples: [["ktn backup chat-backup.db", ""]],
    flags: [DATA_FLAG],
    run: async (args, environment) =>
      await (await dataCommands()).runBackup(args, environment),
  },
  {
    name: "check",
    usage: "ktn check [FLAGS]",
    summary: "Check every stored message, count them, tell the size",
    examples: [["ktn check", ""]],
    flags: [DATA_FLAG],
    run: async (args, environment) =>
      await (await dataCommands()).runCheck(args, environment),
  },
];

function dataCommands(): Promise<typeof import("./server/data_commands.ts")> {
  return import("./server/data_commands.ts");
}

if (import.meta.main) {
  Deno.exit(await runCommand(COMMANDS, Deno.args, Deno.env.toObject()));
}
