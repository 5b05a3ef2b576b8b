/**
 * What a person sees of a bug that nothing catches. Who shows something else on
 * the terminal takes that away first.
 *
 * @module
 */

import { escapeUnsafeLines } from "../../shared/text.ts";
import { EXIT } from "../connection/exit_code.ts";

/**
 * From now on a bug that nothing catches ends the program with a report on
 * standard error.
 *
 * @param beforeReport gives the terminal back; returns what else to say.
 */
export function reportBugs(beforeReport: () => readonly string[]): Disposable {
  const onError = ({ error }: ErrorEvent) => report(error);
  const onRejection = ({ reason }: PromiseRejectionEvent) => report(reason);

  /** Ends the program: Deno's own report could hold other people's text. */
  function report(error: unknown): void {
    const lines = [...beforeReport(), "This is a bug in ktn:", stackOf(error)]
      .flatMap(escapeUnsafeLines).map((line) => `! ${line}`);
    Deno.stderr.writeSync(new TextEncoder().encode(`${lines.join("\n")}\n`));
    Deno.exit(EXIT.failed);
  }

  globalThis.addEventListener("error", onError);
  globalThis.addEventListener("unhandledrejection", onRejection);
  return {
    [Symbol.dispose]: () => {
      globalThis.removeEventListener("error", onError);
      globalThis.removeEventListener("unhandledrejection", onRejection);
    },
  };
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.stack ?? error.message;
}
