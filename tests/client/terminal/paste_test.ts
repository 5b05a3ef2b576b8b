/** Pasting, on a real terminal: features 4, detail 11. */

import { assertEquals } from "@std/assert";
import {
  MAX_UNASKED_BYTES,
  MAX_UNASKED_LINES,
} from "../../../client/editing/send_guard.ts";
import {
  connectCommand,
  openChat,
  typed,
} from "../../support/chat_terminal.ts";
import { type LiveServer, startServer } from "../../support/live_server.ts";
import type { Peer } from "../../support/peer.ts";
import { terminalTest, TmuxTerminal } from "../../support/tmux_terminal.ts";

terminalTest(
  "a paste goes into the line, can be edited, and never sends by itself",
  async () => {
    await using server = await startServer();
    using bob = await reader(server);
    await using ada = await openChat(server.address);
    await ada.type("> ");
    await ada.paste("one\ntwo\n");
    await ada.seen(/^ada> > one⏎\ntwo$/m);
    await ada.type("!");
    await ada.seen(/^ada> > one⏎\ntwo!$/m);

    await ada.press("Enter");
    assertEquals(await heard(bob), "> one\ntwo!", "one message, and the first");
  },
);

terminalTest(
  "Enter behind a paste is a key, also in the same read",
  async () => {
    await using server = await startServer();
    using bob = await reader(server);
    await using ada = await openChat(server.address);
    await ada.send("\x1b[200~one\rtwo\r\x1b[201~\r");

    assertEquals(await heard(bob), "one\ntwo");
    await typed(ada, "ada> |");
  },
);

terminalTest(
  "several lines at once are a paste, also where the terminal does not say so",
  async () => {
    await using server = await startServer();
    using bob = await reader(server);
    await using ada = await openChat(server.address);
    await ada.send("one\rtwo\rthree\r");
    await ada.seen(/^ada> one⏎\ntwo⏎\nthree$/m);
    await ada.press("End"); // no part of a paste, so that it is over
    await ada.press("Enter");

    assertEquals(await heard(bob), "one\ntwo\nthree");
  },
);

terminalTest(
  "many lines or bytes are asked about before they are sent",
  async () => {
    await using server = await startServer();
    using bob = await reader(server);
    await using ada = await openChat(server.address);
    const lines = Array.from(
      { length: MAX_UNASKED_LINES + 1 },
      (_, at) => `${at}`,
    );
    await ada.paste(lines.join("\n"));
    await ada.seen(`ada> ${lines.join("⏎\n")}`);
    await ada.press("Enter");
    await ada.seen("Send 6 lines, 11 bytes? y sends, n goes on editing");
    await ada.press("n");
    await ada.until(({ text }) => !text.includes("y sends"));
    await ada.type("!");
    await ada.seen(`ada> ${lines.join("⏎\n")}!`);
    await ada.press("Enter");
    await ada.seen("y sends");
    await ada.press("y");
    assertEquals(await heard(bob), `${lines.join("\n")}!`);

    const long = "x".repeat(MAX_UNASKED_BYTES + 1);
    await ada.paste(long);
    await ada.press("Enter");
    await ada.seen("Send 2049 bytes? y sends");
    await ada.press("y");
    assertEquals(await heard(bob), long);
  },
);

terminalTest(
  "a text that is too long is refused with the bound, and stays to be cut",
  async () => {
    await using server = await startServer();
    using bob = await reader(server);
    await using ada = await openChat(server.address);
    await ada.paste("x".repeat(4097));
    await ada.press("Enter");
    await ada.seen("! Cannot send a text of 4097 bytes: at most 4096 fit");
    await ada.press("BSpace", "Enter");
    await ada.seen("Send 4096 bytes?");
    await ada.press("y");

    assertEquals((await heard(bob)).length, 4096);
  },
);

terminalTest("controls in a paste do nothing", async () => {
  await using server = await startServer();
  await using ada = await openChat(server.address);
  await ada.send("\x1b[200~a\x1b]0;owned\x07\x1b[2J\x03\x04\x9b5mb\x1b[201~");
  const { title } = await typed(ada, "ada> a]0;owned[2J5mb|");

  assertEquals(title.includes("owned"), false);
});

terminalTest("brackets are off when the program has ended", async () => {
  await using server = await startServer();
  const ktn = connectCommand(server.address).join(" ");
  await using terminal = await TmuxTerminal.open({
    command: ["sh", "-c", `${ktn}; echo ended; stty -echo raw; cat -v`],
  });
  await terminal.seen(" here: ");
  await terminal.press("C-d");
  await terminal.seen("ended");
  await terminal.paste("pasted");

  await terminal.until(({ text }) => /^pasted$/m.test(text));
});

async function reader(server: LiveServer): Promise<Peer> {
  return await server.join("bob");
}

/** The next message. */
async function heard(peer: Peer): Promise<string> {
  const { content } = await peer.until(({ response }) =>
    response === "message"
  );
  return String(content);
}
