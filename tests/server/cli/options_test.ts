import { assertEquals, assertThrows } from "@std/assert";
import { startupBanner } from "../../../server/cli/startup_banner.ts";
import { readServeOptions, SERVE_FLAGS } from "../../../server/cli/options.ts";
import { parseFlags } from "../../../shared/command_line.ts";
import { UsageError } from "../../../shared/flags.ts";

function read(...args: readonly string[]) {
  return readServeOptions(parseFlags(SERVE_FLAGS, args, {}), () => "/folder");
}

Deno.test("readServeOptions() without flags is safe: this machine, a rate, limits", () => {
  assertEquals(read(), {
    hostname: "127.0.0.1",
    port: 9998,
    dataFolder: "/folder",
    retention: {},
    graceMs: 60_000,
    historyLength: 100,
    historyForm: "objects",
    bareBytes: 1000,
    rate: { burst: 10, perSecond: 4 },
    addressConnections: 256,
    addressLogins: 64,
    addressRate: { count: 300, windowMs: 60_000 },
    maxClients: 10_000,
    loginMs: 60_000,
    registration: true,
    logLevel: "info",
    logFormat: "text",
  });
});

/** Flags, and what one option is then. */
const GIVEN: readonly (readonly [
  flags: readonly string[],
  option: keyof ReturnType<typeof read>,
  value: unknown,
])[] = [
  [["--host", "::"], "hostname", "::"],
  [["--port", "0"], "port", 0],
  [["--port", "65535"], "port", 65_535],
  [["--data", "none"], "dataFolder", null],
  [["--data", "/x"], "dataFolder", "/x"],
  [["--history", "0"], "historyLength", 0],
  [["--history", "1000"], "historyLength", 1000],
  [["--history-form", "json"], "historyForm", "json"],
  [["--bare-bytes", "500"], "bareBytes", 500],
  [["--bare-bytes", "65536"], "bareBytes", 65_536],
  [["--rate", "off"], "rate", null],
  [["--address-connections", "off"], "addressConnections", null],
  [["--address-logins", "9"], "addressLogins", 9],
  [["--address-rate", "5/90s"], "addressRate", { count: 5, windowMs: 90_000 }],
  [["--rate", "5/0.5"], "rate", { burst: 5, perSecond: 0.5 }],
  [["--max-clients", "1"], "maxClients", 1],
  [["--login-timeout", "1500ms"], "loginMs", 1500],
  [["--login-timeout", "5m"], "loginMs", 300_000],
  [["--registration", "off"], "registration", false],
  [["--log-level", "debug"], "logLevel", "debug"],
  [["--log-format", "json"], "logFormat", "json"],
  [["--keep", "30d"], "retention", { keepMs: 30 * 86_400_000 }],
  [["--keep-messages", "9"], "retention", { keepMessages: 9 }],
  [["--max-size", "500mb"], "retention", { maxBytes: 5e8 }],
];

for (const [flags, option, value] of GIVEN) {
  Deno.test(`readServeOptions() reads ${flags.join(" ")}`, () => {
    assertEquals<unknown>(read(...flags)[option], value);
  });
}

/** Flags that are refused, with a sentence that names flag and value. */
const REFUSED: readonly (readonly [flag: string, value: string])[] = [
  ["port", "-1"],
  ["port", "65536"],
  ["port", "1.5"],
  ["port", "x"],
  ["port", "0x10"],
  ["history", "1001"],
  ["history-form", "list"],
  ["bare-bytes", "499"],
  ["bare-bytes", "65537"],
  ["rate", "10"],
  ["rate", "0/4"],
  ["rate", "10/0"],
  ["rate", "10/4/1"],
  ["rate", "on"],
  ["max-clients", "0"],
  ["max-clients", "60001"],
  ["login-timeout", "0s"],
  ["login-timeout", "60"],
  ["login-timeout", "6m"],
  ["login-timeout", "soon"],
  ["log-level", "loud"],
  ["log-format", "xml"],
  ["keep", "forever"],
  ["keep-messages", "0"],
  ["max-size", "5KB"],
];

for (const [flag, value] of REFUSED) {
  Deno.test(`readServeOptions() refuses --${flag}=${value}`, () => {
    const said = `--${flag} cannot be "${value}": expected `;
    assertThrows(() => read(`--${flag}=${value}`), UsageError, said);
  });
}

Deno.test("startupBanner() says where, how to join, what is kept and who can come", () => {
  const port = 7;
  const at = (hostname: string, ...flags: string[]) =>
    startupBanner({ hostname, port }, read(...flags)).split("\n");
  const [where, join, history, network] = at("127.0.0.1", "--data", "none");
  assertEquals(where?.includes("listens on 127.0.0.1:7 (process "), true);
  assertEquals(join, "  join     deno task connect 127.0.0.1:7");
  assertEquals(history?.includes("in memory only"), true);
  assertEquals(network?.includes("only this machine"), true);

  const open = at("0.0.0.0");
  assertEquals(open[1], `  join     deno task connect ${Deno.hostname()}:7`);
  assertEquals(open[2]?.includes("kept in /folder"), true);
  assertEquals(open[3]?.includes("everybody who reaches this address"), true);
  assertEquals(at("::1")[1], "  join     deno task connect [::1]:7");
  assertEquals(at("::1", "--history", "0")[2]?.endsWith("the past"), true);
});
