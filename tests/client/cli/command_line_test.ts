import { assertEquals, assertThrows } from "@std/assert";
import { exitCodeFor } from "../../../client/connection/exit_code.ts";
import {
  LineReader,
  MAX_LINE_BYTES,
} from "../../../client/scripts/line_reader.ts";
import { loginName } from "../../../client/connection/login_name.ts";
import {
  CONNECT_FLAGS,
  readOptions as readParsed,
} from "../../../client/cli/options.ts";
import { parseFlags } from "../../../shared/command_line.ts";
import { type Environment, UsageError } from "../../../shared/flags.ts";

function readOptions(args: readonly string[], environment: Environment) {
  return readParsed(parseFlags(CONNECT_FLAGS, args, environment));
}

Deno.test("readOptions() takes flags over the environment", () => {
  const environment = { KTN_NAME: "bob", KTN_TIMEOUT: "5s", KTN_PLAIN: "1" };

  assertEquals(readOptions(["[::1]:7", "--name", "ada"], environment), {
    address: { hostname: "::1", port: 7 },
    target: { room: "lobby" },
    name: "ada",
    plain: true,
    screenReader: false,
    json: false,
    color: "auto",
    align: "auto",
    roomsList: "auto",
    bell: "mention",
    joins: "smart",
    timeoutMs: 5000,
  });
});

Deno.test("readOptions() refuses what it cannot understand", () => {
  const wrong: readonly string[][] = [
    [],
    ["a:b"],
    ["a", "--nmae", "x"],
    ["a", "--name"],
    ["a", "--timeout", "soon"],
  ];
  for (const args of wrong) {
    assertThrows(() => readOptions(args, {}), UsageError);
  }
});

Deno.test("--timeout takes every unit of time", () => {
  const read = (text: string) =>
    readOptions(["host", "--timeout", text], {}).timeoutMs;
  const texts = ["1", "500ms", "1.5s", "2m", "1h", "9999h"];

  assertEquals(texts.map(read), [
    1000,
    500,
    1500,
    120_000,
    3_600_000,
    2 ** 31 - 1,
  ]);
  assertThrows(() => read("0s"), UsageError, '--timeout cannot be "0s"');
});

Deno.test("loginName() makes the name of this machine's user legal", () => {
  assertEquals(loginName({ USER: "ada" }), "ada");
  assertEquals(loginName({ USER: "_ada_l" }), "adal");
  assertEquals(loginName({ LOGNAME: "Åsa.Öberg" }), "AsaOberg");
  assertEquals(loginName({ USERNAME: "x".repeat(40) }), "x".repeat(32));
  assertEquals(loginName({ USER: "admin" }), undefined);
  assertEquals(loginName({}), undefined);
});

Deno.test("LineReader yields the same lines wherever the bytes are cut", () => {
  const bytes = new TextEncoder().encode("é\r\n\n世界\nlast");
  for (let cut = 0; cut <= bytes.length; cut++) {
    const reader = new LineReader();
    const lines = [
      ...reader.push(bytes.slice(0, cut)),
      ...reader.push(bytes.slice(cut)),
      ...reader.end(),
    ];
    assertEquals(lines, [
      { number: 1, text: "é" },
      { number: 2, text: "" },
      { number: 3, text: "世界" },
      { number: 4, text: "last" },
    ], `cut at ${cut}`);
  }
});

Deno.test("LineReader names lines that are too long or no UTF-8, and goes on", () => {
  const reader = new LineReader();
  const long = new Uint8Array(MAX_LINE_BYTES).fill(0x61);
  const lines = [
    ...reader.push(long),
    ...reader.push(new TextEncoder().encode("a\nok\n")),
    ...reader.push(new Uint8Array([0xff, 0x0a, 0xc3, 0x0a, 0x62, 0x0a])),
  ];

  assertEquals(lines, [
    { number: 1, fault: `Cannot send a text of ${MAX_LINE_BYTES + 1} bytes` },
    { number: 2, text: "ok" },
    { number: 3, fault: "Cannot send a text that is not UTF-8" },
    { number: 4, fault: "Cannot send a text that is not UTF-8" },
    { number: 5, text: "b" },
  ]);
});

Deno.test("exitCodeFor() says what matters most", () => {
  const none = { unsent: 0, hasTimeout: false };

  assertEquals(exitCodeFor({ kind: "left" }, none), 0);
  assertEquals(exitCodeFor({ kind: "left" }, { ...none, unsent: 1 }), 6);
  assertEquals(exitCodeFor({ kind: "unreachable", text: "" }, none), 3);
  assertEquals(exitCodeFor({ kind: "refused", text: "" }, none), 4);
  assertEquals(exitCodeFor({ kind: "stranger", text: "" }, none), 5);
  assertEquals(exitCodeFor({ kind: "abandoned" }, none), 6);
  assertEquals(
    exitCodeFor({ kind: "abandoned" }, { unsent: 0, hasTimeout: true }),
    124,
  );
  assertEquals(
    exitCodeFor({ kind: "abandoned" }, { unsent: 1, hasTimeout: true }),
    6,
  );
});
