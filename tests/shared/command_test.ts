import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { CONNECT_FLAGS } from "../../client/options.ts";
import { SERVE_FLAGS } from "../../server/options.ts";
import { type Command, runCommand } from "../../shared/command.ts";
import { environmentName, parseFlags } from "../../shared/flags.ts";

/** What a command was run with, and what was printed. */
interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly ran: readonly string[];
}

async function run(...args: readonly string[]): Promise<Run> {
  const printed = { out: "", err: "", ran: [] as string[] };
  const command = (name: string, flags: Command["flags"]): Command => ({
    name,
    usage: `ktn ${name} [FLAGS]`,
    summary: `Does ${name}`,
    examples: [[`ktn ${name} --port 7`, "an example"]],
    flags,
    run: (args) => {
      printed.ran.push(name, ...args);
      parseFlags(flags, args, {});
      return Promise.resolve(5);
    },
  });
  const commands = [
    command("serve", SERVE_FLAGS),
    command("connect", CONNECT_FLAGS),
  ];
  const code = await runCommand(commands, args, {}, {
    out: (text) => printed.out += text,
    err: (text) => printed.err += text + "\n",
  });
  return { code, ...printed };
}

Deno.test("runCommand() runs the command named and resolves to its exit code", async () => {
  const { code, ran, out } = await run("serve", "--port", "7");
  assertEquals([code, ran, out], [5, ["serve", "--port", "7"], ""]);
});

Deno.test("runCommand() gives an overview when nothing or help is asked for", async () => {
  for (const args of [[], ["help"], ["--help"], ["-h"]]) {
    const { code, out, ran } = await run(...args);
    assertEquals([code, ran], [0, []]);
    for (const part of ["Does serve", "Does connect", "ktn serve --port 7"]) {
      assertStringIncludes(out, part);
    }
  }
});

for (
  const [name, flags] of [["serve", SERVE_FLAGS], [
    "connect",
    CONNECT_FLAGS,
  ]] as const
) {
  Deno.test(`runCommand() gives help for ${name} with each flag and its variable`, async () => {
    const asked = [["help", name], [name, "--help"], [name, "-h", "x"]];
    for (const args of asked) {
      const { code, out, ran } = await run(...args);
      assertEquals([code, ran], [0, []]);
      const parts = flags.flatMap((flag) => [
        `--${flag.name}`,
        flag.help,
        environmentName(flag),
      ]);
      for (const part of parts) assertStringIncludes(out, part);
      const place = (text: string) => out.indexOf(text);
      assertEquals(place("an example") < place("Flags"), true);
    }
  });
}

Deno.test("runCommand() leaves --help after -- to the command", async () => {
  assertEquals((await run("serve", "--", "--help")).code, 5);
});

Deno.test("runCommand() tells its version", async () => {
  for (const word of ["--version", "-V", "version"]) {
    const { code, out } = await run(word);
    assertEquals(code, 0);
    assertMatch(out, /^ktn \d+\.\d+\.\d+$/);
  }
});

Deno.test("runCommand() exits 2 at an unknown command or flag and says how to go on", async () => {
  const cases: readonly (readonly [string[], said: string, tries: string])[] = [
    [["serv"], 'Unknown command "serv": did you mean "serve"?', "ktn help"],
    [["help", "conect"], 'did you mean "connect"?', "ktn help"],
    [["dance"], 'Unknown command "dance"\n', "ktn help"],
    [["--prot"], 'Unknown flag "--prot"', "ktn help"],
    [["serve", "--prot", "7"], 'did you mean "--port"?', "ktn help serve"],
    [["connect", "--nmae", "x"], 'did you mean "--name"?', "ktn help connect"],
  ];
  for (const [args, said, tries] of cases) {
    const { code, out, err } = await run(...args);
    assertEquals([code, out], [2, ""], args.join(" "));
    assertStringIncludes(err, said);
    assertStringIncludes(err, `Try: ${tries}\n`);
  }
});

Deno.test("runCommand() lets bugs of a command through", async () => {
  const bug = new TypeError("a bug");
  const command: Command = {
    name: "x",
    usage: "",
    summary: "",
    examples: [],
    flags: [],
    run: () => Promise.reject(bug),
  };
  const thrown = await runCommand([command], ["x"], {}).catch((error) => error);
  assertEquals(thrown, bug);
});
