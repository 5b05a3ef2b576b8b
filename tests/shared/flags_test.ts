import { assertEquals, assertThrows } from "@std/assert";
import { parseFlags } from "../../shared/command_line.ts";
import { callOf, type Environment, type Flag } from "../../shared/flag.ts";
import {
  ConfigError,
  type Settings,
  type Source,
  UsageError,
} from "../../shared/flags.ts";
import { count, PORT, SWITCH } from "../../shared/value_type.ts";

const FLAGS: readonly Flag[] = [
  { name: "port", type: PORT, default: "9998", help: "Where" },
  { name: "max-clients", type: count(), help: "How many" },
  { name: "plain", type: SWITCH, help: "Without colours" },
];

Deno.test("parseFlags() prefers the flag to the variable, and that to the default", () => {
  const port = (args: readonly string[], environment = {}) =>
    parseFlags(FLAGS, args, environment).text("port");
  assertEquals(port([]), "9998");
  assertEquals(port([], { KTN_PORT: "1" }), "1");
  assertEquals(port(["--port", "2"], { KTN_PORT: "1" }), "2");
  assertEquals(port(["--port=3"], { KTN_PORT: "1" }), "3");
  assertEquals(port(["--port", "0"]), "0");
  assertEquals(port([], { KTN_PORT: "" }), "9998");
});

Deno.test("parseFlags() leaves out what nobody gave and has no default", () => {
  assertEquals(parseFlags(FLAGS, [], {}).text("max-clients"), undefined);
  const environment = { KTN_MAX_CLIENTS: "5" };
  assertEquals(parseFlags(FLAGS, [], environment).text("max-clients"), "5");
});

Deno.test("parseFlags() turns a switch on by flag or variable", () => {
  const isOn = (args: readonly string[], KTN_PLAIN?: string) =>
    parseFlags(FLAGS, args, { KTN_PLAIN }).isOn("plain");
  assertEquals([isOn([]), isOn(["--plain"]), isOn([], "1")], [
    false,
    true,
    true,
  ]);
  for (const off of ["", "0", "false", "no", "off"]) {
    assertEquals(isOn([], off), false, off);
    assertEquals(isOn(["--plain"], off), true, off);
  }
});

Deno.test("parseFlags() takes a letter for its flag, also a switch", () => {
  const flags: readonly Flag[] = [
    { name: "count", short: "n", type: count({}, "COUNT"), help: "How many" },
    { name: "follow", short: "f", type: SWITCH, help: "Go on" },
  ];
  const read = (...args: readonly string[]) => {
    const parsed = parseFlags(flags, args, {});
    return [parsed.text("count"), parsed.isOn("follow"), ...parsed.operands];
  };
  assertEquals(read("-n", "20", "box", "-f"), ["20", true, "box"]);
  assertEquals(read("-f", "box", "-n20"), ["20", true, "box"]);
  assertEquals(read("-fn20", "box"), ["20", true, "box"]);
  assertEquals(read("-fn", "20"), ["20", true]);
  assertEquals(read("-n", "20", "--", "-fn5"), ["20", false, "-fn5"]);
  assertEquals(read("box"), [undefined, false, "box"]);
  assertEquals(flags.map(callOf), ["-n, --count COUNT", "-f, --follow"]);
  assertThrows(() => read("-x"), UsageError, "Unknown flag -x");
  assertThrows(() => read("-fx"), UsageError, "Unknown flag -x");
});

Deno.test("parseFlags() keeps operands as they were typed, and all after --", () => {
  const { operands } = parseFlags(FLAGS, ["a", "007", "--", "--port"], {});
  assertEquals(operands, ["a", "007", "--port"]);
});

Deno.test("parseFlags() refuses an unknown flag and says which was meant", () => {
  const cases: readonly (readonly [given: string, said: string])[] = [
    ["--prot", 'Unknown flag --prot: did you mean "--port"?'],
    ["--prot=7", 'Unknown flag --prot: did you mean "--port"?'],
    ["--max-client", 'did you mean "--max-clients"?'],
    ["--nonsense-of-some-length", "Unknown flag --nonsense-of-some-length"],
    ["-x", "Unknown flag -x"],
  ];
  for (const [given, said] of cases) {
    assertThrows(() => parseFlags(FLAGS, [given], {}), UsageError, said);
  }
});

Deno.test("parseFlags() refuses a flag without its value", () => {
  for (const args of [["--port"], ["--port="], ["--port", "--plain"]]) {
    const parse = () => parseFlags(FLAGS, args, {});
    assertThrows(parse, UsageError, "--port needs a value: PORT");
  }
});

Deno.test("parseFlags() turns a switch off by --no-, also where a variable turned it on", () => {
  const isOn = (...args: readonly string[]) =>
    parseFlags(FLAGS, args, { KTN_PLAIN: "1" }).isOn("plain");
  assertEquals([isOn(), isOn("--no-plain"), isOn("--plain=false")], [
    true,
    false,
    false,
  ]);
  assertEquals([isOn("--plain=no"), isOn("--plain=yes")], [false, true]);
  const odd = () => isOn("--plain=maybe");
  assertThrows(odd, UsageError, '--plain cannot be "maybe"');
  const parse = () => parseFlags(FLAGS, ["--no-port"], {});
  assertThrows(parse, UsageError, "Unknown flag --no-port");
});

Deno.test("parseFlags() takes what asks for one call only from the command line only", () => {
  const flags: readonly Flag[] = [
    { name: "check", type: SWITCH, help: "", cliOnly: true },
  ];
  const isOn = (args: readonly string[]) =>
    parseFlags(flags, args, { KTN_CHECK: "1" }).isOn("check");
  assertEquals([isOn([]), isOn(["--check"])], [false, true]);
});

/** A setting of the strength of its source. */
function settingsOf(source: Source): Settings {
  return new Map([["port", { value: source, source, origin: source }]]);
}

Deno.test("withDefaults() lets the stronger source win, in whatever order they come", () => {
  const strongest = (
    args: readonly string[],
    environment: Environment,
    ...sources: readonly Source[]
  ) =>
    sources.reduce(
      (parsed, source) => parsed.withDefaults(settingsOf(source)),
      parseFlags(FLAGS, args, environment),
    ).text("port");
  const variable = { KTN_PORT: "variable" };
  assertEquals(strongest([], {}), "9998");
  assertEquals(strongest([], {}, "file"), "file");
  assertEquals(strongest([], {}, "file", "server"), "server");
  assertEquals(strongest([], {}, "server", "file"), "server");
  assertEquals(strongest([], variable, "server", "file"), "variable");
  assertEquals(strongest(["--port=flag"], variable, "server"), "flag");
});

Deno.test("refusal() blames whoever set the value", () => {
  const refuse = (
    args: readonly string[],
    environment: Environment,
    settings: Settings = new Map(),
  ) =>
    parseFlags(FLAGS, args, environment).withDefaults(settings)
      .refusal("port", "a number");
  const cases: readonly (readonly [UsageError, said: string])[] = [
    [refuse(["--port", "x"], {}), '--port cannot be "x": expected a number'],
    [
      refuse([], { KTN_PORT: "x" }),
      'KTN_PORT cannot be "x": expected a number',
    ],
  ];
  for (const [{ message }, said] of cases) assertEquals(message, said);
  for (const source of ["file", "server"] as const) {
    const origin = "/c.json:3:5";
    const setting = { value: "x\x1b", source, origin };
    const error = refuse([], {}, new Map([["port", setting]]));
    assertEquals(error instanceof ConfigError, true);
    const said = '/c.json:3:5: "port" cannot be "x\\x1b": expected a number';
    assertEquals(error.message, said);
  }
});
