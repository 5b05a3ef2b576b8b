import { assertEquals } from "@std/assert";
import { COMMANDS } from "../../main.ts";
import { COMMON_FLAGS, flagsOf } from "../../shared/command.ts";
import { clientCommands, HOST_KEY, SERVERS_KEY } from "../../shared/config.ts";
import { takesValue } from "../../shared/flag.ts";

const NAMES = COMMANDS.map(({ name }) => name);
const FLAGS = COMMANDS.flatMap(({ flags }) => flags);

Deno.test("no key of the configuration file means two things", () => {
  const taken = [...NAMES, SERVERS_KEY];
  const keys = flagsOf(COMMANDS).map(({ name }) => name);
  assertEquals(keys.filter((key) => taken.includes(key)), []);
  const ofServers = flagsOf(clientCommands(COMMANDS));
  assertEquals(ofServers.filter(({ name }) => name === HOST_KEY), []);
});

Deno.test("a flag takes a value in every command that has it, or in none", () => {
  const kinds = new Map(FLAGS.map((flag) => [flag.name, takesValue(flag)]));
  const mixed = FLAGS.filter((flag) =>
    kinds.get(flag.name) !== takesValue(flag)
  );
  assertEquals(mixed, []);
});

Deno.test("no command has a flag that every command has", () => {
  const common = COMMON_FLAGS.map(({ name }) => name);
  assertEquals(FLAGS.filter(({ name }) => common.includes(name)), []);
});

Deno.test("names and summaries are as they are shown: once, in a line, without a full stop", () => {
  assertEquals(new Set(NAMES).size, NAMES.length);
  const texts = [
    ...COMMANDS.map(({ summary }) => summary),
    ...[...FLAGS, ...COMMON_FLAGS].map(({ help }) => help),
  ];
  assertEquals(texts.filter((text) => /[.\n]$|\n/.test(text)), []);
  for (const { name, usage, examples } of COMMANDS) {
    assertEquals(usage.startsWith(`ktn ${name}`), true, usage);
    for (const [call] of examples) assertEquals(call.includes("ktn "), true);
  }
});

Deno.test("a default is a value that its flag allows", () => {
  const odd = FLAGS.filter(({ type, default: otherwise }) =>
    otherwise !== undefined && type.read(otherwise) === undefined
  );
  assertEquals(odd, []);
});
