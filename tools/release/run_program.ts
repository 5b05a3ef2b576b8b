/**
 * Runs the programs that make a release, such as `tar`.
 *
 * @module
 */

/** Where a program runs, and with which variables beside ours. */
export type Surroundings = Pick<Deno.CommandOptions, "cwd" | "env">;

/**
 * Runs a program to its end; resolves with what it wrote.
 *
 * @throws {Error} It failed; the message has what it said.
 */
export async function runProgram(
  [program = "", ...args]: readonly string[],
  surroundings: Surroundings = {},
): Promise<string> {
  const command = new Deno.Command(program, { ...surroundings, args });
  const { success, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  if (success) return decoder.decode(stdout);
  const said = decoder.decode(stdout) + decoder.decode(stderr);
  throw new Error(`Cannot run ${[program, ...args].join(" ")}: ${said}`);
}
