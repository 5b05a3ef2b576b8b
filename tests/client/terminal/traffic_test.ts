// deno-lint-ignore-file no-control-regex -- terminals speak in control characters
/** What comes in while somebody types, on a real terminal: features 4, 1. */

import { assert, assertEquals } from "@std/assert";
import { openChat, typed } from "../../support/chat_terminal.ts";
import { startServer } from "../../support/live_server.ts";
import {
  terminalTest,
  type TmuxTerminal,
} from "../../support/tmux_terminal.ts";

/** What a terminal sends when somebody chooses another window. */
const FOCUS_OUT = "\x1b[O";
const COUNT = 2000;
const FRAME_MS = 16;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

terminalTest("what is typed stays as it is while lines arrive", async () => {
  await using server = await startServer();
  using bob = await server.join("bob");
  await using ada = await openChat(server.address);
  await ada.type("half a ine");
  await ada.press("Left", "Left", "Left");
  await typed(ada, "ada> half a |ine");
  for (let n = 1; n <= 30; n++) await bob.send(said(`line ${n}`));
  const screen = await ada.seen("bob: line 30");

  assertEquals(screen.lines.at(-1), "ada> half a ine");
  assertEquals(
    screen.lines.at(-3),
    screen.lines.find((line) => line.endsWith("bob: line 30")),
  );
  await ada.type("l");
  await typed(ada, "ada> half a l|ine");
  await ada.press("C-_");
  await typed(ada, "ada> half a |ine");
});

terminalTest(
  "what comes while another window is chosen stands below a mark, and nothing else does",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    await using ada = await openChat(server.address);
    await bob.send(said("seen"));
    await ada.seen("bob: seen");
    await ada.send(FOCUS_OUT);
    await ada.type("x"); // so the focus was read
    await typed(ada, "ada> x|");
    await bob.send(said("not seen"));
    const { lines } = await ada.seen("bob: not seen");

    const at = lines.findIndex((line) => line.endsWith("bob: not seen"));
    assert(lines[at - 1]?.startsWith("─── new since "), lines.join("\n"));
    assert(lines[at - 2]?.endsWith("bob: seen"), lines.join("\n"));
  },
);

terminalTest("a line typed through a flood of messages is whole", async () => {
  await using server = await startServer();
  using bob = await server.join("bob");
  await using ada = await openChat(server.address);
  const flood = bob.send(
    ...Array.from({ length: COUNT }, (_, n) => said(`flood ${n + 1}`)),
  );
  const line = LETTERS.repeat(2);
  for (const letter of line) await ada.type(letter);
  await flood;
  const screen = await ada.until(({ text }) =>
    text.includes(`flood ${COUNT}`) && text.includes(line)
  );

  assertEquals(screen.lines.at(-1), `ada> ${line}`);
});

terminalTest("whatever comes in within a frame is one write", async () => {
  await using server = await startServer();
  using bob = await server.join("bob");
  await using ada = await openChat(server.address);
  const before = await picturesOn(ada);
  const begin = performance.now();
  for (let n = 1; n <= 2 * COUNT; n++) {
    await bob.ask({ ...said(`m${n}`), id: "" + n });
  }
  await ada.seen(`m${2 * COUNT}`);
  const frames = Math.ceil((performance.now() - begin) / FRAME_MS);
  const pictures = await picturesOn(ada) - before;

  // Timers may be early by a part of a millisecond.
  const most = frames * 1.1 + 2;
  assert(pictures <= most, `${pictures} pictures in ${frames} frames`);
});

terminalTest(
  "every picture is written whole, between the marks that let a terminal show it at once",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    const flags = ["--no-color"];
    await using ada = await openChat(server.address, { flags });
    await bob.send(said("one"), said("two"));
    await ada.type("x");
    await ada.until(({ text }) => text.includes("two") && text.includes("> x"));
    await ada.press("C-c", "C-c");
    await ada.exitCode();
    const output = new TextDecoder().decode(await ada.output());
    const between = output.replaceAll(/\x1b\[\?2026h[^]*?\x1b\[\?2026l/g, "");

    // Else there is nothing but modes, and Deno's own words at the start.
    const rest = between.replaceAll(
      /\x1b\[(\?[\d;]+[hlrs]|\d?[GJKm]|>4;0m|=0u)/g,
      "",
    );
    assertEquals(
      rest.replaceAll(/[\r\n]/g, ""),
      "* Left " + at(server.address),
    );
  },
);

async function picturesOn(terminal: TmuxTerminal): Promise<number> {
  const output = new TextDecoder().decode(await terminal.output());
  return output.split("\x1b[?2026h").length - 1;
}

function said(content: string) {
  return { request: "msg", content };
}

function at({ hostname, port }: { hostname: string; port: number }): string {
  return `${hostname}:${port}`;
}
