/**
 * Loaded before the program in a test: tells on standard error whether it may
 * run other programs when it is sent SIGURG.
 *
 * @module
 */

Deno.addSignalListener("SIGURG", () => {
  const { state } = Deno.permissions.querySync({ name: "run" });
  Deno.stderr.writeSync(new TextEncoder().encode(`run: ${state}\n`));
});
