/**
 * What the end of a chat on a terminal comes to: an exit code, and what must be
 * known when the chat is not to be seen any more.
 *
 * @module
 */

import { giveUpMessage } from "../connection/close_reason.ts";
import { exitCodeFor } from "../connection/exit_code.ts";
import type { TerminalEnding } from "./terminal_chat_options.ts";

/** How a chat is concluded. */
export interface Conclusion {
  readonly exitCode: number;
  readonly lastWords: readonly string[];
  /** Said when there are no last words; "" for nothing. */
  readonly goodbye: string;
}

/** Refusals after which another name may do; old servers give no code. */
const ABOUT_THE_NAME: ReadonlySet<string | undefined> = new Set([
  "bad_name",
  "bad_password",
  "name_taken",
  "password_required",
  undefined,
]);

/** Returns what there is to say about an end. */
export function conclude(end: TerminalEnding): Conclusion {
  const { reason, address, unsent, isKept, hasTimeout } = end;
  const lastWords: string[] = [];
  if ("text" in reason) lastWords.push(reason.text);
  if (reason.kind === "abandoned") {
    lastWords.push(giveUpMessage(reason.refusal));
  }
  if (unsent.length > 0) {
    const fate = isKept ? "goes out next time" : "is lost";
    lastWords.push(
      `Not confirmed by the server; it ${fate}:`,
      ...unsent.map(({ text }) => text),
    );
  }
  return {
    exitCode: exitCodeFor(reason, { unsent: unsent.length, hasTimeout }),
    lastWords,
    goodbye: reason.kind === "left" ? `Left ${address}` : "",
  };
}

/** Whether a chat never began because of the name. */
export function isNameRefused({ reason }: TerminalEnding): boolean {
  return reason.kind === "refused" && ABOUT_THE_NAME.has(reason.code);
}
