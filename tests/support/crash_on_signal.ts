/**
 * Loaded before the program in a test: makes it have a bug when it is sent
 * SIGUSR2.
 *
 * @module
 */

Deno.addSignalListener("SIGUSR2", () => {
  throw new Error("a bug \x1b[2J of a test");
});
