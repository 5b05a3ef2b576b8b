/** The line being typed, on a real terminal: features 4, detail 2. */

import { assertEquals } from "@std/assert";
import { openChat, typed } from "../../support/chat_terminal.ts";
import { startServer } from "../../support/live_server.ts";
import {
  terminalTest,
  type TmuxTerminal,
} from "../../support/tmux_terminal.ts";

/** What each kind of terminal sends for a key. */
const KINDS = {
  "an xterm": {
    home: "\x1b[H",
    end: "\x1b[F",
    delete: "\x1b[3~",
    wordLeft: "\x1b[1;5D",
    wordRight: "\x1b[1;5C",
    left: "\x1b[D",
  },
  "an xterm in application mode": {
    home: "\x1bOH",
    end: "\x1bOF",
    delete: "\x1b[3~",
    wordLeft: "\x1b[1;5D",
    wordRight: "\x1b[1;5C",
    left: "\x1bOD",
  },
  "an rxvt": {
    home: "\x1b[7~",
    end: "\x1b[8~",
    delete: "\x1b[3~",
    wordLeft: "\x1bOd",
    wordRight: "\x1bOc",
    left: "\x1b[D",
  },
  "the Linux console": {
    home: "\x1b[1~",
    end: "\x1b[4~",
    delete: "\x1b[3~",
    wordLeft: "\x1bb", // it has no sequence of its own for Ctrl-Left
    wordRight: "\x1bf",
    left: "\x1b[D",
  },
} as const;

terminalTest("the line is edited with the keys of readline", async () => {
  await using server = await startServer();
  await using ada = await openChat(server.address);
  await each(ada, [
    [["one two three"], "one two three|"],
    [["C-a"], "|one two three"],
    [["C-f", "C-f", "C-b"], "o|ne two three"],
    [["C-e"], "one two three|"],
    [["M-b"], "one two |three"],
    [["M-f"], "one two three|"],
    [["C-w"], "one two |"],
    [["C-w"], "one |"],
    [["C-y"], "one two three|"],
    [["C-a", "M-d"], "| two three"],
    [["C-e", "C-y"], " two threeone|"],
    [["M-y"], " two threetwo three|"],
    [["C-_"], " two threeone|"],
    [["C-_", "C-_"], "|one two three"],
    [["M-_"], " two three|"],
    [["C-_", "C-e", "M-BSpace"], "one two |"],
    [["C-u"], "|"],
    [["C-y"], "one two three|"], // two cuts in a row are one
    [["C-a", "C-f", "C-t"], "no|e two three"],
    [["C-h"], "n|e two three"],
    [["C-d"], "n| two three"],
    [["C-k"], "n|"],
    [["C-a", "C-k"], "|"],
    [["世界👍🏽é"], "世界👍🏽é|"],
    [["BSpace", "BSpace"], "世界|"],
  ]);
});

terminalTest("Ctrl-L draws everything again", async () => {
  await using server = await startServer();
  await using ada = await openChat(server.address);
  await ada.type("half");
  const before = await typed(ada, "ada> half|");
  await Deno.writeTextFile(await ada.tty(), "\x1b[2Jwritten by another");
  await ada.seen("written by another");
  await ada.press("C-l");

  await ada.until(({ text }) => text === before.text, before.text);
});

for (const [kind, keys] of Object.entries(KINDS)) {
  terminalTest(`${kind} moves and deletes with its own keys`, async () => {
    await using server = await startServer();
    await using ada = await openChat(server.address);
    await ada.type("one two three");
    const steps: readonly [string, string][] = [
      [keys.home, "|one two three"],
      [keys.delete, "|ne two three"],
      [keys.wordRight, "ne| two three"],
      [keys.end, "ne two three|"],
      [keys.wordLeft, "ne two |three"],
      [keys.left, "ne two| three"],
    ];
    for (const [sequence, expected] of steps) {
      await ada.send(sequence);
      await typed(ada, `ada> ${expected}`);
    }
  });
}

terminalTest(
  "what was entered comes back with Up, and the draft with Down",
  async () => {
    await using server = await startServer();
    await using ada = await openChat(server.address);
    for (const line of ["first", "second"]) await say(ada, line);
    await each(ada, [
      [["half"], "half|"],
      [["Up"], "second|"],
      [["Up"], "first|"],
      [["Up"], "first|"],
      [["Down", "Down"], "half|"],
      [[" a line"], "half a line|"],
    ]);
  },
);

terminalTest(
  "Ctrl-R searches what was entered; Enter takes it, Escape does not",
  async () => {
    await using server = await startServer();
    await using ada = await openChat(server.address);
    for (const line of ["tea is ready", "no coffee"]) await say(ada, line);
    await ada.type("dra");
    await ada.press("C-r");
    await typed(ada, 'search "": dra|');
    await ada.type("rea");
    await typed(ada, 'search "rea": tea is |ready');
    await ada.press("Escape");
    await typed(ada, "ada> dra|");

    await ada.press("C-r");
    await ada.type("E");
    await typed(ada, 'search "E": no coff|ee');
    await ada.press("C-r");
    await typed(ada, 'search "E": t|ea is ready');
    await ada.press("Enter");
    const { text } = await typed(ada, "ada> t|ea is ready");
    assertEquals(text.match(/ada: tea is ready/g)?.length, 1, "not sent again");
  },
);

terminalTest(
  "lines are remembered over runs, those that begin with a blank are not",
  async () => {
    await using server = await startServer();
    await using ada = await openChat(server.address);
    await say(ada, "open");
    await say(ada, " secret");
    const env = { XDG_STATE_HOME: ada.home };
    await using bob = await openChat(server.address, { name: "bob", env });
    await bob.press("Up");
    await typed(bob, "bob> open|");
    await bob.press("Up", "Down", "Down");
    await typed(bob, "bob> |");
  },
);

/** Types texts and presses keys, and looks at the line after each step. */
async function each(
  terminal: TmuxTerminal,
  steps: readonly [keys: readonly string[], expected: string][],
): Promise<void> {
  for (const [keys, expected] of steps) {
    for (const key of keys) {
      const isKey = /^(?:[CM]-.+|BSpace|Up|Down)$/.test(key);
      await (isKey ? terminal.press(key) : terminal.type(key));
    }
    await seenTyped(terminal, expected);
  }
}

/** Wide characters take two cells, so the place is told by the row's end. */
async function seenTyped(
  terminal: TmuxTerminal,
  expected: string,
): Promise<void> {
  // deno-lint-ignore no-control-regex -- everything that is not ASCII
  const isWide = /[^\x00-\x7f]/.test(expected);
  if (!isWide) return void await typed(terminal, `ada> ${expected}`);
  const text = expected.slice(0, -1);
  await terminal.until(
    ({ lines, cursor }) => lines[cursor.row] === `ada> ${text}`,
    expected,
  );
}

async function say(terminal: TmuxTerminal, line: string): Promise<void> {
  await terminal.type(line);
  await terminal.press("Enter");
  await terminal.seen(`ada: ${line}`);
}
