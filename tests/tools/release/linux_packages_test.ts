/** The packages for Linux, installed in folders that stand for a system. */

import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { VERSION } from "../../../shared/version.ts";
import { makeDebianPackages } from "../../../tools/release/debian_package.ts";
import { makeRpmPackages } from "../../../tools/release/rpm_package.ts";
import { runProgram } from "../../../tools/release/run_program.ts";
import { DryRelease, NO_RELEASE } from "../../support/dry_release.ts";
import { faultTest, hasProgram, lacking } from "../../support/effort.ts";
import { start } from "../../support/running.ts";

/** What both packages install, but for the zsh script. */
const FILES = [
  "etc/default/ktn",
  "usr/bin/ktn",
  "usr/lib/systemd/system/ktn.service",
  "usr/share/bash-completion/completions/ktn",
  "usr/share/fish/vendor_completions.d/ktn.fish",
];

const NO_ROOT = lacking({ root: Deno.uid() === 0 });

async function assertInstalled(root: string): Promise<void> {
  for (const file of FILES) await Deno.stat(`${root}/${file}`);
  const said = await runProgram([`${root}/usr/bin/ktn`, "--version"]);
  assertEquals(said, `ktn ${VERSION}\n`);
}

/** A root in which dpkg has installed nothing yet. */
async function debianRoot(dry: DryRelease): Promise<string> {
  const root = await dry.scratch("debian");
  await Deno.mkdir(`${root}/var/lib/dpkg/info`, { recursive: true });
  await Deno.mkdir(`${root}/var/lib/dpkg/updates`);
  await Deno.writeTextFile(`${root}/var/lib/dpkg/status`, "");
  return root;
}

faultTest(
  "dpkg installs the Debian package, keeps edited settings over an upgrade, and removes it",
  NO_RELEASE ?? NO_ROOT,
  async () => {
    await using dry = await DryRelease.begin();
    await makeDebianPackages(dry.release);
    const root = await debianRoot(dry);
    // There is neither a C library in that root, nor a shell for scripts.
    const dpkg = (...args: readonly string[]) =>
      runProgram([
        ...["dpkg", `--root=${root}`, "--log=/dev/null"],
        ...[
          "--force-depends",
          "--force-script-chrootless",
          "--force-architecture",
        ],
        ...["--force-confold", ...args],
      ]);
    const file = `${dry.folder}/ktn_${VERSION}_amd64.deb`;
    await dpkg("--install", file);
    await assertInstalled(root);
    const settings = `${root}/etc/default/ktn`;
    await Deno.writeTextFile(settings, "KTN_HOST=0.0.0.0\n");
    await dpkg("--install", file);
    assertEquals(await Deno.readTextFile(settings), "KTN_HOST=0.0.0.0\n");
    assertMatch(await dpkg("--list", "ktn"), /^ii +ktn/m);
    await dpkg("--purge", "ktn");
    for (const name of FILES) {
      assertEquals(await Deno.stat(`${root}/${name}`).catch(() => name), name);
    }
  },
);

faultTest(
  "the Debian packages say which systems they are for, and what they need",
  NO_RELEASE,
  async () => {
    await using dry = await DryRelease.begin();
    await makeDebianPackages(dry.release);
    for (const architecture of ["amd64", "arm64"]) {
      const file = `${dry.folder}/ktn_${VERSION}_${architecture}.deb`;
      const fields = await runProgram(["dpkg-deb", "--field", file]);
      for (
        const field of [
          `Version: ${VERSION}`,
          `Architecture: ${architecture}`,
          "Depends: libc6 (>= 2.27)",
        ]
      ) assertStringIncludes(fields, field);
      const list = await runProgram(["dpkg-deb", "--contents", file]);
      assertEquals(
        list.match(/ root\/root /g)?.length,
        list.match(/\n/g)?.length,
      );
    }
  },
);

faultTest(
  "rpm installs the RPM package, keeps edited settings over an upgrade, and removes it",
  NO_RELEASE ?? NO_ROOT,
  async () => {
    await using dry = await DryRelease.begin();
    await makeRpmPackages(dry.release);
    const root = await dry.scratch("rpm");
    // As above; the scripts need a shell in that root.
    const rpm = (...args: readonly string[]) =>
      runProgram([
        ...["rpm", "--root", root, "--dbpath", "/var/lib/rpm"],
        ...["--nodeps", "--noscripts", ...args],
      ]);
    const file = `${dry.folder}/ktn-${VERSION}-1.x86_64.rpm`;
    await rpm("--install", "--ignorearch", file);
    await assertInstalled(root);
    const settings = `${root}/etc/default/ktn`;
    await Deno.writeTextFile(settings, "KTN_HOST=0.0.0.0\n");
    await rpm("--upgrade", "--replacepkgs", "--ignorearch", file);
    assertEquals(await Deno.readTextFile(settings), "KTN_HOST=0.0.0.0\n");
    await rpm("--erase", "ktn");
    for (const name of FILES.slice(1)) {
      assertEquals(await Deno.stat(`${root}/${name}`).catch(() => name), name);
    }
  },
);

faultTest(
  "the RPM packages have the same files, for both systems",
  NO_RELEASE,
  async () => {
    await using dry = await DryRelease.begin();
    await makeRpmPackages(dry.release);
    for (const machine of ["x86_64", "aarch64"]) {
      const file = `${dry.folder}/ktn-${VERSION}-1.${machine}.rpm`;
      const list = await runProgram(["rpm", "-qpl", file]);
      for (const name of FILES) assertStringIncludes(list, `/${name}\n`);
      const [arch, settings] = await Promise.all([
        runProgram(["rpm", "-qp", "--queryformat", "%{ARCH}", file]),
        runProgram(["rpm", "-qpc", file]),
      ]);
      assertEquals([arch, settings], [machine, "/etc/default/ktn\n"]);
    }
  },
);

const NO_SYSTEMD = lacking({ systemd: hasProgram("systemd-analyze") });

faultTest(
  "systemd finds nothing wrong with the unit, and little that it exposes",
  NO_SYSTEMD,
  async () => {
    await using dry = await DryRelease.begin();
    const source = new URL(
      "../../../tools/release/ktn.service",
      import.meta.url,
    );
    const unit = await Deno.readTextFile(source);
    const path = `${dry.temporary.path}/ktn.service`;
    const program = `${dry.temporary.path}/ktn`;
    await Deno.writeTextFile(path, unit.replaceAll("/usr/bin/ktn", program));
    const verify = ["systemd-analyze", "verify", "--man=no", path];
    await using running = start(verify);
    const { code, err } = await running.ended();
    const warnings = err.split("\n").filter((line) => line.includes(path));
    assertEquals([code, warnings], [0, []]); // of others there may be some
    const said = await runProgram([
      ...["systemd-analyze", "security", "--offline=yes", path],
    ]);
    const level = /exposure level for ktn.service: ([0-9.]+)/.exec(said)?.[1];
    assertEquals(Number(level) <= 2, true, said);
  },
);
