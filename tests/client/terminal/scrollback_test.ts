/**
 * Where one is in what was said, on a real terminal: features 4, details 5, 6
 * and 10.
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { formatAddress } from "../../../shared/address.ts";
import {
  type ChatTerminalOptions,
  connectCommand,
  openChat,
} from "../../support/chat_terminal.ts";
import { type LiveServer, startServer } from "../../support/live_server.ts";
import type { Peer } from "../../support/peer.ts";
import { beginChat, messageAt } from "../../support/played_chat.ts";
import { playServer } from "../../support/scripted_server.ts";
import {
  terminalTest,
  type TmuxScreen,
  TmuxTerminal,
} from "../../support/tmux_terminal.ts";

const DAY_MS = 86_400_000;

terminalTest(
  "PageUp keeps its place while lines arrive, says what is new below, and End returns",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    await using ada = await openChat(server.address);
    await say(bob, 1, 60);
    await ada.seen("line 60");
    await ada.type("typing");
    await ada.press("PageUp");
    const before = await ada.seen("more below");
    await say(bob, 61, 72);
    const after = await ada.seen("12 new below");
    assertEquals(chatOf(after), chatOf(before));
    assertEquals(after.lines.at(-1), "ada> typing");
    await ada.press("End");
    const end = await ada.seen("line 72");

    assert(!end.text.includes("below"));
    assertMatch(end.text, /line 60\n─── new since \d\d:\d\d ─+\n.*line 61\n/);
  },
);

terminalTest(
  "Alt-u goes to what is new, PageDown on to the end, and the mark is gone when all was read",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    await using ada = await openChat(server.address);
    await say(bob, 1, 30);
    await ada.seen("line 30");
    await ada.press("PageUp");
    await ada.seen("more below");
    await say(bob, 31, 80);
    await ada.seen("50 new below");
    await ada.press("End");
    await ada.seen("line 80");
    await ada.press("M-u");
    const marked = await ada.seen("new since");
    assertMatch(marked.lines[0] ?? "", /^─── new since/);
    assertMatch(marked.lines[1] ?? "", /bob: line 31$/);
    for (let page = 0; page < 3; page++) await ada.press("PageDown");
    const end = await ada.seen("line 80");

    assert(!end.text.includes("new"));
  },
);

terminalTest(
  "a chat begins at the oldest unread message, with what is new below counted",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    await using home = await openHome(server);
    await say(bob, 1, 5);
    await home.visit(async (ada) => {
      await ada.seen("line 5");
    });
    await say(bob, 6, 60);
    await home.visit(async (ada) => {
      const screen = await ada.seen("new since");
      assertMatch(screen.lines[0] ?? "", /^─── new since \d\d:\d\d ─+$/);
      assertMatch(screen.lines[1] ?? "", /bob: line 6$/);
      assertMatch(screen.lines.at(-2) ?? "", / 34 new below ──$/);
      for (let page = 0; page < 3; page++) await ada.press("PageDown");
      await ada.seen("line 60");
    });
    await say(bob, 61, 62);
    await home.visit(async (ada) => {
      const { text } = await ada.seen("line 62");
      assertMatch(text, /line 60\n─── new since \d\d:\d\d ─+\n.*line 61\n/);
      await ada.type("all read");
      await ada.press("Enter");
      const read = await ada.seen("ada: all read");
      assert(!read.text.includes("new since"));
    });
    await home.visit(async (ada) => {
      const { text } = await ada.seen("ada: all read");
      assert(!text.includes("new since"));
    });
  },
);

terminalTest(
  "only reading moves the mark: neither who speaks, nor the end of the chat, nor how one leaves",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    await using home = await openHome(server);
    await say(bob, 1, 5);
    await home.visit(async (ada) => {
      await ada.seen("line 5");
    });
    await say(bob, 6, 65);
    await home.visit(async (ada) => {
      await ada.seen("new since");
      await say(bob, 66, 66);
      await ada.seen("40 new below");
      const { lines } = await ada.screen();
      assertMatch(lines[1] ?? "", /bob: line 6$/);
      await ada.press("End");
      await ada.seen("line 66");
    }, ["/quit", "Enter"]);
    await home.visit(async (ada) => {
      const { lines } = await ada.seen("new since");
      assertMatch(lines[1] ?? "", /bob: line 27$/);
    });
  },
);

terminalTest(
  "a chat begins at the oldest unread message, also when the server did not send it by itself",
  async () => {
    await using server = await startServer({ historyLength: 10 });
    using bob = await server.join("bob");
    await using home = await openHome(server);
    await say(bob, 1, 5);
    await home.visit(async (ada) => {
      await ada.seen("line 5");
    });
    await say(bob, 6, 200);
    await home.visit(async (ada) => {
      const { lines } = await ada.until(({ lines }) =>
        /bob: line 6$/.test(lines[1] ?? "")
      );
      assertMatch(lines[0] ?? "", /^─── new since/);
      assertMatch(lines.at(-2) ?? "", / 174 new below ──$/);
    });
  },
);

terminalTest("going up at the top brings what was said before", async () => {
  await using server = await startServer({ historyLength: 30 });
  using bob = await server.join("bob");
  await say(bob, 1, 100);
  await using ada = await openChat(server.address);
  await ada.seen("line 100");
  for (let page = 0; page < 6; page++) {
    await ada.press("PageUp");
    await ada.seen("more below");
  }
  await ada.press("C-Home");

  assertMatch((await ada.seen(/bob: line 1\n/)).lines[0] ?? "", /line 1$/);
});

terminalTest(
  "a line stands where the day changes, and times are those of then, as the locale counts",
  async () => {
    const noon = new Date().setUTCHours(12, 0, 0, 0);
    const days = [noon - 3 * DAY_MS, noon - DAY_MS, noon - DAY_MS + 3_600_000];
    const part = () =>
      playServer(async (peer) => {
        const past = days.map((time, n) =>
          messageAt(time, "bob", `m${n}`, n + 1)
        );
        await beginChat(peer, { welcome: { seq: 3 }, past });
        await peer.drain();
      });
    const day = (time: number) =>
      new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeZone: "UTC" })
        .format(time);
    const expected = (clocks: readonly string[]) => [
      `--- ${day(noon - 3 * DAY_MS)} ---`,
      `${clocks[0]} bob: m0`,
      `--- ${day(noon - DAY_MS)} ---`,
      `${clocks[0]} bob: m1`,
      `${clocks[1]} bob: m2`,
      `--- ${day(noon)} ---`,
    ];
    await using server = part();
    await using ada = await openChat(server.address);
    const told = chatOf(await ada.seen("m2"));
    assertEquals(told.slice(-7, -1), expected(["12:00", "13:00"]));
    await ada.type("/info");
    await ada.press("Enter");
    await ada.seen(
      `The last message is by bob, ${day(noon - DAY_MS)}, 13:00:00`,
    );

    await using other = part();
    const env = { LC_ALL: "", LANG: "en_US.UTF-8" };
    await using american = await openChat(other.address, { env });
    assertEquals(
      chatOf(await american.seen("m2")).slice(-7, -1),
      expected(["12:00 PM", "01:00 PM"]),
    );
  },
);

terminalTest(
  "everything flows anew in a window of another size, and the place stays",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    await using ada = await openChat(server.address);
    await say(bob, 1, 50, " and so many words that they take some rows");
    await ada.seen("line 50");
    await ada.press("PageUp");
    const [first = ""] = (await ada.seen("more below")).lines;
    const start = first.slice(0, 20);
    await ada.resize(30, 24);
    const narrow = await ada.until(({ lines }) =>
      lines[1]?.startsWith("           ") === true
    );
    assert(narrow.lines[0]?.startsWith(start), narrow.text);
    await ada.resize(120, 40);
    const wide = await ada.until(({ lines }) =>
      lines.length === 40 && lines[0] === first.padEnd(first.length)
    );

    assert(wide.lines[0]?.startsWith(start), wide.text);
  },
);

terminalTest(
  "a tiny window shows what it can, and comes back whole",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    await using ada = await openChat(server.address, { columns: 20, rows: 5 });
    await bob.send({ request: "msg", content: "hi" });
    const small = await ada.seen("bob: hi");
    assertEquals(small.lines.at(-1), "ada>");
    assertMatch(small.lines.at(-2) ?? "", /lobby · 2 people/);
    for (const [columns, rows] of [[1, 1], [2, 2], [3, 1], [1, 9]] as const) {
      await ada.resize(columns, rows);
      await ada.type("x");
      await ada.press("PageUp", "PageDown");
      await bob.send({ request: "msg", content: "some words" });
    }
    await ada.resize(80, 24);
    const large = await ada.until(({ text }) =>
      text.split("some words").length === 5
    );

    assertEquals(large.lines.at(-1), "ada> xxxx");
  },
);

terminalTest(
  "the normal screen is as it was before, with a word about the end",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    const command = connectCommand(server.address);
    await using shell = await TmuxTerminal.open({
      command: [
        "sh",
        "-c",
        `echo before; ${command.join(" ")}; echo after; cat`,
      ],
    });
    const chat = await shell.seen(" here: ");
    assertEquals(chat.isAlternate, true);
    await bob.send({ request: "msg", content: "hello" });
    await shell.seen("bob: hello");
    await shell.press("C-d");
    const { lines, isAlternate, isCursorVisible } = await shell.seen("after");

    assertEquals(lines.slice(0, 3), [
      "before",
      `* Left ${formatAddress(server.address)}`,
      "after",
    ]);
    assertEquals([isAlternate, isCursorVisible], [false, true]);
    assertEquals((await shell.scrollback()).includes("hello"), false);
  },
);

/** What was said: everything above the status row that is not empty. */
function chatOf({ lines }: TmuxScreen): readonly string[] {
  const end = lines.findLastIndex((line) => line.startsWith("──"));
  return lines.slice(0, end).filter((line) => line !== "");
}

/** Says lines with these numbers; they are stored when it is done. */
async function say(
  bob: Peer,
  from: number,
  to: number,
  tail = "",
): Promise<void> {
  for (let n = from; n <= to; n++) {
    await bob.send({ request: "msg", content: `line ${n}${tail}`, id: `${n}` });
  }
  await bob.until(({ id }) => id === `${to}`);
}

/** A home in which one visit remembers the one before. */
async function openHome(server: LiveServer) {
  const folder = await Deno.makeTempDir();
  const options: ChatTerminalOptions = { env: { XDG_STATE_HOME: folder } };
  return {
    visit: async (
      look: (ada: TmuxTerminal) => Promise<void>,
      leaveWith: readonly string[] = ["C-d"],
    ) => {
      const command = connectCommand(server.address);
      const env = { TZ: "UTC", ...options.env };
      await using ada = await TmuxTerminal.open({ command, env });
      await look(ada);
      await ada.press(...leaveWith);
      await ada.exitCode();
    },
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}
