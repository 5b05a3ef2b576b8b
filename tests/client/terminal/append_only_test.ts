/**
 * Where lines are only ever added: to be read aloud, on terminals that can do
 * nothing else, and where there is none: features 4, details 9 and 14.
 */

import { assert, assertEquals } from "@std/assert";
import { connectCommand } from "../../support/chat_terminal.ts";
import { startServer } from "../../support/live_server.ts";
import { terminalTest, TmuxTerminal } from "../../support/tmux_terminal.ts";

// deno-lint-ignore no-control-regex -- they are what is looked for
const ESCAPE = /\x1b/;
// deno-lint-ignore no-control-regex -- it is what is looked for
const RUNG = /\x07/;

terminalTest(
  "--screen-reader only ever adds lines, in words, and rings for a mention",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    for (
      const [flags, env] of [
        [["--screen-reader"], {}],
        [[], { KTN_SCREEN_READER: "1" }],
      ] as const
    ) {
      const command = connectCommand(server.address, {
        flags: [...flags, "--no-color"],
      });
      await using ada = await TmuxTerminal.open({ command, env });
      await ada.seen("you are ada");
      await bob.send(said("hello"));
      await ada.seen("bob: hello"); // so what comes next is no history
      await bob.send(said("ada, look"));
      await ada.seen("bob names you: ada, look");
      await ada.type("nobody");
      await ada.press("Enter");
      await ada.type("/info");
      await ada.press("Enter");
      await ada.seen("The last message is by bob, ");
      await ada.type("/quti");
      await ada.press("Enter");
      const { text } = await ada.seen("ktn error: There is no command /quti");
      assert(text.includes("\nbob: hello\n"), text);
      const written = withoutStart(await ada.outputUntil(/command \/quti/));
      assert(!ESCAPE.test(written), JSON.stringify(written));
      assertEquals(written.split("\x07").length, 2);
      await ada.press("C-d");
      assertEquals(await ada.exitCode(), 0);
    }
  },
);

for (const flag of ["--plain", "--screen-reader"]) {
  terminalTest(
    `${flag} keeps what is typed as it is whatever comes in`,
    async () => {
      await using server = await startServer();
      using bob = await server.join("bob");
      const command = connectCommand(server.address, { flags: [flag] });
      await using ada = await TmuxTerminal.open({ command });
      await ada.seen("you are ada");
      await ada.type("half a lime");
      await ada.seen(/^half a lime$/m);
      await bob.send(said("ada, look"));
      await ada.outputUntil(RUNG); // so the message is here
      await ada.press("BSpace", "BSpace");
      await ada.type("ne");
      await ada.until(({ lines, cursor }) =>
        lines[cursor.row] === "half a line" && cursor.column === 11
      );
      const { text } = await ada.screen();
      assert(!text.includes("ada, look"), text);
      await ada.press("Enter");
      assertEquals((await bob.next())?.content, "half a line");
      const { text: sent } = await ada.seen("ada, look");
      const rows = sent.split("\n").slice(-3);
      assertEquals(rows[0], "half a line");
      assert(rows[1]?.includes("Ctrl-R shows it"), sent);
      assert(
        /^(\d\d:\d\d bob: |bob names you: )ada, look$/.test(rows[2] ?? ""),
      );
      await ada.type("/help keys");
      await ada.press("Enter");
      await ada.seen(/Ctrl-R +Show what others said while you type/);
      await ada.press("C-d");
      assertEquals(await ada.exitCode(), 0);
    },
  );
}

terminalTest(
  "--plain gives the keyboard back as it was, and shows the line again after Ctrl-Z",
  async () => {
    await using server = await startServer();
    const connect = connectCommand(server.address, { flags: ["--plain"] });
    const command = ["bash", "--norc", "-i"];
    await using shell = await TmuxTerminal.open({
      command,
      env: { PS1: "prompt> " },
    });
    await shell.seen("prompt>");
    await shell.type(`${connect.join(" ")}; stty -a`);
    await shell.press("Enter");
    await shell.seen("you are ada");
    await shell.type("half");
    await shell.press("C-z");
    await shell.seen("Stopped");
    await shell.type("stty -a | grep -c ' echo '; fg");
    await shell.press("Enter");
    await shell.seen(/^1$/m);
    await shell.until(({ lines, cursor }) => lines[cursor.row] === "half");
    await shell.press("C-u");
    await shell.press("C-d");
    await shell.seen(/ icanon .* echo /s);
  },
);

terminalTest(
  "a dumb terminal gets lines, without colours and sequences",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    const command = connectCommand(server.address);
    await using ada = await TmuxTerminal.open({
      command,
      env: { TERM: "dumb" },
    });
    await ada.seen("you are ada");
    await bob.send(said("hello"));
    await ada.seen(/\d\d:\d\d bob: hello/);
    await ada.press("C-d");
    assertEquals(await ada.exitCode(), 0);

    const written = withoutStart(await ada.outputUntil(/bob: hello/));
    assert(!ESCAPE.test(written));
  },
);

terminalTest(
  "an output that is no terminal gets lines, without colours and prompts",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    const folder = await Deno.makeTempDir();
    try {
      const file = `${folder}/out`;
      const connect = connectCommand(server.address).join(" ");
      const command = ["sh", "-c", `${connect} >'${file}'`];
      await using ada = await TmuxTerminal.open({ command });
      await ada.seen("you are ada");
      await bob.send(said("hello"));
      await ada.until(() => readSync(file).includes("hello"));
      await ada.press("C-d");
      await ada.exitCode();

      assertEquals(/^\d\d:\d\d bob: hello\n$/.test(readSync(file)), true);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

function said(content: string) {
  return { request: "msg", content };
}

/** Deno clears its own line before the program begins. */
function withoutStart(text: string): string {
  // deno-lint-ignore no-control-regex -- terminals speak in control characters
  return text.replace(/^(\x1b\[(0G|2K|J))+/, "");
}

function readSync(file: string): string {
  try {
    return Deno.readTextFileSync(file);
  } catch {
    return "";
  }
}
