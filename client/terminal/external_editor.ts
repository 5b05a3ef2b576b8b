/**
 * A text in the editor of the person's choice.
 *
 * @module
 */

import type { Environment } from "../../shared/flags.ts";
import { whyItFailed } from "../../shared/system_error.ts";
import { MAX_LINE } from "../editing/line.ts";

/** What became of a text. */
export type Edited =
  | { readonly kind: "edited"; readonly text: string }
  /** The text is as it was. */
  | { readonly kind: "failed"; readonly why: string };

/** The editor that POSIX wants everywhere, and the one of Windows. */
const FALLBACK = { unix: "vi", windows: "notepad" } as const;
const NOT_FOUND = 127;
/** A character takes at most three bytes for each of its UTF-16 units. */
const MAX_BYTES = MAX_LINE * 3 + 2;

/** Returns the command line of the editor; it may hold arguments. */
export function editorFor({ VISUAL, EDITOR }: Environment, os: string): string {
  return VISUAL || EDITOR ||
    (os === "windows" ? FALLBACK.windows : FALLBACK.unix);
}

/**
 * Lets a text be edited, in a file that only its owner may read.
 *
 * @param editor a command line, read by the shell.
 * @param signal ends the editor when it aborts.
 */
export async function editText(
  text: string,
  editor: string,
  signal: AbortSignal,
): Promise<Edited> {
  try {
    return await editInFile(text, editor, signal);
  } catch (error) {
    return failed(`Cannot edit the line elsewhere: ${whyItFailed(error)}`);
  }
}

async function editInFile(
  text: string,
  editor: string,
  signal: AbortSignal,
): Promise<Edited> {
  const file = await Deno.makeTempFile({ prefix: "ktn-", suffix: ".txt" });
  let isKept = false;
  try {
    await Deno.writeTextFile(file, text === "" ? "" : `${text}\n`);
    const why = await runEditor(editor, file, signal);
    if (why !== undefined) return failed(why);
    const edited = await read(file);
    // What was written must not be lost because it cannot be taken.
    isKept = edited.kind === "failed";
    return keptIn(file, edited);
  } finally {
    if (!isKept) await Deno.remove(file);
  }
}

/** Returns why it went wrong, if it did. */
async function runEditor(
  editor: string,
  file: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const [program, ...args] = Deno.build.os === "windows"
    ? ["cmd", "/c", `${editor} "${file}"`]
    : ["sh", "-c", `${editor} "$@"`, editor, file];
  if (signal.aborted) return "The chat is over";
  const command = new Deno.Command(program ?? "", {
    args,
    signal,
    stdin: "inherit",
    stdout: "inherit",
    stderr: "inherit",
  });
  const { code } = await command.spawn().status;
  if (code === 0) return undefined;
  return code === NOT_FOUND
    ? `Cannot find the editor "${editor}": set VISUAL or EDITOR to another`
    : `The editor ended with ${code}, so the line is as it was`;
}

async function read(file: string): Promise<Edited> {
  const { size } = await Deno.stat(file);
  if (size > MAX_BYTES) return tooLong(`${size} bytes`);
  const bytes = await Deno.readFile(file);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes)
      .replace(/\r\n/g, "\n").replace(/\n$/, "");
    if (text.length > MAX_LINE) return tooLong(`${text.length} characters`);
    return { kind: "edited", text };
  } catch {
    return failed("What the editor wrote is not UTF-8");
  }
}

function tooLong(size: string): Edited {
  return failed(
    `What the editor wrote is too long, ${size}: ${MAX_LINE} characters fit`,
  );
}

function keptIn(file: string, edited: Edited): Edited {
  if (edited.kind !== "failed") return edited;
  return failed(`${edited.why}; it is kept in ${file}`);
}

function failed(why: string): Edited {
  return { kind: "failed", why };
}
