/** Commands as they are typed, on a real terminal. */

import { assert, assertEquals } from "@std/assert";
import { openChat, typed } from "../../support/chat_terminal.ts";
import { startServer } from "../../support/live_server.ts";
import { terminalTest } from "../../support/tmux_terminal.ts";

terminalTest(
  "a mistyped command is never sent, and stays to be put right",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    await using ada = await openChat(server.address);
    await ada.type("/hlep names");
    await ada.press("Enter");
    await ada.seen('! There is no command /hlep: did you mean "/help"?');
    await typed(ada, "ada> /hlep names|");
    await ada.press("C-a", "C-f", "C-f", "C-f", "C-t", "Enter");
    await ada.seen("/names  Show who is here");
    await typed(ada, "ada> |");

    await ada.type(" /quit");
    await ada.press("Enter");
    await ada.seen("! Not sent: there is a blank before /quit.");
    await typed(ada, "ada>  /quit|");
    await ada.press("C-u");
    await ada.type("//quit");
    await ada.press("Enter");
    await ada.seen("ada: /quit");
    const { content } = await bob.until(({ response }) =>
      response === "message"
    );
    assertEquals(content, "/quit", "the first that was sent");
  },
);

terminalTest(
  "what people type who know IRC is done, or there is a sentence and the line stays",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob", { version: 2 });
    await using ada = await openChat(server.address);
    for (
      const [line, answer] of [
        [
          "/nick eve",
          "! A name is chosen when one joins: /quit, then ktn conn",
        ],
        ["/me waves", "! Not sent: ktn has no form for this."],
        ["/kick bob", "! Nobody can be removed or silenced yet"],
      ] as const
    ) {
      await ada.type(line);
      await ada.press("Enter");
      await ada.seen(answer);
      await typed(ada, `ada> ${line}|`);
      await ada.press("C-u");
    }
    await ada.type("/who");
    await ada.press("Enter");
    await ada.seen(/2 here: [^]*2 here: /);
    await ada.type("/exit");
    await ada.press("Enter");
    assertEquals(await ada.exitCode(), 0);
    await bob.until((payload) => {
      assert(payload.response !== "message", "nothing was sent");
      return JSON.stringify(payload.left) === '["ada"]';
    });
  },
);

terminalTest("/help finds commands and keys by a word", async () => {
  await using server = await startServer();
  await using ada = await openChat(server.address, { rows: 60 });
  await ada.type("/help");
  await ada.press("Enter");
  const { text } = await ada.seen("/search WORDS");
  assert(text.includes("/help keys"), text);

  await ada.type("/help cut");
  await ada.press("Enter");
  await ada.seen(/Ctrl-W +Cut back to white space/);
  await ada.type("/help keys");
  await ada.press("Enter");
  await ada.seen(/Alt-1 to Alt-9 +Go to the room with that number/);
  await ada.type("/help paste");
  await ada.press("Enter");
  await ada.seen("A paste goes into the line and never sends by itself");
  await ada.type("/help xyzzy");
  await ada.press("Enter");
  await ada.seen('There is no help on "xyzzy"');
});

terminalTest(
  "Alt and a digit goes to a room, and says when there is none",
  async () => {
    await using server = await startServer();
    await using ada = await openChat(server.address);
    await ada.type("half");
    await ada.press("M-2");
    await ada.seen("! There is no room 2");
    await ada.press("M-1");
    await ada.type(" a line");
    await typed(ada, "ada> half a line|");
  },
);
