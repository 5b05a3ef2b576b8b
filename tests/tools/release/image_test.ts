/** The files of the container image, started as an engine would start them. */

import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { bundle, MAIN_FILE } from "../../../tools/bundle.ts";
import { DENO_FLAGS } from "../../../tools/compile.ts";
import { makeImageFiles } from "../../../tools/release/image.ts";
import { runProgram } from "../../../tools/release/run_program.ts";
import { DryRelease, NO_RELEASE } from "../../support/dry_release.ts";
import { faultTest, lacking } from "../../support/effort.ts";
import { type Running, start } from "../../support/running.ts";
import { CAN_MOUNT } from "../../support/small_disk.ts";

/** What an image may add to the binary. */
const MAX_EXTRA_BYTES = 30_000_000;
const NO_CONTAINER = NO_RELEASE ??
  lacking({ "the right to mount": CAN_MOUNT });

/**
 * What an engine does: mounts for this process only, a user, and no variables
 * but those of the image. `$0` is the root, `$1` the user, `$2` the variables.
 */
const ENTER = `set -e
root=$0 user=$1 variables=$2; shift 2
mount --bind "$root" "$root"; mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
exec env -i PATH="$PATH" $variables chroot --userspec="$user" "$root" "$@"`;

/** What a Containerfile says after a word, such as CMD. */
function said(file: string, word: string): string {
  const [, rest = ""] = new RegExp(`^${word} (.*)$`, "m").exec(file) ?? [];
  return rest;
}

/** An image laid out, with Deno and the bundled program as its binary. */
class Container implements AsyncDisposable {
  private constructor(
    readonly dry: DryRelease,
    readonly root: string,
    readonly file: string,
  ) {}

  static async make(): Promise<Container> {
    const dry = await DryRelease.begin();
    const binary = Deno.execPath();
    const folder = await makeImageFiles(dry.release, { binary });
    const root = await dry.scratch("root");
    await runProgram(["tar", "-xpf", `${folder}/root.tar`, "-C", root]);
    for (const name of ["proc", "dev"]) await Deno.mkdir(`${root}/${name}`);
    await bundle(`${root}/program`); // a compiled binary has it inside
    const file = await Deno.readTextFile(`${folder}/Containerfile`);
    return new Container(dry, root, file);
  }

  /** Starts the entry point with these arguments. */
  start(args: readonly string[], more = ""): Running {
    const [entry] = JSON.parse(said(this.file, "ENTRYPOINT"));
    const program = [entry, "run", ...DENO_FLAGS, `/program/${MAIN_FILE}`];
    const variables = `${said(this.file, "ENV")} ${more}`;
    const user = said(this.file, "USER");
    const enter = ["sh", "-c", ENTER, this.root, user, variables];
    return start(["unshare", "--mount", ...enter, ...program, ...args]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dry[Symbol.asyncDispose]();
  }
}

faultTest(
  "the image serves as nobody's user from its data volume, and its health check knows",
  NO_CONTAINER,
  async () => {
    await using container = await Container.make();
    const { file, root } = container;
    const serve = JSON.parse(said(file, "CMD"));
    await using server = container.start(serve, "KTN_PORT=0");
    const block = await server.errors((text) => text.includes("Ctrl-C\n"));
    assertStringIncludes(block, "history  kept in /var/lib/ktn;");
    assertStringIncludes(block, "network  everybody who reaches this address");
    const [, port = ""] = / on 0\.0\.0\.0:(\d+) /.exec(block) ?? [];
    const user = `${(await Deno.stat(`${root}/var/lib/ktn/ktn.db`)).uid}`;
    assertEquals([said(file, "USER"), user !== "0"], [`${user}:${user}`, true]);

    const [entry, ...check] = JSON.parse(said(file, " +CMD"));
    assertEquals(entry, JSON.parse(said(file, "ENTRYPOINT"))[0]);
    const address = check.indexOf("127.0.0.1");
    const here = check.with(address, `127.0.0.1:${port}`);
    await using healthy = container.start(here);
    assertEquals((await healthy.ended()).code, 0);
    server.signal(said(file, "STOPSIGNAL") as Deno.Signal); // it is one of them
    assertEquals(await server.code(), 0);
    await using dead = container.start(here.with(-1, "200ms"));
    assert((await dead.ended()).code !== 0);
  },
);

faultTest(
  "the image has the binary, what it needs to start, and at most 30 MB more",
  NO_RELEASE,
  async () => {
    await using dry = await DryRelease.begin();
    const binary = Deno.execPath();
    const folder = await makeImageFiles(dry.release, { binary });
    const { size } = await Deno.stat(`${folder}/root.tar`);
    const extra = size - (await Deno.stat(binary)).size;
    assert(extra < MAX_EXTRA_BYTES, `${extra} bytes`);
    const list = await runProgram(["tar", "-tvf", `${folder}/root.tar`]);
    assertMatch(list, /^drwx------ 65532\/65532 .* var\/lib\/ktn\/$/m);
    assertMatch(list, /^-rwxr-xr-x 0\/0 .* usr\/bin\/ktn$/m);
    assertEquals(list.match(/ (?:bin|usr\/bin|sbin)\/[^\n]+$/gm)?.length, 1);
  },
);
