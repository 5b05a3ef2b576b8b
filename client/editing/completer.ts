/**
 * Tab pressed again and again: one completion after another in the place of the
 * first. Knows nothing of keys.
 *
 * @module
 */

import {
  beginCompletion,
  completed,
  type Completion,
  cycle,
  type Vocabulary,
} from "./completion.ts";
import { change, type Editor } from "./line_editor.ts";

/** A completion under way. */
export class Completer {
  /** The line as it was before the first Tab. */
  #base: Editor | undefined;
  #completion: Completion | undefined;

  /**
   * Completes the word before the cursor, or puts another candidate there.
   *
   * @param step 1 for the next candidate, -1 for the one before.
   * @returns the editor with it, as one change that can be taken back.
   */
  complete(editor: Editor, step: 1 | -1, vocabulary: Vocabulary): Editor {
    this.#completion = this.#completion
      ? cycle(this.#completion, step)
      : beginCompletion(editor, vocabulary);
    if (!this.#completion) return editor;
    this.#base ??= editor;
    return change(this.#base, completed(this.#completion));
  }

  /** Something else was done: the next Tab begins anew. */
  forget(): void {
    this.#base = undefined;
    this.#completion = undefined;
  }
}
