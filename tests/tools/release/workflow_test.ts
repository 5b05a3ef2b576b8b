/** What the workflows run is there, and is what it was when it was looked at. */

import { assert, assertEquals } from "@std/assert";
import { TARGETS } from "../../../tools/targets.ts";
import { readProjectFile } from "../../support/source_files.ts";

const WORKFLOWS = ["ci", "release"].map((name) =>
  `.github/workflows/${name}.yml`
);
/** Every place that names the version of Deno. */
const PLACES = [
  ...WORKFLOWS,
  ...[".ci/run", "README.md", "docs/releasing.md"],
];

Deno.test("the workflows use actions of one commit each, with its version beside it", async () => {
  const pins = new Map<string, string>();
  for (const path of WORKFLOWS) {
    const text = await readProjectFile(path);
    for (
      const [, name = "", pin = ""] of text.matchAll(/uses: (\S+?)@(.*)$/gm)
    ) {
      assert(/^[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(pin), `${name}@${pin}`);
      assertEquals(pins.get(name) ?? pin, pin);
      pins.set(name, pin);
    }
  }
  assert(pins.size >= 4);
});

Deno.test("the tasks and files that the workflows run are there", async () => {
  const { tasks } = JSON.parse(await readProjectFile("deno.json"));
  for (const path of WORKFLOWS) {
    const text = await readProjectFile(path);
    for (const [, task = ""] of text.matchAll(/deno@\S+ task ([a-z:]+)/g)) {
      assert(task in tasks, task);
    }
    const files = text.matchAll(/(?:bash|-A) ((?:tools|\.ci)\/[^\s]+)/g);
    for (const [, file = ""] of files) await readProjectFile(file);
  }
});

Deno.test("a release tries every target on its own system", async () => {
  const text = await readProjectFile(".github/workflows/release.yml");
  const tried = [...text.matchAll(/target: ([a-z0-9-]+), program: ([a-z.]+)/g)]
    .map(([, name, program]) => `${name} ${program}`);
  const all = TARGETS.map(({ name, program }) => `${name} ${program}`);
  assertEquals(tried.sort(), all.sort());
});

Deno.test("one version of Deno is named everywhere", async () => {
  const versions = await Promise.all(PLACES.map(async (path) => {
    const text = await readProjectFile(path);
    return [...text.matchAll(/deno@(\d+\.\d+\.\d+)/g)].map(([, one]) => one);
  }));
  assertEquals(versions.filter((found) => found.length === 0), []);
  assertEquals([...new Set(versions.flat())], [Deno.version.deno]);
});
