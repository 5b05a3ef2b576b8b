/**
 * What Deno itself says that a module loads, whether at once or later.
 *
 * @module
 */

import { within } from "./within.ts";

const ROOT = new URL("../../", import.meta.url);

/** What is loaded with a module; types are not. */
export interface LoadedModules {
  /** The project's files, seen from the top. */
  readonly own: readonly string[];
  /** Packages, as `name@version`. */
  readonly packages: readonly string[];
}

/** What `deno info --json` prints, as far as it is used here. */
interface Info {
  readonly roots: readonly string[];
  readonly redirects: Readonly<Record<string, string>>;
  readonly modules: readonly {
    readonly specifier: string;
    readonly mediaType?: string;
    readonly dependencies?: readonly {
      readonly code?: { readonly specifier: string };
    }[];
  }[];
}

/** Returns what a file of the project loads. */
export async function loadedModules(path: string): Promise<LoadedModules> {
  const args = ["info", "--json", "--lock=deno.lock", path];
  const command = new Deno.Command(Deno.execPath(), { args, cwd: ROOT });
  const { stdout } = await within(command.output(), "deno info", 60_000);
  const info: Info = JSON.parse(new TextDecoder().decode(stdout));
  const loaded = [...loadedIn(info)];
  return {
    own: loaded.filter((specifier) => specifier.startsWith(ROOT.href))
      .map((specifier) => specifier.slice(ROOT.href.length))
      .filter((file) => file.endsWith(".ts")),
    packages: loaded.flatMap((specifier) =>
      /^npm:\/?(@?[^@]+@[^/]+)/.exec(specifier)?.[1] ?? []
    ),
  };
}

function loadedIn({ roots, redirects, modules }: Info): ReadonlySet<string> {
  const bySpecifier = new Map(modules.map((one) => [one.specifier, one]));
  const loaded = new Set(roots);
  for (const specifier of loaded) { // those added meanwhile are visited too
    for (const { code } of bySpecifier.get(specifier)?.dependencies ?? []) {
      if (code) loaded.add(redirects[code.specifier] ?? code.specifier);
    }
  }
  return loaded;
}
