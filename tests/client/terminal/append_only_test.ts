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
