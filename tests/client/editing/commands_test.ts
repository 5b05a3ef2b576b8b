import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import {
  type ChatCommand,
  COMMANDS,
  isMemorable,
  readInput,
} from "../../../client/editing/commands.ts";
import { helpOn, type HelpTables } from "../../../client/editing/help.ts";
import { HELP_TOPICS } from "../../../client/editing/help_topics.ts";
import {
  describeKeys,
  KEY_BINDINGS,
} from "../../../client/editing/key_bindings.ts";
import { OTHER_COMMANDS } from "../../../client/editing/other_commands.ts";
import {
  MAX_UNASKED_BYTES,
  MAX_UNASKED_LINES,
} from "../../../client/editing/send_guard.ts";
import { MAX_TEXT_BYTES } from "../../../shared/text.ts";
import { readProjectFile } from "../../support/source_files.ts";

const TABLES: HelpTables = {
  commands: COMMANDS,
  keys: KEY_BINDINGS,
  topics: HELP_TOPICS,
  others: OTHER_COMMANDS,
};

Deno.test("readInput() tells texts from commands", () => {
  assertEquals(kindOf("hello"), "text");
  assertEquals(kindOf(" hello / there"), "text");
  assertEquals(kindOf("a/b"), "text");
  assertEquals(kindOf("/help"), "command");
  assertEquals(kindOf("/HELP me"), "command");
  assertEquals(kindOf(""), "nothing");
  assertEquals(kindOf("  \n "), "text");
  assertEquals(readInput("//help"), { kind: "text", text: "/help" });
  assertEquals(readInput("///"), { kind: "text", text: "//" });
  assertEquals(readInput(" //x"), { kind: "text", text: " /x" });
  const search = readInput("/search  two words ");
  assertEquals("argument" in search && search.argument, "two words");
});

Deno.test("readInput() never takes a mistyped command for text, and says what may be meant", () => {
  assertEquals(
    why("/hlep"),
    'There is no command /hlep: did you mean "/help"?',
  );
  assertEquals(
    why(" /serach x"),
    'There is no command /serach: did you mean "/search"?',
  );
  assertEquals(
    why("/etc/passwd"),
    "There is no command /etc. /help shows them; //text sends /text",
  );
  assertEquals(
    why(" /quit"),
    "Not sent: there is a blank before /quit. Without it, it is a command; //quit sends the text /quit",
  );
});

Deno.test("readInput() knows what people of IRC type first: each is done, or there is a sentence, and none is sent", () => {
  const typed = [
    ...["nick", "me", "msg", "join", "invite", "quit", "exit", "part", "who"],
    ...["names", "query", "topic", "away", "kick", "ban", "ignore", "list"],
    ...["leave", "help", "clear", "whois", "notice", "mode", "op", "dm"],
  ];
  for (const name of typed) {
    for (const line of [`/${name}`, `/${name.toUpperCase()} bob hi`]) {
      const input = readInput(line);
      if (input.kind === "command") continue;
      assert(input.kind === "unknown", line);
      assert(!input.why.includes("There is no command"), input.why);
    }
  }
  const runs = (line: string) => {
    const input = readInput(line);
    return input.kind === "command" && input.command.usage;
  };
  assertEquals(runs("/exit"), "/quit");
  assertEquals(runs("/who"), "/names");
  assertStringIncludes(why("/nick bob"), "ktn connect HOST --name NAME");
  assertEquals(runs("/tell bob hi"), COMMANDS.get("msg")?.usage);
  const { withoutRooms = "" } = COMMANDS.get("msg") ?? {};
  assertStringIncludes(withoutRooms, "everybody here would read it");
});

Deno.test("OTHER_COMMANDS names nothing twice, no command of ours, and commands that are there", () => {
  const names = OTHER_COMMANDS.flatMap(({ names }) => names);
  assertEquals(names.length, new Set(names).size);
  assertEquals(names.filter((name) => COMMANDS.has(name)), []);
  for (const { command, advice, names } of OTHER_COMMANDS) {
    const isOne = (command === undefined) !== (advice === undefined);
    assert(isOne, names.join());
    assert(command === undefined || COMMANDS.has(command), command);
  }
});

Deno.test("isMemorable() forgets what may be secret", () => {
  assert(memorable("hello"));
  assert(memorable("/search hello"));
  assert(memorable("/join ops"));
  assert(memorable("/join ops new"));
  assert(memorable("/join ops new private"));
  assert(!memorable("/join ops 2047177b99427d9b"));
  assert(!memorable("/register hunter22"));
  assert(!memorable("/passwd"));
  assert(!memorable(" hello"));

  const commands = COMMANDS as Map<string, ChatCommand>; // a row that is not there yet
  const row: ChatCommand = {
    usage: "/password",
    summary: "",
    example: "",
    arguments: [],
    isSecret: true,
    run: () => {},
  };
  commands.set("password", row);
  try {
    assert(!memorable("/password hunter2"));
    assert(!memorable("/PASSWORD hunter2"));
  } finally {
    commands.delete("password");
  }
});

Deno.test("every command has a usage, a summary and an example that is one", () => {
  for (const [name, { usage, summary, example }] of COMMANDS) {
    assertStringIncludes(usage, `/${name}`);
    assert(summary !== "" && !summary.endsWith("."), name);
    const input = readInput(example);
    assert(input.kind === "command", example);
    assertEquals(input.command, COMMANDS.get(name));
  }
});

Deno.test("helpOn() shows every command, and every key when asked for", () => {
  const all = helpOn("", TABLES);
  for (const { usage, summary } of COMMANDS.values()) {
    assertStringIncludes(all, usage);
    assertStringIncludes(all, summary);
  }
  const keys = helpOn("keys", TABLES);
  for (const { summary } of KEY_BINDINGS) assertStringIncludes(keys, summary);
  assertStringIncludes(keys, "Alt-1 to Alt-9");
});

Deno.test("helpOn() finds commands and keys about a word", () => {
  assertEquals(
    helpOn("names", TABLES),
    [
      "/names  Show who is here",
      "        For example: /names",
    ].join("\n"),
  );
  assertEquals(helpOn("/quit", TABLES), helpOn("quit", TABLES));
  assertStringIncludes(helpOn("ctrl-r", TABLES), "Ctrl-R");
  const found = helpOn("SEARCH", TABLES);
  assertStringIncludes(found, "/search release fri*");
  assert(!found.includes("/quit"));
  const cut = helpOn("cut", TABLES);
  for (const key of ["Ctrl-W", "Ctrl-K", "Ctrl-U", "Ctrl-Y"]) {
    assertStringIncludes(cut, key);
  }
});

Deno.test("helpOn() finds the help on pasting, on mentions, and on commands of IRC", () => {
  for (const word of ["paste", "pasting", "PASTE"]) {
    const help = helpOn(word, TABLES);
    assertStringIncludes(help, "never sends by itself");
    const bytes = (count: number) => count.toLocaleString("en-US");
    assertStringIncludes(help, `${MAX_UNASKED_LINES} lines`);
    assertStringIncludes(help, `${bytes(MAX_UNASKED_BYTES)} bytes go`);
    assertStringIncludes(help, `${bytes(MAX_TEXT_BYTES)} bytes`);
  }
  assertStringIncludes(helpOn("mention", TABLES), "--on-mention");
  assertStringIncludes(helpOn("/join", TABLES), "Go into a room");
  assertStringIncludes(helpOn("exit", TABLES), "the same as /quit");
  const irc = helpOn("irc", TABLES);
  for (const { names } of OTHER_COMMANDS) {
    assertStringIncludes(irc, `/${names[0]}`);
  }
});

Deno.test("helpOn() says where to look when it finds nothing", () => {
  assertEquals(
    helpOn("xyzzy", TABLES),
    'There is no help on "xyzzy". /help shows all commands, /help keys all keys',
  );
});

Deno.test("docs/terminal.md names every key and every command as they are", async () => {
  const page = (await readProjectFile("docs/terminal.md"))
    .replace(/ +/g, " ");
  const rows = [
    ...KEY_BINDINGS.map((key) => `| ${describeKeys(key)} | ${key.summary} |`),
    ...[...COMMANDS.values()].map(({ usage, summary, example }) =>
      `| \`${usage}\` | ${summary} | \`${example}\` |`
    ),
  ];
  assertEquals(rows.filter((row) => !page.includes(row)), []);
});

Deno.test("docs/terminal.md has every command of other programs", async () => {
  const page = (await readProjectFile("docs/terminal.md")).replace(/ +/g, " ");
  const rows = OTHER_COMMANDS.map(({ names, command, advice }) =>
    `| ${names.map((name) => `\`/${name}\``).join(", ")} | ${
      advice ?? `The same as \`/${command}\``
    } |`
  );
  assertEquals(rows.filter((row) => !page.includes(row)), []);
});

function kindOf(line: string): string {
  return readInput(line).kind;
}

function why(line: string): string {
  const input = readInput(line);
  assert(input.kind === "unknown", line);
  return input.why;
}

function memorable(line: string): boolean {
  return isMemorable(line, readInput(line));
}
