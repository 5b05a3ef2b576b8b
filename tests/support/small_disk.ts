/**
 * A disk of its own that can be full or read-only: a tmpfs, which only root on
 * Linux may mount.
 *
 * @module
 */

/** Whether such a disk can be had here. */
export const CAN_MOUNT = Deno.build.os === "linux" && Deno.uid() === 0;

/** A mounted disk; gone when it is disposed. */
export class SmallDisk implements AsyncDisposable {
  private constructor(
    /** Where it is. */
    readonly folder: string,
  ) {}

  /** Mounts one with options of tmpfs such as `size=1m`. */
  static async mount(options: string): Promise<SmallDisk> {
    const folder = await Deno.makeTempDir({ prefix: "ktn-disk" });
    await run("mount", "-t", "tmpfs", "-o", options, "ktn-test", folder);
    return new SmallDisk(folder);
  }

  /** Changes its options. */
  remount(options: string): Promise<void> {
    return run("mount", "-o", `remount,${options}`, this.folder);
  }

  /** Unmounts it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await run("umount", this.folder);
    await Deno.remove(this.folder);
  }
}

async function run(program: string, ...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args })
    .output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
