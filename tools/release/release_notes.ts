/**
 * What a release says of itself: its section of the changelog.
 *
 * @module
 */

/** A release that has a day, and one that has none yet. */
const HEADING = /^## (\S+) - (\S+)$/gm;

/** A section of the changelog. */
export interface Notes {
  /** `YYYY-MM-DD`, or `unreleased`. */
  readonly date: string;
  readonly text: string;
}

/**
 * Cuts out the section of a version.
 *
 * @throws {RangeError} There is none, or it is empty.
 */
export function releaseNotes(changelog: string, version: string): Notes {
  const headings = [...changelog.matchAll(HEADING)];
  const index = headings.findIndex(([, name]) => name === version);
  const [heading = "", , date = ""] = headings[index] ?? [];
  const start = (headings[index]?.index ?? 0) + heading.length;
  const text = changelog.slice(start, headings[index + 1]?.index).trim();
  if (index >= 0 && text !== "") return { date, text: text + "\n" };
  throw new RangeError(
    `Cannot find what is new in ${version}: no "## ${version} - YYYY-MM-DD" in the changelog`,
  );
}
