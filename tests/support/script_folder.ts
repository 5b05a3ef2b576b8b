/**
 * A folder in which scripts run as on a machine with `ktn` installed: with
 * programs of its own before those of the system, and all processes of a script
 * ended with it.
 *
 * @module
 */

import { KTN } from "./ktn.ts";
import { type Running, start } from "./running.ts";

/** A folder for scripts; it is removed at the end of the test. */
export class ScriptFolder implements AsyncDisposable {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /** Makes one in which `ktn` can be called. */
  static async make(): Promise<ScriptFolder> {
    const folder = new ScriptFolder(await Deno.makeTempDir({ prefix: "ktn" }));
    await Deno.mkdir(folder.#path + "/bin");
    const call = KTN.map((word) => `'${word}'`).join(" ");
    await folder.addProgram("ktn", `exec ${call} "$@"`);
    return folder;
  }

  /** Adds a program, as the commands of a shell. */
  async addProgram(name: string, commands: string): Promise<void> {
    const path = `${this.#path}/bin/${name}`;
    await Deno.writeTextFile(path, `#!/bin/sh\n${commands}\n`, { mode: 0o755 });
  }

  /** Writes a file into it. */
  async write(name: string, text: string): Promise<void> {
    await Deno.writeTextFile(`${this.#path}/${name}`, text);
  }

  /** Reads a file in it; "" when it is not there. */
  async read(name: string): Promise<string> {
    try {
      return await Deno.readTextFile(`${this.#path}/${name}`);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return "";
      throw error;
    }
  }

  /** Starts a script in a group of its own. */
  start(command: readonly string[]): Script {
    const path = `${this.#path}/bin:${Deno.env.get("PATH")}`;
    const surroundings = { cwd: this.#path, env: { PATH: path } };
    return new Script(start(["setsid", ...command], surroundings));
  }

  /** Removes it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#path, { recursive: true });
  }
}

/** A script and all its processes. */
export class Script implements AsyncDisposable {
  /** The process that was started. */
  readonly main: Running;

  /** Takes over the leader of a group. */
  constructor(main: Running) {
    this.main = main;
  }

  /** Ends all its processes. */
  async [Symbol.asyncDispose](): Promise<void> {
    const args = ["-c", `kill -KILL -${this.main.pid}`];
    // They may have ended by themselves.
    await new Deno.Command("sh", { args, stderr: "null" }).output();
    await this.main[Symbol.asyncDispose]();
  }
}
