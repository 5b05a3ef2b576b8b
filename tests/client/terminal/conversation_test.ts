/** People on real terminals, in rooms and alone, on the real server. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { LIST_COLUMNS } from "../../../client/view/room_list.ts";
import {
  connectCommand,
  cursorRow,
  openChat,
  typed,
} from "../../support/chat_terminal.ts";
import { type LiveServer, startServer } from "../../support/live_server.ts";
import { RoomClient } from "../../support/room_client.ts";
import { terminalTest, TmuxTerminal } from "../../support/tmux_terminal.ts";

const PASSWORD = "correct horse";

for (const [columns, rows] of [[80, 24], [120, 40]] as const) {
  terminalTest(
    `three people talk in two rooms and two of them alone, in ${columns} by ${rows}`,
    async () => {
      await using server = await startServer();
      const open = (name: string) =>
        openChat(server.address, {
          ...{ name, columns, rows, flags: ["--align", "auto"] },
        });
      await using ada = await open("ada");
      await using bob = await open("bob");
      await using cy = await open("cy");
      await say(ada, "Is anybody at the release?");
      await say(bob, "Yes, since ten");
      await enter(ada, "/join release new", /You are in release/);
      await enter(ada, "/invite bob", /bob is invited to release/);
      await enter(ada, "/invite cy", /cy is invited to release/);
      for (const guest of [bob, cy]) {
        await guest.seen(/ada invites you to release: \/join release/);
        await enter(guest, "/join release", /\* You are in release/);
      }
      await say(cy, "Here. What is left to do?");
      await enter(bob, "/msg ada The key first", /Goes to ada only/);
      const isList = columns >= 100;
      await ada.seen(isList ? /^ 3 @bob {9}1 │/m : /─ @bob 1 /);
      await ada.seen(/ cy: Here\. What is left to do\?/);

      await ada.press("M-a");
      await ada.seen(/ bob: The key first/);
      await say(ada, "Come over", / ada: Come over/);
      await ada.type("It is in the ");
      const talk = await typed(ada, "ada to bob> It is in the |");
      assertMatch(talk.lines.at(-2) ?? "", /^── only to bob · online/);
      assertEquals(saidIn(talk.lines, isList), [
        "  bob: The key first",
        "  ada: Come over",
      ]);

      await ada.press("M-1");
      await typed(ada, "ada> |");
      await enter(cy, "/join lobby", /── lobby/);
      await say(cy, "Lunch at twelve?");
      const lobby = await ada.seen("Lunch at twelve?");
      assertMatch(lobby.lines.at(-2) ?? "", /^── lobby · 3 people · online/);
      assertEquals(saidIn(lobby.lines, isList).slice(-3), [
        "  ada: Is anybody at the release?",
        "  bob: Yes, since ten",
        "   cy: Lunch at twelve?",
      ]);
      await ada.press("M-3");
      await typed(ada, "ada to bob> It is in the |");
      assert(!(await cy.screen()).text.includes("key"));
    },
  );
}

terminalTest(
  "a registered name needs its password once on a machine, and on each other one",
  async () => {
    await using server = await startServer();
    await using home = await openHome();
    await home.visit(server, async (ada) => {
      await ada.seen(/ here: /);
      await register(ada);
      const { text } = await ada.screen();
      assert(!text.includes("horse"), text);
    });
    assert(!(await home.allText()).includes("horse"));
    await home.visit(server, async (ada) => {
      const { text } = await ada.seen(/ here: /);
      assert(!text.includes("Password"), text);
    });
    await using other = await openHome();
    await other.visit(server, async (ada) => {
      await ada.seen(/^Password of ada:$/m);
      await enterSecret(ada, "wrong guess");
      await ada.seen(/! .*password/i);
      await typed(ada, "Password of ada: |");
      await enterSecret(ada, PASSWORD);
      await ada.seen(/ here: /);
    });
    await other.visit(server, async (ada) => {
      const { text } = await ada.seen(/ here: /);
      assert(!text.includes("Password"), text);
    });
    assert(!(await other.allText()).includes("horse"));
  },
);

terminalTest(
  "a direct message waits for who is away, and is read on all devices when it is on one",
  async () => {
    await using server = await startServer();
    await using laptop = await openHome();
    await using phone = await openHome();
    await laptop.visit(server, async (ada) => {
      await ada.seen(/ here: /);
      await register(ada);
    });
    using bob = await RoomClient.connect(server.address);
    await bob.login("bob");
    for (const content of ["one", "two"]) {
      const { away } = await bob.ask("msg", { to: "ada", content });
      assertEquals(away, true);
    }
    await laptop.visit(server, async (ada) => {
      await ada.seen(/ @bob 2 /);
      await phone.visit(server, async (other) => {
        await other.seen(/^Password of ada:$/m);
        await enterSecret(other, PASSWORD);
        await other.seen(/ @bob 2 /);
        await ada.press("M-a");
        await ada.seen(/─── new ─+\n.* bob: one\n +two\n/);
        await other.until(({ text }) => !text.includes("@bob"), "it was read");
        await say(ada, "read", / ada: read/);
        await other.press("M-2");
        const { text } = await other.seen(/ bob: one\n +two\n.* ada: read\n/);
        assert(!/─ new|ada: read[^]*ada: read/.test(text), text);
        await other.press("M-1");
      });
    });
    const messages = await bob.ask("history", { with: "ada" });
    assertEquals(
      (messages.content as { content: string }[]).map(({ content }) => content),
      ["one", "two", "read"],
    );
  },
);

terminalTest(
  "a password may be in a file, and a chat may begin in a talk",
  async () => {
    await using server = await startServer();
    await using home = await openHome();
    await home.visit(server, async (ada) => {
      await ada.seen(/ here: /);
      await register(ada);
    });
    await using other = await openHome();
    const file = await Deno.makeTempFile();
    await Deno.writeTextFile(file, `${PASSWORD}\n`);
    await other.visit(server, async (ada) => {
      await typed(ada, "ada to bob> |");
      assert(!(await ada.screen()).text.includes("Password"));
    }, ["--password-file", file, "--to", "bob"]);
    await Deno.remove(file);
  },
);

/** Says something, and waits until it is there. */
async function say(
  who: TmuxTerminal,
  text: string,
  shown: RegExp | string = text,
): Promise<void> {
  await enter(who, text, shown);
}

async function enter(
  who: TmuxTerminal,
  line: string,
  shown: RegExp | string,
): Promise<void> {
  await who.type(line);
  await who.press("Enter");
  await who.until(
    (screen) =>
      cursorRow(screen).endsWith("> |") &&
      (typeof shown === "string"
        ? screen.text.includes(shown)
        : shown.test(screen.text)),
    `${line}: ${shown}`,
  );
}

async function register(who: TmuxTerminal): Promise<void> {
  await who.type("/register");
  await who.press("Enter");
  await typed(who, "New password for ada: |");
  await enterSecret(who, PASSWORD);
  await typed(who, "The same again: |");
  await enterSecret(who, PASSWORD);
  await typed(who, "ada> |");
  await who.until(
    ({ text }) => !text.includes("not registered"),
    "the name is registered",
  );
}

async function enterSecret(who: TmuxTerminal, secret: string): Promise<void> {
  await who.type(secret);
  await who.press("Enter");
}

/** What people said, by the rows of a screen, without the list and times. */
function saidIn(
  lines: readonly string[],
  isList: boolean,
): readonly string[] {
  return lines.map((line) => isList ? line.slice(LIST_COLUMNS) : line)
    .flatMap((line) => /^\d\d:\d\d ( +\w+: .*)$/.exec(line)?.[1] ?? []);
}

/** A machine of ada's, with what her client keeps there. */
async function openHome() {
  const folder = await Deno.makeTempDir();
  return {
    visit: async (
      server: LiveServer,
      look: (ada: TmuxTerminal) => Promise<void>,
      flags: readonly string[] = [],
    ) => {
      const env = { TZ: "UTC", XDG_STATE_HOME: folder };
      const command = connectCommand(server.address, { flags });
      await using ada = await TmuxTerminal.open({ command, env });
      await look(ada);
      await ada.press("C-d");
      await ada.exitCode();
    },
    allText: async () => {
      const texts: string[] = [];
      const folders = [folder];
      for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
        for await (const { name, isDirectory } of Deno.readDir(at)) {
          const path = `${at}/${name}`;
          if (isDirectory) folders.push(path);
          else texts.push(await Deno.readTextFile(path));
        }
      }
      return texts.join("\n");
    },
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}
