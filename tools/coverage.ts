/**
 * The coverage report, after `deno test --coverage --coverage-raw-data-only`.
 * A process that a test kills while it ends leaves half a profile behind, which
 * `deno coverage` takes for an error; what cannot be read is left out here.
 *
 * @module
 */

const FOLDER = "coverage";

/** Removes profiles that were not written to their end; returns how many. */
export async function removeUnfinished(folder: string): Promise<number> {
  let count = 0;
  for await (const { name } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (!name.endsWith(".json") || isJson(await Deno.readTextFile(path))) {
      continue;
    }
    await Deno.remove(path);
    count++;
  }
  return count;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

if (import.meta.main) {
  await removeUnfinished(FOLDER);
  const command = new Deno.Command(Deno.execPath(), {
    args: ["coverage", FOLDER],
  });
  Deno.exit((await command.spawn().status).code);
}
