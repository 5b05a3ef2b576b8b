/** The script that people pipe into a shell. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { VERSION } from "../../../shared/version.ts";
import { archiveName, makeArchives } from "../../../tools/release/archives.ts";
import { namesIn } from "../../../tools/release/file_tree.ts";
import { writeManifests } from "../../../tools/release/manifests.ts";
import { runProgram } from "../../../tools/release/run_program.ts";
import { targetOf } from "../../../tools/targets.ts";
import { DryRelease, HERE, NO_RELEASE } from "../../support/dry_release.ts";
import { faultTest, hasProgram, lacking } from "../../support/effort.ts";
import { type Ended, start } from "../../support/running.ts";

/** A release that is served over HTTP, and where it is installed to. */
class ServedRelease implements AsyncDisposable {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  /** Paths that were asked for. */
  readonly asked: string[] = [];

  private constructor(readonly dry: DryRelease) {
    const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
    this.#server = Deno.serve(options, (request) => this.#answer(request));
  }

  static async make(): Promise<ServedRelease> {
    const dry = await DryRelease.begin();
    await makeArchives(dry.release);
    await writeManifests(dry.release);
    return new ServedRelease(dry);
  }

  get prefix(): string {
    return `${this.dry.temporary.path}/prefix`;
  }

  get archive(): string {
    const name = archiveName(this.dry.release, targetOf(HERE));
    return `${this.dry.folder}/${name}`;
  }

  /** Runs the script to its end. */
  async run(
    args: readonly string[],
    { shell = "sh", path = Deno.env.get("PATH") ?? "" } = {},
  ): Promise<Ended> {
    const script = `${this.dry.folder}/install.sh`;
    const { hostname, port } = this.#server.addr;
    const from = ["--from", `http://${hostname}:${port}`];
    const env = { PATH: path, TMPDIR: await this.dry.scratch("tmp") };
    const command = ["/usr/bin/env", shell, script, ...from, ...args];
    await using running = start(command, { env });
    return await running.ended();
  }

  /** Installs to the usual place of this test. */
  async install(options = {}): Promise<Ended> {
    return await this.run(["--prefix", this.prefix], options);
  }

  /** What it left in its temporary folder. */
  leftovers(): readonly string[] {
    return namesIn(`${this.dry.temporary.path}/tmp`);
  }

  async #answer({ url }: Request): Promise<Response> {
    const { pathname } = new URL(url);
    this.asked.push(pathname);
    try {
      return new Response(await Deno.readFile(this.dry.folder + pathname));
    } catch {
      return new Response("nothing here", { status: 404 });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
    await this.dry[Symbol.asyncDispose]();
  }
}

/** Whether something is there. */
async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

for (const shell of ["dash", "bash"]) {
  const lack = NO_RELEASE ??
    lacking({ curl: hasProgram("curl"), [shell]: hasProgram(shell) });
  faultTest(
    `install.sh in ${shell} installs the program, its manual and completions, also over an old one`,
    lack,
    async () => {
      await using served = await ServedRelease.make();
      for (let time = 0; time < 2; time++) {
        const { code, out, err } = await served.install({ shell });
        assertEquals([code, err], [0, ""]);
        assertStringIncludes(
          out,
          `Installed ktn ${VERSION} as ${served.prefix}/bin/ktn\n`,
        );
      }
      const said = await runProgram([`${served.prefix}/bin/ktn`, "--version"]);
      assertEquals(said, `ktn ${VERSION}\n`);
      const files = [
        ...["man/man1/ktn.1", "bash-completion/completions/ktn"],
        ...["fish/vendor_completions.d/ktn.fish", "zsh/site-functions/_ktn"],
      ];
      for (const file of files) {
        assert(await isThere(`${served.prefix}/share/${file}`), file);
      }
      assertEquals(namesIn(`${served.prefix}/bin`), ["ktn"]);
      assertEquals(served.leftovers(), []);
    },
  );
}

const NO_CURL = NO_RELEASE ?? lacking({ curl: hasProgram("curl") });

faultTest(
  "install.sh writes nothing when the sum is wrong",
  NO_CURL,
  async () => {
    await using served = await ServedRelease.make();
    const bytes = await Deno.readFile(served.archive);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await Deno.writeFile(served.archive, bytes);
    const { code, out, err } = await served.install();
    assertEquals([code, out], [1, ""]);
    assertStringIncludes(err, "is wrong");
    assertStringIncludes(err, "nothing was installed\n");
    assertEquals(await isThere(served.prefix), false);
    assertEquals(served.leftovers(), []);
  },
);

faultTest(
  "install.sh says in one sentence what cannot be downloaded",
  NO_CURL,
  async () => {
    await using served = await ServedRelease.make();
    await Deno.remove(served.archive);
    const { code, err } = await served.install();
    assertEquals(code, 1);
    assertStringIncludes(err, "install.sh: cannot download http://127.0.0.1:");
    assertEquals(await isThere(served.prefix), false);
  },
);

faultTest(
  "install.sh refuses what it cannot do before it downloads anything",
  NO_CURL,
  async () => {
    await using served = await ServedRelease.make();
    const cases: readonly (readonly [args: readonly string[], said: string])[] =
      [
        [["--prefx", "/x"], 'unknown argument "--prefx"; see --help'],
        [["--prefix"], "--prefix needs a value"],
        [["--prefix", "/dev/null/x"], "/dev/null is no folder"],
      ];
    for (const [args, said] of cases) {
      const { code, err } = await served.run(args);
      assertEquals(code, 1);
      assertStringIncludes(err, `install.sh: ${said}`);
    }
    assertEquals((await served.run(["--help"])).code, 0);
    assertEquals(served.asked, []);
  },
);

faultTest(
  "install.sh does without curl where there is wget, and says so where there is neither",
  NO_CURL ?? lacking({ wget: hasProgram("wget") }),
  async () => {
    await using served = await ServedRelease.make();
    const bin = await served.dry.scratch("bin");
    const link = async (...names: readonly string[]) => {
      for (const name of names) {
        const target = await runProgram(["sh", "-c", `command -v ${name}`]);
        await Deno.symlink(target.trim(), `${bin}/${name}`);
      }
    };
    await link("sh", "uname", "id", "mktemp", "rm", "dirname", "cut", "ls");
    const without = await served.install({ path: bin });
    assertEquals(without.code, 1);
    assertStringIncludes(without.err, "install.sh: curl or wget is needed\n");
    await link(
      "wget",
      "sha256sum",
      "tar",
      "gzip",
      "mkdir",
      "cp",
      "chmod",
      "mv",
    );
    const { code, err } = await served.install({ path: bin });
    assertEquals([code, err], [0, ""]);
  },
);
