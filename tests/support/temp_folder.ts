/**
 * A folder that is removed at the end of a test.
 *
 * @module
 */

/** A folder of its own. */
export class TempFolder implements AsyncDisposable {
  private constructor(
    /** Where it is. */
    readonly path: string,
  ) {}

  /** Makes one. */
  static async make(): Promise<TempFolder> {
    return new TempFolder(await Deno.makeTempDir({ prefix: "ktn" }));
  }

  /** Removes it with all that is in it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}
