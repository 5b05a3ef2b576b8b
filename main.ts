/**
 * `ktn`: the table of its commands. Sets the exit code and does nothing else;
 * a command's code is loaded only when it runs.
 *
 * @module
 */

import { COMPLETIONS_FLAGS } from "./client/cli/completions_options.ts";
import { CONNECT_FLAGS, readOptions } from "./client/cli/options.ts";
import { readSendOptions, SEND_FLAGS } from "./client/cli/send_options.ts";
import { readTailOptions, TAIL_FLAGS } from "./client/cli/tail_options.ts";
import {
  NAMES_FLAGS,
  readAskOptions,
  readNamesOptions,
  SEARCH_FLAGS,
} from "./client/cli/query_options.ts";
import { readRoomsOptions, ROOMS_FLAGS } from "./client/cli/rooms_options.ts";
import { denoBuild, denoPlatform } from "./client/cli/platform.ts";
import { DATA_FLAG, EXPORT_FLAGS } from "./server/cli/data_options.ts";
import { SERVE_FLAGS } from "./server/cli/options.ts";
import { readUserOptions, USER_FLAGS } from "./server/cli/user_options.ts";
import { OPERATOR_COMMANDS } from "./server/directory/operator_request.ts";
import type { Command, Invocation } from "./shared/command.ts";
import { SHELLS } from "./shared/completions/shells.ts";
import { EXIT } from "./shared/exit_code.ts";
import { runCommand } from "./shared/program.ts";
import { SWITCH } from "./shared/value_type.ts";
import { describeVersion } from "./shared/version.ts";

/** Every command, those most used first. */
export const COMMANDS: readonly Command[] = [
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
    saysWarnings: true,
    check: async (invocation) =>
      (await import("./server/cli/serve_command.ts")).checkServeOptions(
        invocation,
      ),
    run: async (invocation) =>
      await (await import("./server/cli/serve_command.ts")).runServe(
        invocation,
      ),
  },
  {
    name: "connect",
    usage: "ktn connect HOST [FLAGS]",
    summary: "Join a chat; text piped in is sent line by line",
    examples: [
      ["ktn connect localhost", ""],
      ["ktn connect 192.168.1.5:9998 --name ada", ""],
      ["echo done | ktn connect localhost --name build", "from a script"],
    ],
    flags: CONNECT_FLAGS,
    check: ({ parsed, servers }) => void readOptions(parsed, servers),
    operands: ["server"],
    runsPrograms: true,
    run: async (invocation) =>
      await (await import("./client/mod.ts")).runConnect(invocation),
  },
  {
    name: "send",
    usage: "ktn send HOST [TEXT|-] [FLAGS]",
    summary: "Send a message from a script, or each line piped in",
    examples: [
      ['ktn send localhost "build 42 is green"', "stored, or not exit code 0"],
      ["make 2>&1 | ktn send localhost --name build", "each line a message"],
      ["df | ktn send localhost --whole --id df-$(date +%F)", "once a day"],
      ['ktn send localhost "tea is ready" --room tea', "joined where needed"],
      ['ktn send localhost "call me" --to bob', "to one person"],
    ],
    flags: SEND_FLAGS,
    check: ({ parsed, servers }) =>
      void readSendOptions(parsed, servers, false),
    operands: ["server", "text"],
    run: async (invocation) =>
      await (await import("./client/cli/send_command.ts")).runSend(invocation),
  },
  {
    name: "tail",
    usage: "ktn tail HOST [FLAGS]",
    summary: "Write what was said, a line each, and what is said from now on",
    examples: [
      ["ktn tail localhost --follow", ""],
      ["ktn tail localhost --since 2h --json", "for programs"],
      ["ktn tail localhost --cursor chat.cursor >>chat.log", "what is new"],
    ],
    flags: TAIL_FLAGS,
    check: ({ parsed, servers }) =>
      void readTailOptions(parsed, servers, Date.now()),
    operands: ["server"],
    runsPrograms: true,
    run: async (invocation) =>
      await (await import("./client/cli/tail_command.ts")).runTail(invocation),
  },
  {
    name: "search",
    usage: "ktn search HOST WORDS... [FLAGS]",
    summary: "Find messages that have all these words",
    examples: [
      ["ktn search localhost build failed", ""],
      ["ktn search localhost 'rele*'", "words that begin so"],
    ],
    flags: SEARCH_FLAGS,
    check: ({ parsed, servers }) => void readAskOptions(parsed, servers),
    operands: ["server", "words"],
    run: async (invocation) =>
      await (await import("./client/cli/search_command.ts")).runSearch(
        invocation,
      ),
  },
  {
    name: "names",
    usage: "ktn names HOST [FLAGS]",
    summary: "Show who is there, a line each",
    examples: [
      ["ktn names localhost", ""],
      ["ktn names localhost --room tea", "who is in a room"],
    ],
    flags: NAMES_FLAGS,
    check: ({ parsed, servers }) => void readNamesOptions(parsed, servers),
    operands: ["server"],
    run: async (invocation) =>
      await (await import("./client/cli/names_command.ts")).runNames(
        invocation,
      ),
  },
  {
    name: "rooms",
    usage: "ktn rooms HOST [FLAGS]",
    summary: "Show the rooms there are, and how much is unread, a line each",
    examples: [
      ["ktn rooms localhost", "all that can be joined"],
      ["ktn rooms localhost --name ada --password-file ada.txt", "one's own"],
    ],
    flags: ROOMS_FLAGS,
    check: ({ parsed, servers }) => void readRoomsOptions(parsed, servers),
    operands: ["server"],
    run: async (invocation) =>
      await (await import("./client/cli/rooms_command.ts")).runRooms(
        invocation,
      ),
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
    check: checkData,
    run: async (invocation) =>
      await (await dataCommands()).runExport(invocation),
  },
  {
    name: "import",
    usage: "ktn import [FILE] [FLAGS]",
    summary:
      "Add exported messages; those that are there already stay as they are",
    examples: [["ktn import chat.jsonl", "while no server runs on the data"]],
    flags: [DATA_FLAG],
    check: checkData,
    operands: ["file"],
    run: async (invocation) =>
      await (await dataCommands()).runImport(invocation),
  },
  {
    name: "backup",
    usage: "ktn backup FILE [FLAGS]",
    summary: "Copy the history into one file, also while the server runs",
    examples: [["ktn backup chat-backup.db", ""]],
    flags: [DATA_FLAG],
    check: checkData,
    operands: ["file"],
    run: async (invocation) =>
      await (await dataCommands()).runBackup(invocation),
  },
  {
    name: "restore",
    usage: "ktn restore FILE [FLAGS]",
    summary:
      "Put a backup in the place of the history, which is kept beside it",
    examples: [[
      "ktn restore chat-backup.db",
      "while no server runs on the data",
    ]],
    flags: [DATA_FLAG],
    check: checkData,
    operands: ["file"],
    run: async (invocation) =>
      await (await dataCommands()).runRestore(invocation),
  },
  {
    name: "check",
    usage: "ktn check [FLAGS]",
    summary: "Check every stored message, count them, tell the size",
    examples: [["ktn check", ""]],
    flags: [DATA_FLAG],
    check: checkData,
    run: async (invocation) =>
      await (await dataCommands()).runCheck(invocation),
  },
  {
    name: "user",
    usage: "ktn user list|add|reset|remove [NAME] [FLAGS]",
    summary:
      "List, make, change or remove accounts, also while the server runs",
    examples: [
      ["ktn user list", ""],
      ["ktn user add ada", "asks for a password"],
      ["ktn user reset ada --password-file new.txt", ""],
      ["ktn user remove ada", "what it said stays"],
    ],
    flags: USER_FLAGS,
    check: async (invocation) => {
      readUserOptions(invocation.parsed);
      await checkData(invocation);
    },
    operands: [OPERATOR_COMMANDS, "text"],
    run: async (invocation) =>
      await (await import("./server/cli/user_command.ts")).runUser(invocation),
  },
  {
    name: "completions",
    usage: "ktn completions bash|fish|zsh",
    summary: "Print a script with which a shell completes ktn's command line",
    examples: [
      ['eval "$(ktn completions bash)"', "in ~/.bashrc"],
      ['eval "$(ktn completions zsh)"', "in ~/.zshrc, after compinit"],
      ["ktn completions fish >~/.config/fish/completions/ktn.fish", ""],
    ],
    flags: COMPLETIONS_FLAGS,
    operands: [SHELLS],
    ignoresConfigErrors: true,
    run: async (invocation) =>
      (await import("./client/cli/completions_command.ts"))
        .runCompletions(COMMANDS, invocation),
  },
  {
    name: "version",
    usage: "ktn version [FLAGS]",
    summary: "Show the version, and what it is built of and runs on",
    examples: [["ktn version --json", "for a bug report"]],
    flags: [
      { name: "json", type: SWITCH, help: "One JSON object", cliOnly: true },
    ],
    ignoresConfigErrors: true,
    run: showVersion,
  },
];

async function checkData(invocation: Invocation): Promise<void> {
  (await dataCommands()).checkDataOptions(invocation);
}

function dataCommands(): Promise<
  typeof import("./server/cli/data_commands.ts")
> {
  return import("./server/cli/data_commands.ts");
}

function showVersion({ parsed, print }: Invocation): number {
  const form = parsed.isOn("json") ? "json" : "text";
  print(describeVersion(denoBuild(), form));
  return EXIT.ok;
}

if (import.meta.main) {
  Deno.exit(await runCommand(COMMANDS, Deno.args, denoPlatform()));
}
