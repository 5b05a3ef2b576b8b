/**
 * What the errors of operating systems mean, in words for people. Knows nothing
 * of what was tried.
 *
 * @module
 */

/** What to say, by the code that POSIX gives an error and Deno and Node keep. */
const MEANINGS: ReadonlyMap<string, string> = new Map([
  ["EACCES", "you have no right to it"],
  ["EADDRINUSE", "the port is in use"],
  ["EADDRNOTAVAIL", "this machine has no such address"],
  ["EBUSY", "it is in use"],
  ["EDQUOT", "your share of the disk is used up"],
  ["EEXIST", "it is there already"],
  ["EFBIG", "the file is too large"],
  ["EHOSTUNREACH", "no way leads to that machine"],
  ["EINVAL", "the system does not take this"],
  ["EIO", "the disk does not work"],
  ["EISDIR", "it is a folder"],
  ["ELOOP", "it is a link that leads back to itself"],
  ["EMFILE", "too many files are open"],
  ["ENAMETOOLONG", "the name is too long"],
  ["ENETUNREACH", "the network cannot be reached"],
  ["ENFILE", "too many files are open"],
  ["ENOENT", "there is no such file or folder"],
  ["ENOSPC", "the disk is full"],
  ["ENOTDIR", "a part of the path is no folder"],
  ["ENOTEMPTY", "it is not empty"],
  ["EPERM", "the system does not allow it"],
  ["EROFS", "the disk can only be read"],
]);

/**
 * Returns why something failed, as the end of a sentence; an error that is not
 * known says it in its own words.
 *
 * @example Usage
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { whyItFailed } from "./system_error.ts";
 *
 * const error = Object.assign(new Error("os error 13"), { code: "EACCES" });
 * assertEquals(whyItFailed(error), "you have no right to it");
 * ```
 */
export function whyItFailed(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "NotCapable") {
    return "Deno was not given the right to it";
  }
  if (/failed to lookup address/.test(error.message)) {
    return "no machine of this name is known";
  }
  const meaning = MEANINGS.get(codeOf(error) ?? "");
  return meaning ?? error.message.replace(/ \(os error \d+\).*$/s, "");
}

/** Returns the system's code of an error, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
