/**
 * Files of a release that differ only in words such as `@version@`.
 *
 * @module
 */

const FOLDER = new URL("templates/", import.meta.url);
const WORD = /@([a-z0-9_]+)@/g;

/**
 * Returns a file of the folder `templates`, with its words filled in.
 *
 * @throws {RangeError} It has a word that is not given.
 */
export async function fillTemplate(
  name: string,
  words: Readonly<Record<string, string>>,
): Promise<string> {
  const text = await Deno.readTextFile(new URL(name, FOLDER));
  return text.replace(WORD, (_, word: string) => {
    const value = words[word];
    if (value !== undefined) return value;
    throw new RangeError(`Cannot fill "${word}" in ${name}: it is not given`);
  });
}
