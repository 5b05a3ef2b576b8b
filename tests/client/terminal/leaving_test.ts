/** Leaving, and going for a while, on a real terminal: features 4, detail 15. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { formatAddress } from "../../../shared/address.ts";
import {
  connectCommand,
  cursorRow,
  openChat,
  typed,
} from "../../support/chat_terminal.ts";
import { type LiveServer, startServer } from "../../support/live_server.ts";
import { IS_SOURCES, taskProgram } from "../../support/program.ts";
import { terminalTest, TmuxTerminal } from "../../support/tmux_terminal.ts";

const CRASH =
  new URL("../../support/crash_on_signal.ts", import.meta.url).pathname;

terminalTest("Ctrl-C clears the line, and soon after that leaves", async () => {
  await using server = await startServer();
  await using ada = await openChat(server.address);
  await ada.type("half a line");
  await ada.press("C-c");
  await typed(ada, "ada> |");
  await ada.seen("Ctrl-C again leaves the chat");
  await ada.press("C-c");

  assertEquals(await ada.exitCode(), 0);
});

terminalTest(
  "the line about a second Ctrl-C goes when that would not leave any more",
  async () => {
    await using server = await startServer();
    await using ada = await openChat(server.address);
    for (let at = 0; at < 2; at++) {
      await ada.press("C-c");
      await ada.seen("Ctrl-C again leaves the chat");
      await ada.until(({ text }) => !text.includes("Ctrl-C again"));
    }
    await typed(ada, "ada> |");
  },
);

terminalTest(
  "Ctrl-D leaves on an empty line, and deletes on another",
  async () => {
    await using server = await startServer();
    await using ada = await openChat(server.address);
    await ada.type("ab");
    await ada.press("C-a", "C-d");
    await typed(ada, "ada> |b");
    await ada.press("C-d", "C-d");

    assertEquals(await ada.exitCode(), 0);
  },
);

terminalTest(
  "what stood on the terminal stands there again, in its old modes, however the program ends",
  async () => {
    await using server = await startServer();
    const ends: readonly [how: string, code: number][] = [
      ["quit", 0],
      ["SIGHUP", 129],
      ["SIGINT", 130],
      ["SIGTERM", 143],
      ["SIGURG", 1], // a bug
    ];
    for (const [how, code] of ends) {
      if (code === 1 && !IS_SOURCES) continue; // it has no bug by itself
      await using shell = await openShell(server);
      await shell.terminal.seen(" here: ");
      if (how === "quit") await shell.terminal.press("C-d");
      else Deno.kill(await shell.pid(), how as Deno.Signal); // from the list above
      const { text, isAlternate, isCursorVisible } = await shell.terminal.seen(
        `code ${code}, modes as before`,
      );

      assert(text.startsWith("stood here"), text);
      assertEquals([isAlternate, isCursorVisible], [false, true], how);
      assertEquals(text.includes("This is a bug in ktn"), how === "SIGURG");
      if (how === "SIGURG") {
        assert(text.includes("a bug \\x1b[2J of a test"), text);
      }
    }
  },
);

for (const isTask of IS_SOURCES ? [false, true] : [false]) {
  const how = isTask ? ", with the deno task that started it" : "";
  terminalTest(
    `Ctrl-Z stops the program${how}, and gives the terminal back; fg brings all back`,
    async () => {
      await using server = await startServer();
      using bob = await server.join("bob");
      await using shell = await TmuxTerminal.open({
        command: ["sh", "-i"],
        env: { PS1: "$ ", ENV: "", TZ: "UTC" },
      });
      await shell.seen(/^\$/);
      const call = isTask
        ? taskCommand(server)
        : connectCommand(server.address);
      await shell.type(`before=$(stty -g); ${call.join(" ")}`);
      await shell.press("Enter");
      await shell.seen(" here: ");
      await shell.type("half a");
      await typed(shell, "ada> half a|");
      await shell.press("C-z");
      const stopped = await shell.seen("Stopped");
      assertEquals(stopped.isAlternate, false);
      await bob.send({ request: "msg", content: "said meanwhile" });
      await shell.type('[ "$before" = "$(stty -g)" ] && echo modes as before');
      await shell.press("Enter");
      await shell.seen(/^modes as before$/m);

      await shell.type("fg");
      await shell.press("Enter");
      await shell.seen(/[-─]+ new since \d\d:\d\d [-─]+\n.*: said meanwhile$/m);
      await typed(shell, "ada> half a|");
      await shell.type(" line");
      await typed(shell, "ada> half a line|");
      await shell.paste("x\ny"); // in brackets again
      await shell.seen(/^ada> half a linex⏎\ny$/m);
      await shell.press("C-u", "C-d");
      await shell.until((screen) => !screen.isAlternate);
    },
  );
}

terminalTest(
  "a program that is stopped and continued from outside draws everything again",
  async () => {
    await using server = await startServer();
    await using shell = await openShell(server);
    await shell.terminal.seen(" here: ");
    await shell.terminal.type("half");
    await typed(shell.terminal, "ada> half|");
    const pid = await shell.pid();
    Deno.kill(pid, "SIGSTOP");
    const tty = await shell.terminal.tty();
    await run(
      "sh",
      "-c",
      `printf '\\033[2J\\033[?2004l' >${tty}; stty sane <${tty}`,
    );
    await shell.terminal.until(({ text }) => text === "");
    Deno.kill(pid, "SIGCONT");
    await shell.terminal.seen(" here: ");
    await shell.terminal.type(" a line");
    await typed(shell.terminal, "ada> half a line|");
  },
);

terminalTest(
  "Ctrl-Z without a shell to go back to changes nothing",
  async () => {
    await using server = await startServer();
    await using ada = await openChat(server.address);
    await ada.type("still");
    await ada.press("C-z");
    await ada.type(" here");

    const screen = await ada.until((each) =>
      cursorRow(each) === "ada> still here|"
    );
    assert(screen.isAlternate);
  },
);

terminalTest(
  "what was not confirmed is named when the chat is left, and when a bug ends it",
  async () => {
    const words = "precious \u202e words";
    const ends: readonly [how: string, said: string][] = [
      ["C-d", "Not confirmed by the server; it goes out next time:\n! "],
      ["SIGURG", "Not confirmed by the server: "],
    ];
    for (const [how, said] of ends) {
      if (how !== "C-d" && !IS_SOURCES) continue; // it has no bug by itself
      await using stack = new AsyncDisposableStack();
      const server = stack.use(await startServer());
      const shell = stack.use(await openShell(server));
      await shell.terminal.seen(" here: ");
      await server.stop();
      await shell.terminal.seen("reconnecting");
      await shell.terminal.type(words);
      await shell.terminal.seen("ada> precious");
      await shell.terminal.press("Enter");
      await typed(shell.terminal, "ada> |");
      if (how === "SIGURG") Deno.kill(await shell.pid(), how);
      else await shell.terminal.press(how);
      const { text } = await shell.terminal.seen("modes as before");

      assertStringIncludes(text, `! ${said}precious \\u202e words`);
    }
  },
);

/** How most people begin. */
function taskCommand({ address }: LiveServer): readonly string[] {
  return [...taskProgram("connect"), formatAddress(address), "--name", "ada"];
}

/** A terminal on which the program runs in a shell script. */
interface Shell extends AsyncDisposable {
  readonly terminal: TmuxTerminal;
  /** Process id of the program. */
  pid(): Promise<number>;
}

async function openShell(server: LiveServer): Promise<Shell> {
  const file = await Deno.makeTempFile();
  const options = { preload: CRASH };
  const ktn = connectCommand(server.address, options).join(" ");
  const script = `
    echo stood here; before=$(stty -g)
    sh -c 'echo $$ >${file}; exec ${ktn}'
    code=$?
    [ "$before" = "$(stty -g)" ] && echo "code $code, modes as before"
    cat -v`;
  const terminal = await TmuxTerminal.open({
    command: ["sh", "-c", script],
    env: { TZ: "UTC" },
  });
  return {
    terminal,
    pid: async () => Number(await Deno.readTextFile(file)),
    [Symbol.asyncDispose]: async () => {
      await terminal[Symbol.asyncDispose]();
      await Deno.remove(file);
    },
  };
}

async function run(program: string, ...args: string[]): Promise<void> {
  const { success } = await new Deno.Command(program, { args }).output();
  assert(success);
}
