/**
 * How much the fault tests do: enough to notice in `deno task test`, and much
 * more in `deno task faults`. And which of them this machine can do.
 *
 * @module
 */

/** Whether the long versions were asked for. */
export const IS_LONG = Deno.env.get("KTN_FAULTS") === "long";

/** Returns one number for the short version, another for the long one. */
export function effort(short: number, long: number): number {
  return IS_LONG ? long : short;
}

/** Tells a figure that the long versions measure. */
export function tell(what: string): void {
  if (!IS_LONG) return;
  Deno.stderr.writeSync(new TextEncoder().encode(`  ${what}\n`));
}

/**
 * Returns what a test needs and this machine lacks; with it the test is named
 * and ignored. Where everything must be there (`CI=true`) nothing is lacking,
 * so the test fails instead.
 */
export function lacking(
  needs: Readonly<Record<string, boolean>>,
): string | undefined {
  if (Deno.env.get("CI") === "true") return undefined;
  const missing = Object.keys(needs).filter((need) => !needs[need]);
  return missing.length > 0 ? missing.join(", ") : undefined;
}

/** Registers a test, ignored with the reason in its name when one is given. */
export function faultTest(
  name: string,
  lack: string | undefined,
  fn: () => Promise<void>,
): void {
  if (lack === undefined) Deno.test(name, fn);
  else Deno.test.ignore(`${name} (this machine lacks ${lack})`, fn);
}

/** Whether a program can be run. */
export function hasProgram(name: string): boolean {
  const path = Deno.env.get("PATH") ?? "";
  return [...path.split(":"), "/usr/sbin", "/sbin"].some((folder) => {
    try {
      return Deno.statSync(`${folder}/${name}`).isFile;
    } catch {
      return false;
    }
  });
}
