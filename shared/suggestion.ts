/**
 * The known word that is nearest to a mistyped one.
 *
 * @module
 */

/** A beginning this long stands for the word, however long that is. */
const MIN_BEGINNING = 3;

/**
 * Returns `: did you mean "..."?` when one of the words is near, "" otherwise.
 *
 * @param given What was typed; dashes and slashes before it do not count.
 * @param words What could have been meant, in the same form.
 */
export function didYouMean(given: string, words: readonly string[]): string {
  const word = nearest(given, words);
  return word === undefined ? "" : `: did you mean "${word}"?`;
}

/**
 * Returns the word that is nearest to `given`; nothing when none is near.
 *
 * Near is a word of which `given` is the beginning, at least three characters
 * of it, the shortest first; and then one that takes at most one edit in three
 * characters of the longer of the two, much as the Rust compiler looks for
 * names it does not know. An edit adds, drops or changes a character, or swaps
 * two neighbours; case does not count.
 */
export function nearest(
  given: string,
  words: readonly string[],
): string | undefined {
  const typed = bare(given);
  if (typed === "") return undefined;
  const begun = typed.length < MIN_BEGINNING
    ? []
    : words.filter((word) => bare(word).startsWith(typed));
  const near = words.filter((word) => {
    const most = Math.max(typed.length, bare(word).length) / 3;
    return countEdits(typed, bare(word)) <= most;
  });
  const candidates = begun.length > 0 ? begun : near;
  return candidates.toSorted((a, b) =>
    countEdits(typed, bare(a)) - countEdits(typed, bare(b))
  )[0];
}

/**
 * Counts the edits that make one word of the other: the Damerau-Levenshtein
 * distance in its restricted form, which edits no stretch twice.
 */
export function countEdits(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = a[row - 1] === b[column - 2] &&
        a[row - 2] === b[column - 1];
      current[column] = Math.min(
        at(above, column) + 1,
        at(current, column - 1) + 1,
        at(above, column - 1) + (isSame ? 0 : 1),
        isSwapped ? at(before, column - 2) + 1 : Infinity,
      );
    }
    [before, above] = [above, current];
  }
  return at(above, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}

function bare(word: string): string {
  return word.replace(/^[-/]+/, "").toLowerCase();
}
