import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "../../main.ts";
import type { Command } from "../../shared/command.ts";
import { EXIT } from "../../shared/exit_code.ts";
import { environmentName } from "../../shared/flag.ts";
import { VARIABLES } from "../../tools/facts.ts";
import { manual } from "../../tools/manual.ts";
import { reference } from "../../tools/reference.ts";
import { faultTest, hasProgram, lacking } from "../support/effort.ts";
import { readProjectFile, sourceFiles } from "../support/source_files.ts";
import { within } from "../support/within.ts";

const MANUAL = new URL("../../docs/ktn.1", import.meta.url).pathname;

async function run(
  program: string,
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly text: string }> {
  const command = new Deno.Command(program, { args: [...args] });
  const { code, stdout, stderr } = await within(command.output(), program);
  const decoder = new TextDecoder();
  return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

Deno.test("what is made from the table of commands is up to date", async () => {
  const stale: string[] = [];
  for (const [path, text] of await reference()) {
    if (await readProjectFile(path) !== text) stale.push(path);
  }
  assertEquals(stale, [], "run: deno task reference");
});

Deno.test("the manual names every command, flag and exit code", () => {
  const page = manual(COMMANDS);
  const words = COMMANDS.flatMap(({ name, flags }) => [
    `.Ss ktn ${name}\n`,
    ...flags.filter(({ hidden }) => !hidden)
      .map((flag) => ` Fl -${flag.name}`),
  ]);
  const codes = Object.values(EXIT).map((code) => `.It Li ${code}\n`);
  const missing = [...words, ...codes].filter((word) => !page.includes(word));
  assertEquals(missing, []);
});

Deno.test("the manual shows words as they are, whatever they mean to a macro", () => {
  const [first] = COMMANDS;
  assert(first);
  const odd: Command = {
    ...first,
    summary: '.Sh is "no" \\ macro',
    examples: [["ktn serve . Ar", ""]],
  };
  const page = manual([odd]);
  assertStringIncludes(page, "\n\\&.Sh is \\(dqno\\(dq \\e macro.\n");
  assertStringIncludes(page, "\n.Dl ktn serve \\&.\\& \\&Ar\n");
});

const NO_MANDOC = lacking({ mandoc: hasProgram("mandoc") });

faultTest("mandoc finds nothing wrong with the manual", NO_MANDOC, async () => {
  const { code, text } = await run("mandoc", "-Tlint", "-Wall", MANUAL);
  assertEquals([code, text], [0, ""]);
});

faultTest(
  "mandoc shows the manual with its sections in order",
  NO_MANDOC,
  async () => {
    const { code, text } = await run("mandoc", "-Tascii", MANUAL);
    const plain = text.replaceAll(/.\p{Cc}(?=\S)/gu, ""); // overstruck
    const sections = plain.split("\n").filter((line) =>
      /^[A-Z][A-Z ]+$/.test(line)
    );
    assertEquals([code, sections], [0, [
      "NAME",
      "SYNOPSIS",
      "DESCRIPTION",
      "ENVIRONMENT",
      "FILES",
      "EXIT STATUS",
      "EXAMPLES",
    ]]);
    assert(plain.includes("--log-level error|warn|info|debug"));
  },
);

Deno.test("docs/configuration.md names only flags and variables that are there", async () => {
  const flags = COMMANDS.flatMap((command) => command.flags);
  const known = new Set([
    ...["config", "print-config", "help", "version", "no-NAME"],
    ...flags.map(({ name }) => name),
  ]);
  const variables = new Set([
    "KTN_CONFIG",
    ...flags.map(environmentName),
    ...VARIABLES.map(([name]) => name),
  ]);
  const whole = await readProjectFile("docs/configuration.md");
  const page = whole.slice(0, whole.indexOf("<!-- made by"));
  const unknown = [
    ...[...page.matchAll(/`--([a-z][\w-]*)/g)].map(([, name = ""]) => name)
      .filter((name) => !known.has(name)),
    ...[...page.matchAll(/\b[A-Z]+_[A-Z_]+\b/g)].map(([name]) => name)
      .filter((name) => !variables.has(name)),
  ];
  assert(page.includes("`--config FILE`"));
  assertEquals(unknown, []);
});

Deno.test("the example of docs/configuration.md is understood whole", async () => {
  const page = await readProjectFile("docs/configuration.md");
  const [, text = ""] = /```jsonc\n([^]*?)```/.exec(page) ?? [];
  const { parseConfig } = await import("../../shared/config.ts");
  const config = parseConfig({ path: "example", text }, COMMANDS);
  assertEquals(config.warnings, []);
  assertEquals(config.servers.size, 2);
  assertEquals(config.settingsFor("serve").get("host")?.value, "0.0.0.0");
});

Deno.test("the reference names every variable that the program reads", async () => {
  const named = new Set(VARIABLES.map(([name]) => name));
  const files = await sourceFiles(["shared", "server", "client"]);
  const read = files.flatMap(({ text }) => [
    ...[...text.matchAll(/\benvironment\.([A-Z_]+)\b/g)]
      .map(([, name = ""]) => name),
    ...[...text.matchAll(/\{([^{}]*)\}(?: = environment;|: Environment\b)/g)]
      .flatMap(([, names = ""]) => names.match(/\b[A-Z][A-Z_]+\b/g) ?? []),
  ]);
  assert(read.length > 10);
  const missing = read.filter((name) => !named.has(name));
  assertEquals(missing, []);
  const unread = [...named].filter((name) => !read.includes(name));
  assertEquals(unread, [], "named, and not read by anybody");
});
