import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  describeFlags,
  didYouMean,
  environmentName,
  type Flag,
  parseFlags,
  UsageError,
} from "../../shared/flags.ts";

const FLAGS: readonly Flag[] = [
  { name: "port", value: "PORT", default: "9998", help: "Where" },
  { name: "max-clients", value: "N", help: "How many" },
  { name: "plain", help: "Without colours" },
];

Deno.test("parseFlags() prefers the flag to the variable, and that to the default", () => {
  const port = (args: readonly string[], environment = {}) =>
    parseFlags(FLAGS, args, environment).text("port");
  assertEquals(port([]), "9998");
  assertEquals(port([], { KTN_PORT: "1" }), "1");
  assertEquals(port(["--port", "2"], { KTN_PORT: "1" }), "2");
  assertEquals(port(["--port=3"], { KTN_PORT: "1" }), "3");
  assertEquals(port(["--port", "0"]), "0");
  assertEquals(port([], { KTN_PORT: "" }), "");
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
  for (const off of ["", "0", "false", "no"]) {
    assertEquals(isOn([], off), false, off);
    assertEquals(isOn(["--plain"], off), true, off);
  }
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

Deno.test("describeFlags() says all of each flag in a line", () => {
  const lines = describeFlags(FLAGS).split("\n");
  assertEquals(lines.length, FLAGS.length);
  for (const [n, flag] of FLAGS.entries()) {
    const parts = [`--${flag.name}`, flag.value, flag.default, flag.help];
    for (const part of [...parts, environmentName(flag)]) {
      assertStringIncludes(lines[n] ?? "", part ?? "");
    }
  }
  assertStringIncludes(lines[1] ?? "", "KTN_MAX_CLIENTS");
});

Deno.test("didYouMean() names what is close, and nothing else", () => {
  const words = ["serve", "connect"];
  assertEquals(didYouMean("serv", words), ': did you mean "serve"?');
  assertEquals(didYouMean("conect", words), ': did you mean "connect"?');
  for (const word of ["xyz", "", "c", "server-of-mine"]) {
    assertEquals(didYouMean(word, words), "", word);
  }
});
