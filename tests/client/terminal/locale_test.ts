/** What is typed and shown in locales other than UTF-8, on a real terminal. */

import { assert, assertEquals } from "@std/assert";
import {
  connectCommand,
  openChat,
  typed,
} from "../../support/chat_terminal.ts";
import { startServer } from "../../support/live_server.ts";
import { terminalTest, TmuxTerminal } from "../../support/tmux_terminal.ts";

const LATIN1 = new Uint8Array([0x63, 0x61, 0x66, 0xe9]); // café

for (const flags of [[], ["--plain"]]) {
  terminalTest(
    `Latin-1 bytes typed in a Latin-1 locale arrive as what they are ${flags}`,
    async () => {
      await using server = await startServer();
      using bob = await server.join("bob");
      const env = { LC_ALL: "", LC_CTYPE: "", LANG: "de_DE.ISO-8859-1" };
      const command = connectCommand(server.address, { flags });
      await using ada = await TmuxTerminal.open({ command, env });
      await ada.seen(flags.length > 0 ? "you are ada" : " here: ");
      await ada.send(LATIN1);
      await ada.seen(/cafe$/m);
      await ada.press("Enter");
      const { content } = await bob.until(({ response }) =>
        response === "message"
      );
      assertEquals(content, "café");
    },
  );
}

terminalTest(
  "Latin-1 bytes in a UTF-8 locale are asked about, and in --plain refused",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    const env = { LC_ALL: "", LC_CTYPE: "", LANG: "C.UTF-8" };
    await using ada = await openChat(server.address, { env });
    await ada.send(LATIN1);
    await ada.press("Enter");
    await ada.seen("Send U+FFFD for what cannot be read (is LANG right)?");
    await ada.type("n");
    await typed(ada, "ada> caf\ufffd|");

    const command = connectCommand(server.address, {
      name: "cyd",
      flags: ["--plain"],
    });
    await using cyd = await TmuxTerminal.open({ command, env });
    await cyd.seen("you are cyd");
    await cyd.send(LATIN1);
    await cyd.press("Enter");
    await cyd.seen("! Not sent: U+FFFD stands for");
    await cyd.type("cafe");
    await cyd.press("Enter");
    const { content } = await bob.until(({ response }) =>
      response === "message"
    );
    assertEquals(content, "cafe", "the first that was sent");
  },
);

terminalTest(
  "typographic signs are shown as ASCII where the terminal has nothing else",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    const env = { LC_ALL: "", LC_CTYPE: "", LANG: "C" };
    await using ada = await openChat(server.address, { env });
    await bob.send({
      request: "msg",
      content: "1 – 2 — wait… “so” it’s → • done · ok",
    });
    const { text } = await ada.seen("done");
    assert(
      text.includes(`bob: 1 - 2 -- wait... "so" it's -> * done * ok`),
      text,
    );
  },
);
