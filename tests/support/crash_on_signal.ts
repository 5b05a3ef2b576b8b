/**
 * Loaded before the program in a test: makes it have a bug when it is sent
 * SIGUSR2, one in the callback of a timer when it is sent SIGUSR1.
 *
 * @module
 */

Deno.addSignalListener("SIGUSR2", crash);
Deno.addSignalListener("SIGUSR1", () => void setTimeout(crash));

function crash(): void {
  throw new Error("a bug \x1b[2J of a test");
}
