/** Tab, on a real terminal: features 4, detail 3. */

import { openChat, typed } from "../../support/chat_terminal.ts";
import { startServer } from "../../support/live_server.ts";
import { terminalTest } from "../../support/tmux_terminal.ts";

terminalTest(
  "Tab completes who spoke last first, goes around, and Shift-Tab goes back",
  async () => {
    await using server = await startServer();
    using bea = await server.join("bea");
    using bob = await server.join("bob");
    await using ada = await openChat(server.address);
    await bob.send({ request: "msg", content: "I am first" });
    await ada.seen("I am first");
    await bea.send({ request: "msg", content: "I am second" });
    await ada.seen("I am second");

    await ada.type("b");
    await ada.press("Tab");
    await typed(ada, "ada> bea: |");
    await ada.press("Tab");
    await typed(ada, "ada> bob: |");
    await ada.press("Tab");
    await typed(ada, "ada> bea: |");
    await ada.press("BTab");
    await typed(ada, "ada> bob: |");
    await ada.type("ask B");
    await ada.press("Tab");
    await typed(ada, "ada> bob: ask bea |");
  },
);

terminalTest("Tab never proposes oneself first", async () => {
  await using server = await startServer();
  using adam = await server.join("adam");
  await using ada = await openChat(server.address);
  await adam.send({ request: "ping" });

  await ada.type("a");
  await ada.press("Tab");
  await typed(ada, "ada> ada|"); // what both have in common
  await ada.press("Tab");
  await typed(ada, "ada> adam: |");
  await ada.press("Tab");
  await typed(ada, "ada> ada: |");
});

terminalTest(
  "Tab completes @names, #rooms, commands and their arguments",
  async () => {
    await using server = await startServer();
    using _bob = await server.join("bob");
    await using ada = await openChat(server.address);
    const cases: readonly [typed: string, completed: string][] = [
      ["look @b", "look @bob |"],
      ["see #l", "see #lobby |"],
      ["/hi", "/history |"],
      ["/help se", "/help search |"],
      ["/search b", "/search bob |"],
      ["/names b", "/names b|"],
      ["no such name x", "no such name x|"],
    ];
    for (const [text, completed] of cases) {
      await ada.type(text);
      await ada.press("Tab");
      await typed(ada, `ada> ${completed}`);
      await ada.press("C-u");
      await typed(ada, "ada> |");
    }
  },
);
