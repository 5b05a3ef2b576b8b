/** The line in an editor of one's own, on a real terminal. */

import { assert, assertEquals } from "@std/assert";
import { openChat, typed } from "../../support/chat_terminal.ts";
import { startServer } from "../../support/live_server.ts";
import { terminalTest } from "../../support/tmux_terminal.ts";

/**
 * Stands for an editor: shows the file, and what is typed until Enter replaces
 * it. It must get every key, and the terminal as a shell has it.
 */
const EDITOR =
  `f() { echo "in the editor: $(cat "$1")"; stty -a | grep -o -- '-\\?icanon'; read -r line; printf '%s\\n' "$line" >"$1"; }; f`;

terminalTest(
  "Alt-E gives the line to an editor and takes it back, while others talk",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    await using ada = await openChat(server.address, {
      env: { VISUAL: EDITOR },
    });
    for (const keys of [["M-e"], ["C-x", "C-e"]]) {
      await ada.type("a draft");
      await ada.press(...keys);
      const { text, isAlternate } = await ada.seen(
        /in the editor: a draft\s+icanon/,
      );
      assert(!isAlternate, text);
      await bob.send({ request: "msg", content: `said by ${keys}` });
      await ada.type("a better draft");
      await ada.press("Enter");
      await typed(ada, "ada> a better draft|");
      await ada.seen(`bob: said by ${keys}`);
      await ada.paste("x\ny"); // the brackets are on again
      await ada.seen(/^ada> a better draftx⏎\ny$/m);
      await ada.press("C-c");
      await typed(ada, "ada> |");
      await ada.type("x");
      await ada.press("BSpace");
    }
  },
);

terminalTest(
  "Ctrl-C in the editor is the editor's affair, and the line is as it was",
  async () => {
    await using server = await startServer();
    await using ada = await openChat(server.address, { env: { EDITOR } });
    await ada.type("a draft");
    await ada.press("M-e");
    await ada.seen("in the editor: a draft");
    await ada.press("C-c");
    await ada.seen("The editor ended with 130, so the line is as it was");
    await typed(ada, "ada> a draft|");
  },
);

terminalTest("an editor that is not there is named", async () => {
  await using server = await startServer();
  const env = { VISUAL: "no-such-editor" };
  await using ada = await openChat(server.address, { env });
  await ada.type("a draft");
  await ada.press("M-e");
  await ada.seen('! Cannot find the editor "no-such-editor"');
  await typed(ada, "ada> a draft|");
});

terminalTest(
  "a signal ends the editor and the program, and the draft is on no disk",
  async () => {
    const folder = await Deno.makeTempDir();
    const VISUAL = "echo in the editor; exec sleep 60;";
    {
      await using server = await startServer();
      const env = { VISUAL, TMPDIR: folder };
      await using ada = await openChat(server.address, { env });
      await ada.press("M-e");
      await ada.seen("in the editor");
      Deno.kill(await ada.pid(), "SIGTERM");
      assertEquals(await ada.exitCode(), 143);
    }
    await Deno.remove(folder); // which is empty
  },
);
