/**
 * The commit that is checked out: what a build is named after and dated by.
 *
 * @module
 */

const ROOT = new URL("../", import.meta.url);

/** The commit that a program is built of. */
export interface Commit {
  /** Its short name, with "-dirty" where the files are not those of it. */
  readonly commit: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
}

/** Returns the commit; sources may come without their history. */
export async function describeCommit(): Promise<Commit | undefined> {
  const commit = await git("describe", "--always", "--dirty", "--exclude=*");
  const date = await git("show", "--no-patch", "--format=%cs", "HEAD");
  return commit && date ? { commit, date } : undefined;
}

/** Returns the beginning of the day of a commit, or of 1980, in UTC. */
export function timeOf(commit: Commit | undefined): Date {
  return new Date(commit?.date ?? "1980-01-01"); // no zip file is older
}

async function git(...args: readonly string[]): Promise<string | undefined> {
  const options = { args: [...args], cwd: ROOT };
  const command = new Deno.Command("git", { ...options, stderr: "null" });
  try {
    const { success, stdout } = await command.output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return undefined; // no git on this machine
  }
}
