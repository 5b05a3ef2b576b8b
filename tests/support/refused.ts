/**
 * With which code something is refused.
 *
 * @module
 */

import { ChatError } from "../../shared/errors.ts";

/** Returns the code of the refusal; missing when nothing is refused. */
export function codeOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (error instanceof ChatError) return error.code;
    throw error;
  }
}
