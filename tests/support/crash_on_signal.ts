/**
 * Loaded before the program in a test: makes it have a bug when it is sent
 * SIGURG, one in the callback of a timer when it is sent SIGUSR1.
 *
 * @module
 */

Deno.addSignalListener("SIGURG", crash);
Deno.addSignalListener("SIGUSR1", () => void setTimeout(crash));

function crash(): void {
  throw new Error("a bug \x1b[2J of a test");
}
