/**
 * Stopping as Ctrl-Z does in other programs: with all that was started
 * together, and only where a shell can let it go on.
 *
 * @module
 */

/**
 * A signal is noticed within this time, in milliseconds: who still runs so
 * long after one to stop was not stopped.
 */
const SIGNAL_MS = 100;
/** Says that it has begun, and stops itself. */
const PROBE = "echo begun; kill -TSTP $$";

/**
 * Stops the program until a shell lets it go on; returns at once where there
 * is none.
 *
 * The terminal itself would send SIGTSTP to all programs that were started
 * together. `deno task` catches that and goes on, so the shell would wait for
 * ever; SIGSTOP cannot be caught, but stops for ever where there is no shell.
 */
export async function suspendProcess(): Promise<void> {
  try {
    if (!await canBeContinued()) return;
    Deno.kill(0, "SIGSTOP");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
    Deno.kill(Deno.pid, "SIGTSTP"); // alone, all that is permitted
  }
  await pause(SIGNAL_MS);
}

/**
 * Tells whether there is a shell: systems let nobody stop by SIGTSTP whom no
 * shell could continue (POSIX, orphaned process groups).
 */
async function canBeContinued(): Promise<boolean> {
  const probe = new Deno.Command("sh", {
    args: ["-c", PROBE],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const output = probe.stdout.getReader();
  await output.read();
  const hasEnded = probe.status.then(() => true);
  const isOver = await Promise.race([hasEnded, pause(SIGNAL_MS)]);
  if (!isOver) probe.kill("SIGKILL");
  await hasEnded;
  await output.cancel();
  return !isOver;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
