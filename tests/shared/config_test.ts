import { assertEquals, assertThrows } from "@std/assert";
import type { Command } from "../../shared/command.ts";
import { parseConfig } from "../../shared/config.ts";
import type { Flag } from "../../shared/flag.ts";
import { ConfigError, type Settings } from "../../shared/flags.ts";
import { PORT as PORT_TYPE, SWITCH, text } from "../../shared/value_type.ts";

const NAME: Flag = { name: "name", type: text("NAME"), help: "" };
const PORT: Flag = { name: "port", type: PORT_TYPE, help: "" };
const PLAIN: Flag = { name: "plain", type: SWITCH, help: "" };
const CHECK: Flag = { name: "check", type: SWITCH, help: "", cliOnly: true };

function command(
  name: string,
  flags: readonly Flag[],
  operands: Command["operands"] = [],
): Command {
  const run = () => 0;
  return { name, usage: "", summary: "", examples: [], flags, operands, run };
}

const COMMANDS = [
  command("serve", [PORT, CHECK]),
  command("connect", [NAME, PLAIN], ["server", "text"]),
];

function read(text: string) {
  return parseConfig({ path: "/c.json", text }, COMMANDS);
}

function values(settings: Settings): unknown {
  return Object.fromEntries(
    [...settings].map(([key, { value }]) => [key, value]),
  );
}

Deno.test("parseConfig() reads settings for all commands and for each", () => {
  const config = read(`{
    // comments may stand here
    "name": "ada", "port": 7,
    "serve": { "port": "8" },
    "connect": { "plain": true, "name": "bob" },
  }`);
  assertEquals(values(config.settingsFor("serve")), { name: "ada", port: "8" });
  assertEquals(values(config.settingsFor("connect")), {
    name: "bob",
    port: "7",
    plain: "true",
  });
  assertEquals(values(config.settingsFor("export")), {
    name: "ada",
    port: "7",
  });
  assertEquals(config.warnings, []);
});

Deno.test("parseConfig() says where a setting stands", () => {
  const config = read('{\n  "serve": { "port": 7 }\n}');
  assertEquals(config.settingsFor("serve").get("port"), {
    value: "7",
    source: "file",
    origin: "/c.json:2:22",
  });
});

Deno.test("parseConfig() reads saved servers, with settings or only a host", () => {
  const { servers } = read(
    '{"servers": {"work": {"name": "a", "host": "box:7"}, "home": "[::1]"}}',
  );
  const work = servers.get("work");
  assertEquals([work?.host, work?.origin], ["box:7", "/c.json:1:44"]);
  assertEquals(work?.settings.get("name")?.source, "server");
  assertEquals(servers.get("home")?.host, "[::1]");
  assertEquals(servers.get("home")?.settings.size, 0);
});

Deno.test("parseConfig() warns of keys it does not know, and goes on", () => {
  const { warnings, settingsFor, servers } = read(`{
  "nmae": "ada", "conect": {}, "zzz": 1, "config": "x", "check": true,
  "connect": { "port": 7, "plian": true, "name": "ada" },
  "servers": { "work": { "host": "box", "port": 7, "hots": 1 } },
  "\\u001b[2J": 1
}`);
  assertEquals(warnings, [
    '/c.json:3:16: unknown key "port"',
    '/c.json:3:27: unknown key "plian": did you mean "plain"?',
    '/c.json:4:41: unknown key "port"',
    '/c.json:4:52: unknown key "hots": did you mean "host"?',
    '/c.json:2:3: unknown key "nmae": did you mean "name"?',
    '/c.json:2:18: unknown key "conect": did you mean "connect"?',
    '/c.json:2:32: unknown key "zzz"',
    '/c.json:2:42: unknown key "config"',
    '/c.json:2:57: unknown key "check"',
    '/c.json:5:3: unknown key "\\x1b[2J"',
  ]);
  assertEquals(values(settingsFor("connect")), { name: "ada" });
  assertEquals(servers.size, 1);
});

/** What cannot be used, and how the error goes on after the path. */
const WRONG: readonly (readonly [text: string, said: string])[] = [
  ["", "1:1: no JSON: "],
  ["{", "1:1: no JSON: "],
  ['{"name": ada}', "1:10: no JSON: "],
  ['{\n  "name": "a"\n  "port": 7\n}', "3:3: no JSON: "],
  ["[]", "1:1: a configuration must be an object"],
  ["7", "1:1: a configuration must be an object"],
  ['{"name": true}', '1:10: "name" must be text or a number'],
  ['{"name": null}', '1:10: "name" must be text or a number'],
  ['{"name": ["a"]}', '1:10: "name" must be text or a number'],
  ['{"plain": "yes"}', '1:11: "plain" must be true or false'],
  ['{"plain": 1}', '1:11: "plain" must be true or false'],
  ['{"serve": 7}', '1:11: "serve" must be an object'],
  ['{"servers": []}', '1:13: "servers" must be an object'],
  ['{"servers": {"a": 7}}', '1:19: "a" must be an object'],
  ['{"servers": {"a": {}}}', '1:19: "a" needs a "host"'],
  ['{"servers": {"a": {"host": 7}}}', '1:28: "a" needs a "host"'],
];

for (const [text, said] of WRONG) {
  Deno.test(`parseConfig() refuses ${JSON.stringify(text)} and says where`, () => {
    assertThrows(() => read(text), ConfigError, `/c.json:${said}`);
  });
}

Deno.test("parseConfig() finds nothing that is inherited", () => {
  const { settingsFor, servers, warnings } = read('{"__proto__": {"name": 1}}');
  assertEquals(settingsFor("constructor").size, 0);
  assertEquals(servers.get("toString"), undefined);
  assertEquals(warnings.length, 1);
});

Deno.test("parseConfig() survives what is nested without end", () => {
  for (const open of ["[", '{"a":']) {
    const text = open.repeat(100_000);
    assertThrows(() => read(text), ConfigError, "/c.json:");
  }
});
