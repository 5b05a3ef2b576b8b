/**
 * The bill of materials, in CycloneDX: what is inside the binary.
 *
 * @module
 */

import { timeOf } from "../commit.ts";
import { bundle, packagesIn } from "../bundle.ts";
import { type Release, ROOT } from "./release.ts";
import { runProgram } from "./run_program.ts";

/** A part of the program that others wrote. */
interface Component {
  readonly type: "library" | "platform";
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly { readonly license: { readonly id: string } }[];
  readonly hashes?: readonly {
    readonly alg: string;
    readonly content: string;
  }[];
}

/** Writes it. */
export async function writeSbom(release: Release): Promise<void> {
  const { version, home, folder, commit } = release;
  const program = `${release.work}/sbom-program`;
  await bundle(program);
  const purl = `pkg:generic/ktn@${version}`;
  const packages = (await packagesIn(program)).map(npmComponent);
  const components = [denoComponent(), ...await Promise.all(packages)];
  const bill = {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      timestamp: timeOf(commit).toISOString(),
      component: {
        ...{ type: "application", "bom-ref": purl, name: "ktn", version, purl },
        licenses: licensed("MIT"),
        externalReferences: [{ type: "website", url: home }],
        properties: [{ name: "commit", value: commit?.commit ?? "unknown" }],
      },
    },
    components: components.map((one) => ({ ...one, "bom-ref": one.purl })),
    dependencies: [
      { ref: purl, dependsOn: components.map((one) => one.purl) },
    ],
  };
  const text = JSON.stringify(bill, undefined, 2) + "\n";
  await Deno.writeTextFile(`${folder}/ktn-${version}.cdx.json`, text);
}

function licensed(id: string): Component["licenses"] {
  return [{ license: { id } }];
}

/** The runtime, which has V8 and SQLite in it. */
function denoComponent(): Component {
  const version = Deno.version.deno;
  return {
    ...{ type: "platform", name: "deno", version },
    purl: `pkg:github/denoland/deno@v${version}`,
    licenses: licensed("MIT"),
  };
}

async function npmComponent(specifier: string): Promise<Component> {
  const at = specifier.lastIndexOf("@");
  const [name, version] = [specifier.slice(0, at), specifier.slice(at + 1)];
  const lock = await Deno.readTextFile(new URL("deno.lock", ROOT));
  const integrity: string = JSON.parse(lock).npm[specifier].integrity;
  return {
    ...{ type: "library", name, version },
    purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
    licenses: licensed(await licenceOf(specifier)),
    hashes: [{ alg: "SHA-512", content: hexOf(integrity) }],
  };
}

/** Reads it where the package says it. */
async function licenceOf(specifier: string): Promise<string> {
  const info = ["info", "--json", "--lock=deno.lock", "main.ts"];
  const said = await runProgram([Deno.execPath(), ...info], { cwd: ROOT });
  const { localPath } = JSON.parse(said).npmPackages[specifier];
  const manifest = await Deno.readTextFile(`${localPath}/package.json`);
  return String(JSON.parse(manifest).license);
}

/** From `sha512-BASE64`. */
function hexOf(integrity: string): string {
  const base64 = integrity.slice(integrity.indexOf("-") + 1);
  return Uint8Array.fromBase64(base64).toHex();
}
