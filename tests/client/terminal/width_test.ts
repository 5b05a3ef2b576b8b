/**
 * Words, addresses and wide characters in rows, on a real terminal: features 4,
 * detail 13, and addresses that stay whole.
 */

import { assert, assertEquals } from "@std/assert";
import { openChat } from "../../support/chat_terminal.ts";
import { startServer } from "../../support/live_server.ts";
import { terminalTest } from "../../support/tmux_terminal.ts";

terminalTest(
  "a text breaks at words and cells, and goes on under its beginning",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    await using ada = await openChat(server.address, { columns: 30 });
    await bob.send(
      said("one two three four five six seven"),
      said("世界世界世界世界世界世界"),
      said("first\nsecond"),
    );
    const { lines } = await ada.seen("second");
    const first = lines.findIndex((line) => line.includes("one two"));

    assertEquals(lines.slice(first, first + 6).map((line) => line.slice(5)), [
      " bob: one two three four",
      "      five six seven",
      " bob: 世界世界世界世界世",
      "      界世界",
      " bob: first",
      "      second",
    ]);
  },
);

terminalTest(
  "an address is whole where it fits, and one link for the terminal where it does not",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    await using ada = await openChat(server.address, { columns: 50 });
    const short = "https://example.org/a/short/one";
    const long = `https://example.org/${"long/".repeat(12)}end`;
    await bob.send(said(`please read this: ${short}.`), said(`or ${long}`));
    const { lines } = await ada.seen(/end$/m);
    assert(lines.some((line) => line.trim() === `${short}.`), lines.join("\n"));
    const written = new TextDecoder().decode(await ada.output());

    assertEquals(written.includes(`;${long}\x1b\\`), true);
    assertEquals(written.includes(`;${short}\x1b\\`), false);
  },
);

terminalTest(
  "a terminal that would print the sequence of a link gets none",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    const env = { TERM: "linux" };
    await using ada = await openChat(server.address, { columns: 50, env });
    await bob.send(said(`https://example.org/${"long/".repeat(12)}end`));
    await ada.seen(/end$/m);

    assert(!new TextDecoder().decode(await ada.output()).includes("\x1b]8"));
  },
);

terminalTest(
  "the cursor stands where the next character goes, whatever stands before",
  async () => {
    await using server = await startServer();
    await using ada = await openChat(server.address);
    await ada.type("世界 e\u0301 👍 x");
    const { cursor } = await ada.seen("👍 x");

    // "ada> " 5, two wide 4, a blank, one, a blank, one wide 2, a blank, one.
    assertEquals(cursor.column, 16);
  },
);

terminalTest("a tower of marks stays in its row", async () => {
  await using server = await startServer();
  using bob = await server.join("bob");
  await using ada = await openChat(server.address);
  await bob.send(said(`a${"\u0301".repeat(400)}b the end`));
  const { lines } = await ada.seen("b the end");
  const row = lines.find((line) => line.includes("the end")) ?? "";

  assert((row.match(/\u0301/g)?.length ?? 0) <= 6, row);
});

function said(content: string) {
  return { request: "msg", content };
}
