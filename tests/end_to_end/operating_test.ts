/** What docs/operating.md tells operators to do, taken from the page and done. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { parse as parseYaml } from "@std/yaml";
import { COMMANDS } from "../../main.ts";
import { formatAddress } from "../../shared/address.ts";
import { COMMON_FLAGS, flagsOf } from "../../shared/command.ts";
import { EXIT } from "../../shared/exit_code.ts";
import { environmentName } from "../../shared/flag.ts";
import { DatabaseSync } from "node:sqlite";
import { DurableServer } from "../support/durable_server.ts";
import { faultTest, hasProgram, lacking } from "../support/effort.ts";
import { ktn } from "../support/ktn.ts";
import { filesOfPage } from "../support/page_files.ts";
import { Peer } from "../support/peer.ts";
import { RawPeer } from "../support/raw_peer.ts";
import { type Ended, start } from "../support/running.ts";
import { ScriptFolder } from "../support/script_folder.ts";
import { readProjectFile } from "../support/source_files.ts";
import { until } from "../support/until.ts";

const PAGE = await readProjectFile("docs/operating.md");
const FILES = await filesOfPage("docs/operating.md");
const UNIT = await readProjectFile("tools/release/ktn.service");

/** What systemd may reckon at most, of 100; 0 is no access at all. */
const MAX_EXPOSURE = 11;

function fileOf(name: string): string {
  const text = FILES.get(name);
  if (text === undefined) throw new Error(`The page has no ${name}`);
  return text;
}

/** Runs a program to its end. */
async function run(...command: readonly string[]): Promise<Ended> {
  await using running = start(command);
  return await running.ended();
}

async function inFolder(
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "ktn" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The values of a key, over all its lines. */
function valuesOf(unit: string, key: string): readonly string[] {
  return [...unit.matchAll(new RegExp(`^${key}=(.*)$`, "gm"))]
    .map(([, value = ""]) => value);
}

Deno.test("docs/operating.md has the files that these tests try", () => {
  assertEquals([...FILES.keys()].sort(), [
    ...["/etc/default/ktn", "/etc/logrotate.d/ktn"],
    "/etc/systemd/system/ktn-backup.service",
    "/etc/systemd/system/ktn-backup.timer",
    ...["compose.yaml", "crontab", "ktn.plist", "stream.conf"],
  ]);
});

Deno.test("docs/operating.md and the unit name only commands and variables that are there", () => {
  const variables = [...flagsOf(COMMANDS), ...COMMON_FLAGS]
    .map(environmentName);
  const text = PAGE + UNIT;
  const named = new Set(text.match(/\bKTN_[A-Z_]+/g));
  named.delete("KTN_FAULTS"); // of the tests
  assertEquals([...named].filter((name) => !variables.includes(name)), []);

  const commands = COMMANDS.map(({ name }) => name);
  const blocks = [...PAGE.matchAll(/^```[^]*?^```$/gm)].join("\n");
  const called = [
    ...blocks.matchAll(/^(?:.*\bexec (?:ktn )?| {2})?ktn (\w+)/gm),
  ]
    .map(([, name = ""]) => name);
  assert(called.length >= 5, called.join());
  assertEquals(called.filter((name) => !commands.includes(name)), []);
});

Deno.test("the unit and the page know the exit codes of ktn serve", () => {
  assertEquals(valuesOf(UNIT, "RestartPreventExitStatus"), [
    `${EXIT.usage} ${EXIT.data}`,
  ]);
  assertEquals(valuesOf(UNIT, "RestartForceExitStatus"), [`${EXIT.restart}`]);
  assertEquals(valuesOf(UNIT, "SuccessExitStatus"), [`${EXIT.restart}`]);
  assertMatch(PAGE, new RegExp(`SIGUSR2.*\\| ${EXIT.restart} `));
  assertMatch(PAGE, /nssm set ktn AppExit 2 Exit\nnssm set ktn AppExit 8 Exit/);
});

const SYSTEMD = lacking({ systemd: hasProgram("systemd-analyze") });

faultTest(
  "systemd finds nothing wrong with the units, and the service as hardened as the page says",
  SYSTEMD,
  () =>
    inFolder(async (folder) => {
      const units = new Map([["ktn.service", UNIT]]);
      for (const kind of ["service", "timer"]) {
        const name = `ktn-backup.${kind}`;
        units.set(name, fileOf(`/etc/systemd/system/${name}`));
      }
      const paths = units.keys().map((name) => `${folder}/${name}`).toArray();
      for (const [name, text] of units) {
        // Where ktn is not installed.
        const there = text.replace("=/usr/bin/ktn ", `=${Deno.execPath()} `);
        await Deno.writeTextFile(`${folder}/${name}`, there);
      }
      const verified = await run(
        ...["systemd-analyze", "--man=no", "verify", ...paths],
      );
      assertEquals([verified.code, verified.out + verified.err], [0, ""]);

      const { code, out } = await run(
        ...["systemd-analyze", "security", "--offline=true", "--no-pager"],
        ...[`--threshold=${MAX_EXPOSURE}`, `${folder}/ktn.service`],
      );
      assertEquals(code, 0, out);
      assert(PAGE.includes(`gives it ${MAX_EXPOSURE / 10} `));
    }),
);

Deno.test("the backup by a timer writes a whole file a day, and removes those of more than two weeks ago", async () => {
  await using server = await DurableServer.start();
  using ada = await server.join("ada");
  await ada.ask({ request: "msg", content: "to keep", id: "1" });
  const unit = fileOf("/etc/systemd/system/ktn-backup.service");
  await inFolder(async (state) => {
    // As systemd does it for a dynamic user.
    await Deno.mkdir(`${state}/private/ktn-backup`, { recursive: true });
    await Deno.symlink("private/ktn-backup", `${state}/ktn-backup`);
    const old = `${state}/ktn-backup/ktn-2026-01-01.db`;
    await Deno.writeTextFile(old, "");
    await Deno.utime(old, 1, 1);
    await using folder = await ScriptFolder.make();
    for (const key of ["ExecStart", "ExecStartPost"]) {
      const [line = ""] = valuesOf(unit, key);
      const command = line.replaceAll("%S", state).replaceAll("%%", "%")
        .replaceAll("$$", "$");
      const call = `KTN_DATA='${server.folder}' ${command}`;
      await using script = folder.start(["sh", "-c", call]);
      assertEquals(await script.main.code(), 0, command);
    }
    const files = await Array.fromAsync(Deno.readDir(`${state}/ktn-backup/`));
    const [name = "", ...others] = files.map(({ name }) => name);
    assertMatch(name, /^ktn-20\d\d-\d\d-\d\d\.db$/);
    assertEquals(others, []);
    await ktn(["restore", `${state}/ktn-backup/${name}`, "--data", state]);
    const { out } = await ktn(["export", "--data", state]);
    assertMatch(out, /ada: to keep\n$/);
  });
});

Deno.test("one goes back to a ktn that does not know the file by restore and import, and nothing is lost", async () => {
  await using server = await DurableServer.start();
  const say = async (content: string) => {
    using ada = await server.join("ada");
    await ada.ask({ request: "msg", content, id: content });
    await ada.ask({ request: "logout" });
  };
  const { folder } = server;
  await say("before");
  await inFolder(async (kept) => {
    const backup = `${kept}/before.db`;
    const all = `${kept}/all.jsonl`;
    const data = ["--data", folder];
    assertEquals((await ktn(["backup", backup, ...data])).code, 0);
    await say("after");
    await server.end("SIGTERM");
    const { out } = await ktn(["export", "--json", ...data]);
    await Deno.writeTextFile(all, out);
    makeNewer(`${folder}/ktn.db`);

    const refused = await ktn(["serve", "--port", "0", ...data]);
    assertEquals(refused.code, EXIT.data);
    assertMatch(refused.err, /its version 99 is of a newer ktn/);
    const restored = await ktn(["restore", backup, ...data]);
    assertEquals(restored.code, 0, restored.err);
    assertMatch(restored.err, /What was there is in .*replaced-1\.db/);
    const imported = await ktn(["import", all, ...data]);
    assertMatch(imported.err, /^1 messages are new, 1 were there already/);
    await server.start();
    const history = await server.history();
    assertEquals(history.map(({ content }) => content), ["before", "after"]);
  });
});

/** As if a ktn of later had used it. */
function makeNewer(path: string): void {
  using database = new DatabaseSync(path);
  database.exec("PRAGMA user_version = 99");
}

/** What launchd is told. */
async function plist(): Promise<Readonly<Record<string, unknown>>> {
  const read =
    "import json, plistlib, sys; print(json.dumps(plistlib.loads(sys.stdin.buffer.read())))";
  await using python = start(["python3", "-c", read]);
  const { code, out, err } = await python.ended(fileOf("ktn.plist"));
  assertEquals(code, 0, err);
  return JSON.parse(out);
}

faultTest(
  "the property list is one, and what it calls is understood",
  lacking({ python3: hasProgram("python3") }),
  async () => {
    const { ProgramArguments: words, KeepAlive } = await plist();
    assertEquals(KeepAlive, { SuccessfulExit: false });
    assert(Array.isArray(words));
    assertEquals(words.slice(0, 3), ["/usr/local/bin/ktn", "serve", "--data"]);
    await inFolder(async (folder) => {
      const { code, err } = await ktn(["serve", "--data", folder, "--check"]);
      assertEquals(code, 0, err);
    });
  },
);

Deno.test("the Compose file is YAML, and its variables are of flags of ktn serve", () => {
  const file = parseYaml(fileOf("compose.yaml"));
  const { services: { ktn: service } } = file as {
    readonly services: { readonly ktn: Readonly<Record<string, unknown>> };
  }; // what is not so throws, or is found below
  assertEquals(service.command, ["serve"]);
  assertEquals(service.environment, {
    KTN_HOST: "0.0.0.0",
    KTN_DATA: "/var/lib/ktn",
  });
  assertEquals(service.volumes, ["history:/var/lib/ktn"]);
});

const MODULE = "/usr/lib/nginx/modules/ngx_stream_module.so";

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** A port that is free at the moment. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

// Not part of what CI installs: it is tried where somebody has it.
const NGINX = hasProgram("nginx") && isThere(MODULE)
  ? undefined
  : "nginx with its module for streams";

faultTest(
  "nginx takes the configuration, and people chat through it, also with a half of the connection closed",
  NGINX,
  () =>
    inFolder(async (folder) => {
      await using server = await DurableServer.start();
      const port = freePort();
      const stream = fileOf("stream.conf")
        .replace("192.0.2.1:9998", `127.0.0.1:${port}`)
        .replace("127.0.0.1:9998", formatAddress(server.address))
        .replace("/var/log/nginx", folder);
      await Deno.writeTextFile(
        `${folder}/nginx.conf`,
        `load_module ${MODULE};\npid ${folder}/pid;\ndaemon off;\nmaster_process off;\n` +
          `error_log stderr;\nevents {}\n${stream}`,
      );
      const nginx = ["nginx", "-e", "stderr", "-c", `${folder}/nginx.conf`];
      const tested = await run(...nginx, "-t");
      assertEquals(tested.code, 0, tested.err);
      await using _nginx = start(nginx);
      const address = { hostname: "127.0.0.1", port };
      await until(async () => await answers(address), "nginx to listen");

      using ada = await Peer.connect(address);
      await ada.ask({ request: "login", content: "ada", version: 2 });
      using bob = await RawPeer.connect(address);
      const requests = '{"request":"login","content":"bob"}\n' +
        '{"request":"msg","content":"through nginx","id":"1"}\n';
      await bob.write(new TextEncoder().encode(requests));
      await bob.hangUp();
      assertMatch(await bob.drain(), /"code":"ack"/);
      const heard = await ada.until(({ response }) => response === "message");
      assertEquals(heard.content, "through nginx");
      const logins = server.lines.filter((line) => / login /.test(line));
      assertMatch(logins[0] ?? "", /name=ada address=127\.0\.0\.1:/);
    }),
);

async function answers(address: Deno.ConnectOptions): Promise<boolean> {
  try {
    using _connection = await Deno.connect(address);
    return true;
  } catch {
    return false;
  }
}

faultTest(
  "logrotate copies the log and truncates it, and ktn writes on at its beginning",
  lacking({ logrotate: hasProgram("logrotate") }),
  () =>
    inFolder(async (folder) => {
      const log = `${folder}/ktn.log`;
      const rules = fileOf("/etc/logrotate.d/ktn")
        .replace("/var/log/ktn.log", log).replace("compress", "nocompress");
      await Deno.writeTextFile(`${folder}/rules`, rules, { mode: 0o644 });
      await using scripts = await ScriptFolder.make();
      const serve = `exec ktn serve --port 0 --data none 2>>'${log}'`;
      await using script = scripts.start(["sh", "-c", serve]);
      const read = async () => await Deno.readTextFile(log).catch(() => "");
      await until(async () => /Ctrl-C\n/.test(await read()), "its start");

      const rotate = ["logrotate", "--force", "--state", `${folder}/state`];
      const { code, err } = await run(...rotate, `${folder}/rules`);
      assertEquals(code, 0, err);
      assertMatch(await Deno.readTextFile(`${log}.1`), /^ktn .* listens on/);
      assertEquals(await read(), "");
      const { port } = new URL(
        `http://${
          /listens on (\S+)/.exec(await Deno.readTextFile(`${log}.1`))?.[1]
        }`,
      );
      using ada = await Peer.connect({ hostname: "127.0.0.1", port: +port });
      await ada.ask({ request: "login", content: "ada" });
      await until(async () => /login/.test(await read()), "the next line");
      assertMatch(await read(), /^20.* login name=ada/);
      await script.main[Symbol.asyncDispose]();
    }),
);
