// deno-lint-ignore-file no-control-regex -- terminals speak in control characters
/**
 * Who speaks, who is meant and who comes and goes, on a real terminal: features
 * 4, details 4, 7 and 9.
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { openChat } from "../../support/chat_terminal.ts";
import { startServer } from "../../support/live_server.ts";
import { beginChat } from "../../support/played_chat.ts";
import { info, message, playServer } from "../../support/scripted_server.ts";
import {
  terminalTest,
  type TmuxScreen,
  type TmuxTerminal,
} from "../../support/tmux_terminal.ts";

terminalTest(
  "people have their own colours, also where they are named",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    using cyd = await server.join("cyd");
    await using ada = await openChat(server.address);
    await bob.send(said("ask Cyd about it"));
    await cyd.send(said("ask bob"));
    const screen = await ada.seen("cyd: ask bob");
    const [first, second] = [/ask .*Cyd/, /ask .*bob/].map((pattern) =>
      rowOf(screen, pattern)
    );

    const [bobs, cyds] = ["bob", "Cyd"].map((name) => coloursOf(screen, name));
    assertEquals(bobs?.length, 1);
    assertEquals(coloursOf(screen, "cyd"), cyds);
    assert(bobs?.[0] !== cyds?.[0]);
    assertMatch(first ?? "", /\x1b\[38;5;\d+mbob\x1b\[39m: ask/);
    assertMatch(second ?? "", /\x1b\[38;5;\d+mcyd/);
  },
);

terminalTest(
  "one's own lines and a mention differ by more than colour",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    await using ada = await openChat(server.address);
    await bob.send(said("no adam, nevada"), said("ADA: are you there?"));
    await ada.type("yes");
    await ada.press("Enter");
    const screen = await ada.seen("ada: yes");

    assertMatch(screen.text, /\d bob: no adam, nevada\n/);
    assertMatch(screen.text, /\d > bob: ADA: are you there\?\n/);
    assertMatch(rowOf(screen, /are you there/), /\x1b\[1;7mADA/);
    assertMatch(rowOf(screen, /yes/), /\x1b\[1mada/);
  },
);

terminalTest(
  "nothing is coloured where somebody does not want it, and all is where somebody does",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    const cases = [
      [{ NO_COLOR: "1" }, [], false],
      [{}, ["--no-color"], false],
      [{}, ["--color", "never"], false],
      [{ NO_COLOR: "1" }, ["--color=always"], true],
      [{ NO_COLOR: "1", FORCE_COLOR: "1" }, [], false],
      [{}, [], true],
    ] as const;
    for (const [index, [env, flags, isColoured]] of cases.entries()) {
      const name = `ada${index}`;
      await using ada = await openChat(server.address, { name, env, flags });
      await bob.send(said(`hello ${name}`));
      const { painted } = await ada.seen(`hello ${name}`);
      assertEquals(painted.includes("\x1b["), isColoured, `case ${index}`);
    }
  },
);

terminalTest(
  "nothing but ASCII is written where the locale has nothing else",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    await using ada = await openChat(server.address, { env: { LC_ALL: "C" } });
    await bob.send(said("Åsa says 世界 👍"));
    await ada.seen("Asa says ?? ?");
    const output = await ada.output();

    assertEquals(output.filter((byte) => byte >= 0x80), new Uint8Array());
  },
);

terminalTest(
  "a mention rings, once, and nothing of the past does",
  async () => {
    const told = Promise.withResolvers<void>();
    await using server = playServer(async (peer) => {
      await beginChat(peer, {
        welcome: { seq: 1 },
        past: [message("bob", "ada: old", 1)],
      });
      await told.promise;
      await peer.say(message("bob", "nothing", 2));
      await peer.say(message("bob", "ada: look", 3));
      await peer.drain();
    });
    await using ada = await openChat(server.address);
    assertEquals(await bells(ada, / here: /), 0);
    told.resolve();
    await ada.seen("ada: look");

    assertEquals(await bells(ada, /look[^]*\x07/), 1);
  },
);

terminalTest(
  "nothing rings for who is known to look, and --bell all rings for everything else",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    const flags = ["--bell", "all"];
    await using ada = await openChat(server.address, { flags });
    await ada.send("\x1b[I"); // as a terminal tells that it was chosen
    await ada.type("x");
    await ada.seen("ada> x");
    await bob.send(said("ada: look"));
    await ada.seen("ada: look");
    assertEquals(await bells(ada, /look[^]*\x1b\[\?2026l/), 0);
    await ada.send("\x1b[O");
    await ada.type("y");
    await ada.seen("ada> xy");
    await bob.send(said("anything"));
    await ada.seen("anything");

    assertEquals(await bells(ada, /anything[^]*\x07/), 1);
  },
);

terminalTest(
  "--on-mention runs a command with what was said, which no shell reads",
  async () => {
    await using server = await startServer();
    using bob = await server.join("bob");
    const folder = await Deno.makeTempDir();
    try {
      const file = `${folder}/told`;
      const command =
        `printf '%s' "$MENTION_ROOM/$MENTION_SENDER/$MENTION_TEXT" >'${file}.new'; mv '${file}.new' '${file}'`;
      const flags = ["--on-mention", command];
      await using ada = await openChat(server.address, { flags });
      await bob.send(said("nobody"), said(`ada: $(touch ${folder}/pwned)`));
      await ada.seen("ada: $(touch");
      await ada.until(() => isFile(file));

      assertEquals(
        await Deno.readTextFile(file),
        `lobby/bob/ada: $(touch ${folder}/pwned)`,
      );
      assertEquals(isFile(`${folder}/pwned`), false);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

terminalTest(
  "comings and goings are one line until somebody speaks",
  async () => {
    const seen = Promise.withResolvers<void>();
    await using server = playServer(async (peer) => {
      await beginChat(peer);
      await peer.say(presence(["cyd", "dee"], []), presence(["eve"], ["bob"]));
      await peer.say(presence([], ["dee"]), presence(["bob"], []));
      await seen.promise;
      await peer.say(message("bob", "hi", 1), presence([], ["eve"]));
      await peer.drain();
    });
    await using ada = await openChat(server.address);
    await ada.seen("* cyd, eve joined; bob came back; dee came and left");
    seen.resolve();
    const { lines } = await ada.seen("* eve left");

    assertEquals(lines.filter((line) => line.startsWith("* ")).slice(1), [
      "* 2 here: ada, bob",
      "* cyd, eve joined; bob came back; dee came and left",
      "* eve left",
    ]);
    assertMatch(lines.at(-2) ?? "", / 3 people /);
  },
);

terminalTest(
  "in a large room only those who spoke come and go in sight, and with --joins none nobody",
  async () => {
    for (
      const [flags, expected] of [
        [[], ["* bob left"]],
        [["--joins", "none"], []],
        [["--joins", "all"], ["* p1, bob left"]],
      ] as const
    ) {
      await using server = playServer(async (peer) => {
        const names = Array.from({ length: 20 }, (_, n) => `p${n}`);
        await beginChat(peer, { names: ["ada", "bob", ...names] });
        const timestamp = new Date().toISOString();
        await peer.say({ ...message("bob", "hi", 1), timestamp });
        await peer.say(presence([], ["p1", "bob"]));
        await peer.say(message("p2", "done", 2));
        await peer.drain();
      });
      await using ada = await openChat(server.address, { flags });
      const { lines } = await ada.seen("p2: done");
      assertEquals(lines.filter((line) => line.endsWith("left")), [
        ...expected,
      ]);
      assertMatch(lines.at(-2) ?? "", / 20 people /);
    }
  },
);

function said(content: string) {
  return { request: "msg", content };
}

function presence(joined: readonly string[], left: readonly string[]) {
  return info("", { code: "presence", room: "lobby", joined, left });
}

function rowOf({ painted }: TmuxScreen, pattern: RegExp): string {
  return painted.split("\n").find((row) => pattern.test(row)) ?? "";
}

/** The different colours in which a word is painted. */
function coloursOf({ painted }: TmuxScreen, word: string): readonly string[] {
  const found = painted.matchAll(
    new RegExp(`\\x1b\\[38;5;(\\d+)m${word}\\b`, "g"),
  );
  return [...new Set(Array.from(found, ([, colour = ""]) => colour))];
}

/** How often it has rung when this was written. */
async function bells(
  terminal: TmuxTerminal,
  written: RegExp,
): Promise<number> {
  return (await terminal.outputUntil(written)).split("\x07").length - 1;
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
