// deno-lint-ignore-file camelcase -- npm reads variables of these names
/** The npm package, as people get it: its packed tarball, by `npx`. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { VERSION } from "../../../shared/version.ts";
import {
  makeNpmPackage,
  NPM_FOLDER,
} from "../../../tools/release/npm_package.ts";
import { runProgram } from "../../../tools/release/run_program.ts";
import { DryRelease, NO_RELEASE } from "../../support/dry_release.ts";
import { faultTest, IS_LONG, tell } from "../../support/effort.ts";
import { type Running, start } from "../../support/running.ts";
import { within } from "../../support/within.ts";

/** From an empty folder with empty caches to a message that is stored. */
const MAX_FIRST_MESSAGE_MS = 60_000;

/** It downloads 45 MB: CI does it, and who asks for all that takes long. */
const NO_NPX = NO_RELEASE ??
  (IS_LONG || Deno.env.get("CI") === "true"
    ? undefined
    : "time, or KTN_FAULTS=long");

/** Returns the tarball that `npm publish` takes. */
async function pack(dry: DryRelease): Promise<string> {
  await makeNpmPackage(dry.release);
  return `${dry.folder}/${NPM_FOLDER}/ktn-${VERSION}.tgz`;
}

faultTest(
  "the npm package has the program, its licence and manual, and nothing else",
  NO_RELEASE,
  async () => {
    await using dry = await DryRelease.begin();
    const list = await runProgram(["tar", "-tzf", await pack(dry)]);
    const names = list.trimEnd().split("\n").sort();
    const code = names.filter((name) => /^package\/lib\/.*\.js$/.test(name));
    assert(code.length > 10 && code.includes("package/lib/main.js"));
    assertEquals(
      names.filter((name) => !code.includes(name)),
      [
        ...["CHANGELOG.md", "LICENSE", "README.md", "flags.json", "ktn.1"],
        ...["ktn.cjs", "lib/build.json", "package.json"],
      ].map((name) => `package/${name}`),
    );
  },
);

faultTest(
  "npx runs the packed npm package from empty caches: a message is stored within a minute",
  NO_NPX,
  async () => {
    await using dry = await DryRelease.begin();
    const tarball = await pack(dry);
    const began = performance.now();
    const npx = await npxIn(dry, tarball);
    await using server = npx(["serve", "--port", "0", "--data", "none"]);
    const block = await within(
      server.errors((text) => text.includes("Ctrl-C\n")),
      "the start-up block",
      MAX_FIRST_MESSAGE_MS,
    );
    const [, address = "", pid] = / on (\S+) \(process (\d+)\)/.exec(block) ??
      [];
    await using send = npx(["send", address, "hello", "--name", "ada"]);
    assertEquals(await send.ended(), { code: 0, out: "", err: "" });
    const ms = Math.round(performance.now() - began);
    assert(ms <= MAX_FIRST_MESSAGE_MS, `${ms} ms`);
    tell(`npx: first message after ${ms} ms`);

    assertMatch(block, /^ {2}join {5}ktn connect /m);
    await using tail = npx(["tail", address]);
    assertMatch((await tail.ended()).out, / ada: hello\n$/);
    await using version = npx(["version", "--json"]);
    assertEquals(JSON.parse((await version.ended()).out).ktn, VERSION);
    await using wrong = npx(["serv"]);
    assertEquals((await wrong.ended()).code, 2);
    Deno.kill(Number(pid), "SIGTERM");
    assertEquals(await server.code(), 0);
  },
);

faultTest(
  "what npm installs ends as it is asked to, and with its exit code",
  NO_NPX,
  async () => {
    await using dry = await DryRelease.begin();
    const folder = await dry.scratch("project");
    const cache = await dry.scratch("cache");
    const install = [
      "npm",
      "install",
      "--silent",
      "--no-audit",
      "--ignore-scripts",
    ];
    await runProgram([...install, "--prefix", folder, await pack(dry)], {
      env: { npm_config_cache: cache },
    });
    const program = `${folder}/node_modules/.bin/ktn`;
    for (const [signal, code] of [["SIGTERM", 0], ["SIGINT", 0]] as const) {
      const serve = ["serve", "--port", "0", "--data", "none"];
      await using server = start([program, ...serve]);
      await server.errors((text) => text.includes("Ctrl-C\n"));
      server.signal(signal);
      const { code: ended, err } = await server.ended();
      assertEquals(ended, code);
      assertMatch(err, new RegExp(`stopping signal=${signal}\n`));
    }
  },
);

/** Returns how to call `npx` in an empty folder, with empty caches. */
async function npxIn(
  dry: DryRelease,
  tarball: string,
): Promise<(args: readonly string[]) => Running> {
  const cwd = await dry.scratch("empty");
  const env = {
    HOME: await dry.scratch("home"),
    npm_config_cache: await dry.scratch("cache"),
    npm_config_update_notifier: "false",
    DENO_DIR: "",
    XDG_CACHE_HOME: "",
  };
  const call = ["npx", "--yes", "--loglevel=error", `--package=${tarball}`];
  return (args) => start([...call, "ktn", ...args], { cwd, env });
}
