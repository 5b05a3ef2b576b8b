import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "../../main.ts";
import type { Command, Invocation } from "../../shared/command.ts";
import type { Flag } from "../../shared/flag.ts";
import { runCommand } from "../../shared/program.ts";
import { PORT as PORT_TYPE, SWITCH, text } from "../../shared/value_type.ts";
import { VERSION } from "../../shared/version.ts";
import {
  FakePlatform,
  type FakePlatformOptions,
} from "../support/fake_platform.ts";

const PORT: Flag = {
  name: "port",
  type: PORT_TYPE,
  default: "9",
  help: "Where",
};
const NAME: Flag = { name: "name", type: text("NAME"), help: "Who" };
const PLAIN: Flag = { name: "plain", type: SWITCH, help: "How" };

/** What was printed, the exit code, and what the command was run with. */
interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly ran?: { readonly name: string } & Invocation;
}

const CONFIG = "/home/ada/.config/ktn/config.json";
const HOME = { HOME: "/home/ada" };

async function runOn(
  options: FakePlatformOptions,
  ...args: readonly string[]
): Promise<Run> {
  const ran: (Invocation & { readonly name: string })[] = [];
  const command = (
    name: string,
    flags: readonly Flag[],
    more: Partial<Command> = {},
  ): Command => ({
    name,
    usage: `ktn ${name} [FLAGS]`,
    summary: `Does ${name}`,
    examples: [[`ktn ${name} --port 7`, "an example"]],
    flags,
    ...more,
    run: (invocation) => {
      ran.push({ name, ...invocation });
      return 5;
    },
  });
  const commands = [
    command("serve", [PORT], { operands: ["text"] }),
    command("connect", [NAME, PLAIN], { operands: ["server"] }),
    command("version", [], { ignoresConfigErrors: true }),
  ];
  const platform = new FakePlatform(options);
  const code = await runCommand(commands, args, platform);
  return { code, ...platform.printed, ...(ran[0] ? { ran: ran[0] } : {}) };
}

const run = (...args: readonly string[]) => runOn({}, ...args);

/** The same on a machine whose configuration file says this. */
const runWith = (text: string, ...args: readonly string[]) =>
  runOn({ environment: HOME, files: { [CONFIG]: text } }, ...args);

Deno.test("runCommand() runs the command named and resolves to its exit code", async () => {
  const { code, ran, out } = await run("serve", "--port", "7", "x");
  assertEquals([code, ran?.name, out], [5, "serve", ""]);
  assertEquals(ran?.parsed.text("port"), "7");
  assertEquals(ran?.parsed.operands, ["x"]);
});

Deno.test("runCommand() says how to begin when nothing is asked for", async () => {
  const { code, out, err, ran } = await run();
  assertEquals([code, err, ran], [0, "", undefined]);
  assertStringIncludes(out, "ktn serve --port 7");
  assertStringIncludes(out, "ktn connect --port 7");
});

Deno.test("ktn alone shows eight to ten lines with two calls that can be made", async () => {
  const platform = new FakePlatform();
  await runCommand(COMMANDS, [], platform);
  const lines = platform.printed.out.trimEnd().split("\n");
  assertEquals(lines.length >= 8 && lines.length <= 10, true, lines.join("\n"));
  assertEquals(lines.filter((line) => line.startsWith("  ktn ")).length, 4);
});

Deno.test("runCommand() shows all commands when help is asked for", async () => {
  for (const args of [["help"], ["--help"], ["-h"], ["help", "--help"]]) {
    const { code, out, err, ran } = await run(...args);
    assertEquals([code, err, ran], [0, "", undefined]);
    for (const part of ["Does serve", "Does connect", "an example"]) {
      assertStringIncludes(out, part);
    }
  }
});

Deno.test("runCommand() lets help win over everything else on the line", async () => {
  const { out: help } = await run("help", "connect");
  assertStringIncludes(help, "ktn connect [FLAGS]\n");
  const asked = [
    ["connect", "--help"],
    ["connect", "-h"],
    ["--help", "connect"],
    ["-h", "connect"],
    ["connect", "box", "--name", "ada", "-h"],
    ["connect", "--nonsense", "--help"],
    ["--nonsense", "--help", "connect"],
    ["help", "connect", "--help"],
    ["connect", "--config", "/nowhere", "--help"],
  ];
  for (const args of asked) {
    const { code, out, err, ran } = await run(...args);
    assertEquals([code, err, ran], [0, "", undefined], args.join(" "));
    assertEquals(out, help, args.join(" "));
  }
});

Deno.test("runCommand() leaves --help after -- to the command", async () => {
  const { code, ran } = await run("serve", "--", "--help");
  assertEquals([code, ran?.parsed.operands], [5, ["--help"]]);
});

Deno.test("runCommand() tells its version in a word", async () => {
  for (const flag of ["--version", "-V"]) {
    const { code, out } = await run(flag);
    assertEquals([code, out], [0, `ktn ${VERSION}\n`]);
  }
});

/** What is wrong, what is said, and where to go on. */
const WRONG: readonly (readonly [string[], said: string, tries: string])[] = [
  [["serv"], 'Unknown command "serv": did you mean "serve"?', "ktn help"],
  [["hlep"], 'did you mean "help"?', "ktn help"],
  [["help", "conect"], 'did you mean "connect"?', "ktn help"],
  [["--help", "conect"], 'did you mean "connect"?', "ktn help"],
  [["dance"], 'Unknown command "dance"\n', "ktn help"],
  [["\x1b[2J"], 'Unknown command "\\x1b[2J"\n', "ktn help"],
  [["--port", "7"], "Cannot use --port before a command", "ktn help"],
  [["serve", "--prot", "7"], 'did you mean "--port"?', "ktn help serve"],
  [["connect", "--nmae", "x"], 'did you mean "--name"?', "ktn help connect"],
  [["serve", "--config"], "--config needs a value: FILE", "ktn help serve"],
];

for (const [args, said, tries] of WRONG) {
  Deno.test(`runCommand() exits 2 at ktn ${args.join(" ")} and says how to go on`, async () => {
    const { code, out, err, ran } = await run(...args);
    assertEquals([code, out, ran], [2, "", undefined]);
    assertStringIncludes(err, said);
    assertStringIncludes(err, `Try: ${tries}\n`);
  });
}

Deno.test("runCommand() lets bugs of a command through", async () => {
  const bug = new TypeError("a bug");
  const [command] = COMMANDS;
  const broken: Command[] = command
    ? [{ ...command, run: () => Promise.reject(bug) }]
    : [];
  const thrown = await runCommand(broken, ["serve"], new FakePlatform())
    .catch((error) => error);
  assertEquals(thrown, bug);
});

Deno.test("runCommand() reads the configuration file of this user, and needs none", async () => {
  const port = async (text: string) =>
    (await runWith(text, "serve")).ran?.parsed.text("port");
  assertEquals(await port('{"port": 1}'), "1");
  assertEquals(await port('{"port": 1, "serve": {"port": 2}}'), "2");
  const { ran } = await runOn({ environment: HOME }, "serve");
  assertEquals(ran?.parsed.text("port"), "9");
});

Deno.test("runCommand() reads the file that --config or KTN_CONFIG names, or none", async () => {
  const files = { [CONFIG]: '{"port": 1}', "/a": '{"port": 2}', "/b": "{}" };
  const port = async (KTN_CONFIG: string, ...args: readonly string[]) => {
    const environment = { ...HOME, KTN_CONFIG };
    const { ran } = await runOn({ environment, files }, "serve", ...args);
    return ran?.parsed.text("port");
  };
  assertEquals(await port(""), "1");
  assertEquals(await port("/a"), "2");
  assertEquals(await port("/a", "--config", "/b"), "9");
  assertEquals(await port("none"), "9");
  assertEquals(await port("/a", "--config=none"), "9");
});

Deno.test("runCommand() counts the flag, the variable, the server, the file, the default", async () => {
  const text = `{
    "name": "file", "plain": true,
    "servers": { "work": { "host": "box", "name": "server" } }
  }`;
  const name = async (
    KTN_NAME: string | undefined,
    ...args: readonly string[]
  ) => {
    const environment = { ...HOME, KTN_NAME };
    const files = { [CONFIG]: text };
    const { ran } = await runOn({ environment, files }, "connect", ...args);
    return ran?.parsed.text("name");
  };
  assertEquals(await name(undefined, "elsewhere"), "file");
  assertEquals(await name(undefined, "work"), "server");
  assertEquals(await name("variable", "work"), "variable");
  assertEquals(await name("variable", "work", "--name=flag"), "flag");
  const { ran } = await runWith(text, "connect", "work", "--no-plain");
  assertEquals(ran?.parsed.isOn("plain"), false);
  assertEquals(ran?.servers.get("work")?.host, "box");
});

Deno.test("runCommand() warns of a key it does not know, and runs", async () => {
  const { code, err } = await runWith('{"prot": 1}', "serve");
  assertEquals(code, 5);
  assertEquals(
    err,
    `! ${CONFIG}:1:2: unknown key "prot": did you mean "port"?\n`,
  );
});

Deno.test("runCommand() marks what is wrong with a !, and what to do without", async () => {
  assertEquals(
    (await run("serve", "--port", "x")).err.split("\n"),
    [
      '! --port cannot be "x": expected a whole number from 0 to 65535',
      "Try: ktn help serve",
      "",
    ],
  );
});

Deno.test("runCommand() warns of a variable that no command knows", async () => {
  const environment = { KTN_PROT: "7", KTN_CONFIG: "none", KTN_NAME: "ada" };
  const { code, err } = await runOn({ environment }, "serve");
  assertEquals([code, err], [
    5,
    '! Unknown variable KTN_PROT: did you mean "KTN_PORT"?\n',
  ]);
  assertEquals((await runOn({ environment }, "version")).err, "");
});

Deno.test("runCommand() keeps warnings from those who only ask for a version", async () => {
  assertEquals((await runWith('{"prot": 1}', "version")).err, "");
});

Deno.test("runCommand() exits 8 at a configuration it cannot use, and names the place", async () => {
  const cases: readonly (readonly [string, said: string])[] = [
    ['{"port": true}', `! ${CONFIG}:1:10: "port" must be text or a number\n`],
    [
      '{"port": 1',
      `! ${CONFIG}:1:11: no JSON: Unexpected end of input found\n`,
    ],
  ];
  for (const [text, said] of cases) {
    const { code, err, ran } = await runWith(text, "serve");
    assertEquals([code, err, ran], [8, said, undefined]);
    assertEquals((await runWith(text, "version")).code, 5, "it needs none");
    assertEquals((await runWith(text, "help", "serve")).code, 0);
  }
  const named = await run("serve", "--config", "/nowhere");
  const why = "there is no such file or folder";
  assertEquals([named.code, named.err], [
    8,
    `! Cannot read the configuration /nowhere: ${why}\n`,
  ]);
});

Deno.test("--print-config shows each value and who set it, and runs nothing", async () => {
  const text = `{
  "plain": true,
  "servers": { "work": { "host": "box", "name": "ada" } }
}`;
  const { code, out, ran } = await runWith(
    text,
    ...["connect", "work", "--print-config"],
  );
  assertEquals([code, ran], [0, undefined]);
  assertEquals(out.split("\n").map((line) => line.split(/ {2,}/)), [
    ["server", "box", `${CONFIG}:3:34`],
    ["name", "ada", `${CONFIG}:3:49`],
    ["plain", "true", `${CONFIG}:2:12`],
    ["config", CONFIG, "default"],
    [""],
  ]);
  const typed = await run("connect", "localhost", "--print-config");
  assertMatch(typed.out, /^server +localhost +command line\n/);
  const environment = { KTN_NAME: "7\x1b" };
  const connect = await runOn({ environment }, "connect", "--print-config");
  assertStringIncludes(connect.out, "name    7\\x1b  KTN_NAME\n");
  assertStringIncludes((await run("serve", "--print-config")).out, "default");
});

/** A call with an operand too many, and what is said of it. */
const TOO_MANY: readonly (readonly [string[], said: string])[] = [
  [["serve", "9998"], 'Unknown argument "9998": ktn serve [FLAGS]'],
  [["connect", "box", "9998"], "a port is written box:9998"],
  [["tail", "box", "7"], "a port is written box:7"],
  [["connect", "a", "b", "c"], 'Unknown argument "b c": ktn connect HOST'],
  [["send", "a", "b", "c"], 'Unknown argument "c": ktn send HOST'],
  [["check", "x"], 'Unknown argument "x": ktn check [FLAGS]'],
  [["completions", "bash", "zsh"], 'Unknown argument "zsh": ktn completions'],
];

for (const [args, said] of TOO_MANY) {
  Deno.test(`runCommand() refuses ktn ${args.join(" ")}, also before --print-config`, async () => {
    for (const more of [[], ["--print-config"]]) {
      const platform = new FakePlatform();
      const code = await runCommand(COMMANDS, [...args, ...more], platform);
      assertEquals([code, platform.printed.out], [2, ""]);
      assertStringIncludes(platform.printed.err, said);
    }
  });
}

Deno.test("--print-config refuses what the command would", async () => {
  const cases:
    readonly (readonly [Promise<Run>, code: number, said: string])[] = [
      [
        run("serve", "--print-config", "--port=70000"),
        2,
        '--port cannot be "70000": expected a whole number from 0 to 65535',
      ],
      [
        runWith('{"port": "x"}', "serve", "--print-config"),
        8,
        `${CONFIG}:1:10: "port" cannot be "x"`,
      ],
    ];
  for (const [refused, expected, said] of cases) {
    const { code, out, err, ran } = await refused;
    assertEquals([code, out, ran], [expected, "", undefined]);
    assertStringIncludes(err, said);
  }
});

/** Calls whose flags are right one by one, and what is wrong with them. */
const REFUSED: readonly (readonly [string[], code: number, said: string])[] = [
  [["connect", "bad"], 8, 'Cannot read the address "box:99999"'],
  [["names", "box:99999"], 2, 'Cannot read the address "box:99999"'],
  [["tail", "box", "-n5", "--since", "5"], 2, "--count or --since"],
  [["send", "box", "x", "--id", "a b"], 2, '--id cannot be "a b"'],
  [["serve", "--host", "a b"], 2, '--host cannot be "a b"'],
  [["serve"], 8, "name a folder with --data DIR"],
  [["check"], 8, "name a folder with --data DIR"],
];

for (const [args, expected, said] of REFUSED) {
  Deno.test(`ktn ${args.join(" ")} --print-config refuses what the command would`, async () => {
    const file = '{"servers": {"bad": "box:99999"}}';
    const environment = { KTN_CONFIG: CONFIG };
    const platform = new FakePlatform({
      environment,
      files: { [CONFIG]: file },
    });
    const all = [...args, "--print-config"];
    const code = await runCommand(COMMANDS, all, platform);
    assertEquals([code, platform.printed.out], [expected, ""]);
    assertStringIncludes(platform.printed.err, `! `);
    assertStringIncludes(platform.printed.err, said);
  });
}

Deno.test("runCommand() lets only the commands run programs that say so", async () => {
  const row = (name: string, more: Partial<Command> = {}): Command => ({
    name,
    usage: name,
    summary: name,
    examples: [],
    flags: [],
    ...more,
    run: () => 0,
  });
  const commands = [row("serve"), row("connect", { runsPrograms: true })];
  for (const [name, mayRun] of [["serve", false], ["connect", true]] as const) {
    const platform = new FakePlatform();
    await runCommand(commands, [name], platform);
    assertEquals(platform.mayRunPrograms, mayRun, name);
  }
  const may = COMMANDS.filter(({ runsPrograms }) => runsPrograms);
  assertEquals(may.map(({ name }) => name), ["connect", "tail"]);
});
