/** Everything of a release that needs no other system, made and looked at. */

import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { VERSION } from "../../../shared/version.ts";
import { documents } from "../../../tools/release/documents.ts";
import { archiveName, folderName } from "../../../tools/release/archives.ts";
import { sumOf } from "../../../tools/release/checksums.ts";
import { namesIn } from "../../../tools/release/file_tree.ts";
import { makeRelease } from "../../../tools/release/make_release.ts";
import { NOWHERE, type Release } from "../../../tools/release/release.ts";
import { runProgram } from "../../../tools/release/run_program.ts";
import { tryProgram } from "../../../tools/release/try.ts";
import { targetOf, TARGETS } from "../../../tools/targets.ts";
import { DryRelease, HERE, NO_RELEASE } from "../../support/dry_release.ts";
import { faultTest } from "../../support/effort.ts";
import { loadedModules } from "../../support/module_graph.ts";

const dry = NO_RELEASE === undefined ? await DryRelease.make() : undefined;
globalThis.addEventListener("unload", () => {
  if (dry) Deno.removeSync(dry.temporary.path, { recursive: true });
});

/** What the texts of licences begin with. */
const TITLES: Record<string, string> = {
  "MIT": "MIT License\n",
  "Apache-2.0": "Apache License\n",
};

const linesOf = (text: string) => text.trimEnd().split("\n");

/** Registers a test of the files of a release. */
function releaseTest(
  name: string,
  test: (dry: DryRelease) => Promise<void>,
): void {
  faultTest(name, NO_RELEASE, async () => {
    assert(dry);
    await test(dry);
  });
}

const read = (dry: DryRelease, name: string) =>
  Deno.readTextFile(`${dry.folder}/${name}`);

releaseTest(
  "each archive unpacks to the program, its manual, completions, licence and changes",
  async (dry) => {
    for (const target of TARGETS) {
      const archive = `${dry.folder}/${archiveName(dry.release, target)}`;
      const list = target.archive === "zip"
        ? ["unzip", "-Z1", archive]
        : ["tar", "--list", "--file", archive];
      const names = linesOf(await runProgram(list))
        .filter((name) => !name.endsWith("/"));
      const folder = folderName(VERSION, target);
      assertEquals(
        names.sort(),
        [
          ...["CHANGELOG.md", "LICENSE", "completions/_ktn"],
          ...["completions/ktn.bash", "completions/ktn.fish", "ktn.1"],
          target.program,
        ].map((name) => `${folder}/${name}`).sort(),
      );
    }
  },
);

releaseTest(
  "the licence names every package that there is code of in the program, with its own licence",
  async (dry) => {
    const { licence } = await documents();
    const bill = JSON.parse(await read(dry, `ktn-${VERSION}.cdx.json`));
    assert(bill.components.length > 2);
    for (const { name, licenses: [{ license }] } of bill.components) {
      assertStringIncludes(licence.toLowerCase(), `\n${name}, `);
      const title = TITLES[license.id];
      assert(title !== undefined, license.id);
      assertStringIncludes(licence, title);
    }
  },
);

releaseTest(
  "what is unpacked here serves, and people chat through it",
  async (dry) => {
    const target = targetOf(HERE);
    const folder = await dry.scratch("unpacked");
    const archive = `${dry.folder}/${archiveName(dry.release, target)}`;
    await runProgram(["tar", "-xzf", archive, "-C", folder]);
    await tryProgram([`${folder}/${folderName(VERSION, target)}/ktn`]);
  },
);

Deno.test("tryProgram() says what a program that does not work said", async () => {
  let said = "";
  try {
    await tryProgram(["sh", "-c", "echo no such thing >&2; exit 3"]);
  } catch (error) {
    said = String(error);
  }
  assertStringIncludes(said, "exit code 3, no such thing");
});

releaseTest(
  "SHA256SUMS has every file that is downloaded, and sha256sum agrees",
  async (dry) => {
    const check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"];
    await runProgram(check, { cwd: dry.folder });
    const files = namesIn(dry.folder)
      .filter((name) => /[.]|^SHA/.test(name)); // no folders
    const named = linesOf(await read(dry, "SHA256SUMS"))
      .map((line) => line.slice(66));
    assertEquals(["SHA256SUMS", ...named], files);
    assertEquals(named.length, 5 + 2 + 2 + 2); // archives, deb, rpm, script, SBOM
  },
);

releaseTest("the same commit gives the same files", async (one) => {
  await using two = await DryRelease.begin();
  await makeRelease({ ...two.release, binaries: one.release.binaries });
  assertEquals(await read(two, "SHA256SUMS"), await read(one, "SHA256SUMS"));
});

releaseTest(
  "the bill of materials has every package that the program loads, and Deno",
  async (dry) => {
    const bill = JSON.parse(await read(dry, `ktn-${VERSION}.cdx.json`));
    assertEquals([bill.bomFormat, bill.specVersion], ["CycloneDX", "1.6"]);
    const { packages } = await loadedModules("main.ts");
    const names = bill.components.map((
      { name, version }: { name: string; version: string },
    ) => `${name}@${version}`);
    const expected = [...packages, `deno@${Deno.version.deno}`];
    assertEquals(new Set(names), new Set(expected));
    for (const { licenses } of bill.components) {
      assert(licenses[0].license.id.length > 2);
    }
  },
);

/** What winget, Homebrew and Arch Linux are told. */
const MANIFESTS = [
  ["winget/ktn.ktn.installer.yaml", ["windows-x64"]],
  [
    "homebrew/ktn.rb",
    ["linux-arm64", "linux-x64", "macos-arm64", "macos-x64"],
  ],
  ["arch/PKGBUILD", ["linux-arm64", "linux-x64"]],
] as const;

releaseTest(
  "the manifests name the archives of their systems, each with its sum",
  async (dry) => {
    for (const [file, targets] of MANIFESTS) {
      const text = await read(dry, `manifests/${file}`);
      const urls = [...text.matchAll(/https:[^\s"')]*\/download\/[^\s"')]*/g)]
        .map(([url]) => url);
      const archives = targets.map((name) =>
        archiveName(dry.release, targetOf(name))
      );
      const from = `${NOWHERE.home}/releases/download/v${VERSION}`;
      const expected = archives.map((archive) => `${from}/${archive}`);
      assertEquals(urls.sort(), expected.sort(), file);
      const sums = [...text.matchAll(/\b[0-9a-f]{64}\b/g)].map(([sum]) => sum);
      const right = archives.map((name) => sumOf(`${dry.folder}/${name}`));
      assertEquals(sums.sort(), (await Promise.all(right)).sort(), file);
      assertStringIncludes(text, VERSION);
    }
  },
);

releaseTest("the PKGBUILD installs what a shell reads in it", async (dry) => {
  const folder = await dry.scratch("arch");
  const target = targetOf("linux-x64");
  const archive = `${dry.folder}/${archiveName(dry.release, target)}`;
  await runProgram(["tar", "-xzf", archive, "-C", folder]);
  const build = `${dry.folder}/manifests/arch/PKGBUILD`;
  const script = 'set -eu; . "$0"; CARCH=x86_64 pkgdir=$PWD/root; package';
  await runProgram(["bash", "-c", script, build], { cwd: folder });
  const { mode } = await Deno.stat(`${folder}/root/usr/bin/ktn`);
  assertEquals((mode ?? 0) & 0o777, 0o755);
  await Deno.stat(`${folder}/root/usr/share/man/man1/ktn.1`);
});

releaseTest("the manifests of winget are three of one version", async (dry) => {
  const folder = "manifests/winget";
  const types = new Set<string>();
  for (const name of namesIn(`${dry.folder}/${folder}`)) {
    const text = await read(dry, `${folder}/${name}`);
    assertStringIncludes(text, `\nPackageVersion: "${VERSION}"\n`);
    types.add(/^ManifestType: (.*)$/m.exec(text)?.[1] ?? "");
  }
  assertEquals(types, new Set(["version", "installer", "defaultLocale"]));
});

Deno.test("no release is made under another tag than the version, or without a day", async () => {
  const release: Release = {
    ...{ ...NOWHERE, version: VERSION, commit: undefined },
    ...{ binaries: new Map(), folder: "/dev/null", work: "/dev/null" },
  };
  await assertRejects(
    () => makeRelease(release, { tag: "v9.9.9" }),
    Error,
    `Cannot release v9.9.9: deno.json says ${VERSION}`,
  );
  const tomorrow = { ...release, version: "0.1.0" };
  const changelog = "## 0.1.0 - unreleased\n\n- All of it.\n";
  await assertRejects(
    () => makeRelease(tomorrow, { tag: "v0.1.0", changelog }),
    Error,
    'Cannot release 0.1.0: the changelog says "unreleased"',
  );
});
