/** What is published, and in which order; with programs that only say it. */

import { assertEquals, assertStringIncludes } from "@std/assert";
import { runProgram } from "../../../tools/release/run_program.ts";
import { faultTest, hasProgram, lacking } from "../../support/effort.ts";
import { type Ended, start } from "../../support/running.ts";
import { TempFolder } from "../../support/temp_folder.ts";

const SCRIPT = new URL("../../../tools/release/publish.sh", import.meta.url);
const LACK = lacking({
  bash: hasProgram("bash"),
  sha256sum: hasProgram("sha256sum"),
});

/** A project with files to publish, where programs write how they are called. */
async function makeProject(folder: string): Promise<void> {
  const files = {
    "dist/release/a.tar.gz": "an archive\n",
    "dist/release/npm/ktn-1.0.0.tgz": "a package\n",
    "dist/release/notes/NOTES.md": "- All of it.\n",
    "tools/release/publish.sh": await Deno.readTextFile(SCRIPT),
  };
  for (const [name, text] of Object.entries(files)) {
    const path = `${folder}/${name}`;
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(path, text);
  }
  const sums = 'cd "$0/dist/release" && sha256sum a.tar.gz >SHA256SUMS';
  await runProgram(["sh", "-c", sums, folder]);
  await Deno.mkdir(`${folder}/bin`);
  for (const name of ["docker", "npm", "gh"]) {
    const path = `${folder}/bin/${name}`;
    await Deno.writeTextFile(path, `#!/bin/sh\necho "${name} $*"\n`);
    await Deno.chmod(path, 0o755);
  }
}

async function publish(folder: string): Promise<Ended> {
  const env = {
    ...{ TAG: "v1.0.0", IMAGE: "images.invalid/ada/ktn", TOKEN: "secret" },
    GITHUB_ACTOR: "ada",
    PATH: `${folder}/bin:${Deno.env.get("PATH")}`,
  };
  const script = `${folder}/tools/release/publish.sh`;
  await using running = start(["bash", script], { env });
  return await running.ended();
}

faultTest(
  "publish.sh publishes images, npm package and files, and tells no secret",
  LACK,
  async () => {
    await using project = await TempFolder.make();
    await makeProject(project.path);
    const { code, out, err } = await publish(project.path);
    assertEquals([code, err], [0, ""]);
    const image = "images.invalid/ada/ktn";
    assertEquals(out.trimEnd().split("\n"), [
      "docker login images.invalid --username ada --password-stdin",
      `docker buildx imagetools create --tag ${image}:v1.0.0 ` +
      `--tag ${image}:latest ${image}:v1.0.0-amd64 ${image}:v1.0.0-arm64`,
      "npm publish --provenance --access public dist/release/npm/ktn-1.0.0.tgz",
      "gh release create v1.0.0 --verify-tag --title ktn 1.0.0 " +
      "--notes-file dist/release/notes/NOTES.md " +
      "dist/release/SHA256SUMS dist/release/a.tar.gz",
    ]);
  },
);

faultTest(
  "publish.sh publishes nothing when a file is not what it was",
  LACK,
  async () => {
    await using project = await TempFolder.make();
    await makeProject(project.path);
    await Deno.writeTextFile(
      `${project.path}/dist/release/a.tar.gz`,
      "other\n",
    );
    const { code, out } = await publish(project.path);
    assertEquals(code, 1);
    assertStringIncludes(out, "a.tar.gz: FAILED");
    assertEquals(out.includes("docker"), false);
  },
);
