import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { COMMANDS } from "../../main.ts";
import { VERSION } from "../../shared/version.ts";
import { IS_SOURCES, PROGRAM } from "../support/program.ts";
import { runKtn } from "../support/serve_process.ts";
import { terminalTest, TmuxTerminal } from "../support/tmux_terminal.ts";

/** Runs a test with a configuration file that says this. */
async function withConfig(
  text: string,
  test: (path: string) => Promise<void>,
): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".json" });
  try {
    await Deno.writeTextFile(path, text);
    await test(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("ktn blames a wrong value on the flag, the variable or the file, whoever set it", () =>
  withConfig('{\n "serve": { "port": "abc" }\n}', async (path) => {
    const wanted = 'cannot be "abc": expected a whole number from 0 to 65535';
    const flag = await runKtn(["serve", "--port", "abc"]);
    assertEquals(flag.code, 2);
    assertStringIncludes(flag.err, `--port ${wanted}\n`);
    const variable = await runKtn(["serve"], { KTN_PORT: "abc" });
    assertEquals(variable.code, 2);
    assertStringIncludes(variable.err, `KTN_PORT ${wanted}\n`);
    const file = await runKtn(["serve"], { KTN_CONFIG: path });
    assertEquals(file.code, 8);
    assertStringIncludes(file.err, `${path}:2:21: "port" ${wanted}\n`);
    const timeout = await runKtn(["connect", "x"], { KTN_TIMEOUT: "soon" });
    assertEquals(timeout.code, 2);
    assertStringIncludes(timeout.err, 'KTN_TIMEOUT cannot be "soon"');
  }));

Deno.test("ktn takes /dev/null as a configuration, and what Kubernetes sets as no port", async () => {
  const args = ["serve", "--config", "/dev/null", "--print-config"];
  const KTN_PORT = "tcp://10.43.161.118:9998";
  const { code, out, err } = await runKtn(args, { KTN_PORT, KTN_HOST: "" });
  assertEquals([code, err], [
    0,
    `! KTN_PORT is ignored: "${KTN_PORT}" is no port\n`,
  ]);
  assertMatch(out, /^port +9998 +default *$/m);
  assertMatch(out, /^host +127\.0\.0\.1 +default *$/m);
});

Deno.test("ktn refuses a switch that is neither on nor off", async () => {
  const { code, err } = await runKtn(["names", "x"], { KTN_JSON: "maybe" });
  assertEquals(code, 2);
  const said = '! KTN_JSON cannot be "maybe": expected true or false\n';
  assertStringIncludes(err, said);
});

Deno.test("ktn connect goes to a saved server before a host of that name", () =>
  withConfig('{"servers": {"localhost": "127.0.0.1:1"}}', async (path) => {
    const args = ["connect", "localhost", "--timeout", "5s", "--config", path];
    const { code, err } = await runKtn(args);
    assertEquals(code, 3);
    assertStringIncludes(err, "127.0.0.1:1");
  }));

Deno.test("no command can connect to port 0", async () => {
  for (const command of COMMANDS) {
    if (command.operands?.[0] !== "server") continue;
    const words = command.operands.slice(1).map(() => "word");
    const args = [command.name, "localhost:0", ...words];
    const { code, out, err } = await runKtn(args);
    assertEquals([code, out], [2, ""], command.name);
    assertStringIncludes(err, 'Cannot connect to "localhost:0"');
  }
});

Deno.test("help goes to standard output when asked for, to standard error when not", async () => {
  const asked = await runKtn(["connect", "--nonsense", "-h"]);
  assertEquals([asked.code, asked.err], [0, ""]);
  assertMatch(asked.out, /^ktn connect /);
  const wrong = await runKtn(["connect", "--nonsense"]);
  assertEquals([wrong.code, wrong.out], [2, ""]);
  assertStringIncludes(wrong.err, "Try: ktn help connect\n");
});

Deno.test("help is as wide as COLUMNS says, and 80 in a pipe", async () => {
  const widest = async (COLUMNS: string) => {
    const { out } = await runKtn(["help"], { COLUMNS });
    return Math.max(...out.split("\n").map((line) => line.length));
  };
  const [narrow, usual] = [await widest("50"), await widest("")];
  assertEquals([narrow <= 50, usual <= 80, usual > 60], [true, true, true]);
});

terminalTest("help is as wide as the terminal", async () => {
  const { out } = await runKtn(["help"], { COLUMNS: "50" });
  await using terminal = await TmuxTerminal.open({
    command: [...PROGRAM, "help"],
    columns: 50,
    rows: 60,
    env: { COLUMNS: "" },
  });
  const { text } = await terminal.seen("man ktn.");
  assertEquals(text, out.trimEnd());
});

Deno.test("ktn version says in a line what it is built of and runs on", async () => {
  const text = await runKtn(["version"]);
  const { deno, v8, typescript } = Deno.version;
  const parts = [
    VERSION,
    "protocol 3",
    deno,
    v8,
    typescript,
    Deno.build.target,
  ];
  for (const part of parts) assertStringIncludes(text.out, part);
  assertEquals([text.code, text.out.split("\n").length], [0, 2]);
  const json = await runKtn(["version", "--json"]);
  assertEquals(json.out.split("\n").length, 2);
  const { commit, date, ...rest } = JSON.parse(json.out);
  assertEquals(rest, {
    ktn: VERSION,
    protocol: 3,
    deno,
    v8,
    typescript,
    platform: Deno.build.target,
  });
  if (IS_SOURCES) return assertEquals([commit, date], [undefined, undefined]);
  assertStringIncludes(text.out, `, commit ${commit} of ${date}, `);
});

Deno.test("ktn serve --check says what is wrong, and serves nothing", async () => {
  const check = (...args: string[]) => runKtn(["serve", "--check", ...args]);
  const fine = await check("--data", "none", "--port", "7");
  assertEquals([fine.code, fine.err], [0, ""]);
  assertStringIncludes(fine.out, "127.0.0.1:7");
  assertEquals((await check("--port", "x")).code, 2);
  const file = await Deno.makeTempFile();
  const damaged = await check("--data", file);
  assertEquals([damaged.code, damaged.out], [8, ""]);
  assertStringIncludes(
    damaged.err,
    `Cannot write to the data folder "${file}"`,
  );
  await Deno.remove(file);
});

Deno.test("ktn import says in a sentence why it cannot read", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeFile(`${folder}/bad`, new Uint8Array([0xff, 0x0a]));
  const cases: readonly (readonly [file: string, said: string])[] = [
    [folder, "it is a folder"],
    [`${folder}/bad`, "it is not UTF-8"],
    [`${folder}/none`, "there is no such file or folder"],
  ];
  for (const [file, said] of cases) {
    const args = ["import", file, "--data", `${folder}/data`];
    const { code, err } = await runKtn(args);
    assertEquals([code, err], [8, `Cannot read "${file}": ${said}\n`]);
  }
  await Deno.remove(folder, { recursive: true });
});
