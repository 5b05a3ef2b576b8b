/**
 * `ktn export`, `import`, `backup`, `restore` and `check`: flags in, exit code out. What
 * was asked for goes to standard output, all other words to standard error.
 *
 * @module
 */

import { format as formatBytes } from "@std/fmt/bytes";
import { TextLineStream } from "@std/streams/text-line-stream";
import type { Invocation } from "../../shared/command.ts";
import { EXIT } from "../../shared/exit_code.ts";
import { ConfigError, type Parsed, UsageError } from "../../shared/flags.ts";
import { whyItFailed } from "../../shared/system_error.ts";
import { DataError } from "../log/data_error.ts";
import { defaultDataFolder } from "../log/data_folder.ts";
import { importEntries } from "../maintenance/data_import.ts";
import { checkDirectory } from "../maintenance/directory_check.ts";
import {
  DirectoryImport,
  readDirectoryLine,
} from "../maintenance/directory_import.ts";
import { directoryLines } from "../maintenance/directory_lines.ts";
import { restore } from "../maintenance/data_restore.ts";
import { DataReader, type ExportedEntry } from "../maintenance/data_reader.ts";
import { fromJson, toJson, toText } from "../maintenance/exported_line.ts";

/** Writes all stored messages, oldest first. */
export function runExport(invocation: Invocation): Promise<number> {
  const { print } = invocation;
  return withData(invocation, (parsed, folder) => {
    using reader = new DataReader(folder);
    const isJson = parsed.isOn("json");
    const withSecrets = parsed.isOn("with-secrets");
    if (isJson) directoryLines(folder, { withSecrets }).forEach(print);
    const format = isJson ? toJson : toText;
    for (const entry of reader.entries()) print(format(entry));
    return EXIT.ok;
  });
}

/** Adds exported messages to the stored ones. */
export function runImport(invocation: Invocation): Promise<number> {
  const { err } = invocation;
  return withData(invocation, async (parsed, folder) => {
    const [file = "-"] = parsed.operands;
    await using people = new DirectoryImport(folder);
    const entries = readExport(file, people);
    const { stored, known } = await importEntries(folder, entries);
    err(`${stored} messages are new, ${known} were there already`);
    if (people.records > 0) {
      err(`${people.records} records about people and rooms are new`);
    }
    return EXIT.ok;
  });
}

/** Writes a copy of the database, also while the server runs. */
export function runBackup(invocation: Invocation): Promise<number> {
  const { err } = invocation;
  return withData(invocation, async (parsed, folder) => {
    const [file] = parsed.operands;
    if (file === undefined) {
      throw new UsageError("backup needs a FILE to write");
    }
    using reader = new DataReader(folder);
    await reader.backup(file);
    const { size } = await Deno.stat(file);
    err(`Wrote ${file} (${formatBytes(size)})`);
    return EXIT.ok;
  });
}

/** Puts a backup in the place of the history. */
export function runRestore(invocation: Invocation): Promise<number> {
  const { err } = invocation;
  return withData(invocation, async (parsed, folder) => {
    const [file] = parsed.operands;
    if (file === undefined) {
      throw new UsageError("restore needs a FILE that ktn backup wrote");
    }
    const { last, replaced } = await restore(file, folder);
    err(`Restored ${file} into ${folder}, up to seq ${last}`);
    if (replaced) err(`What was there is in ${replaced}`);
    return EXIT.ok;
  });
}

/** Checks every stored message. */
export function runCheck(invocation: Invocation): Promise<number> {
  const { print } = invocation;
  return withData(invocation, async (_, folder) => {
    using reader = new DataReader(folder);
    const { messages, last, forgotten, bytes, ...log } = reader.check();
    const people = await checkDirectory(folder);
    const problems = [...log.problems, ...people.problems];
    const sizes = `${formatBytes(bytes)} of ${formatBytes(reader.fileBytes)}`;
    print(`${messages} messages, ${sizes} in use, in ${folder}`);
    print(`newest seq ${last}, forgotten up to ${forgotten}`);
    const { accounts, guests, rooms } = people;
    print(`${accounts} accounts, ${guests} guests, ${rooms} rooms`);
    for (const problem of problems) print(`problem: ${problem}`);
    print(problems.length === 0 ? "all is well" : "the data is damaged");
    return problems.length === 0 ? EXIT.ok : EXIT.data;
  });
}

/**
 * Refuses what every command for stored messages refuses.
 *
 * @throws {ConfigError} when nothing says where they are.
 */
export function checkDataOptions(invocation: Invocation): void {
  try {
    dataFolderOf(invocation);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    throw new ConfigError(error.message);
  }
}

/**
 * Returns where the data is.
 *
 * @throws {DataError} when nothing says so.
 */
export function dataFolderOf(
  { parsed, environment }: Pick<Invocation, "parsed" | "environment">,
): string {
  return parsed.text("data") ?? defaultDataFolder(Deno.build.os, environment);
}

async function withData(
  invocation: Invocation,
  work: (parsed: Parsed, folder: string) => number | Promise<number>,
): Promise<number> {
  const { parsed, err } = invocation;
  try {
    return await work(parsed, dataFolderOf(invocation));
  } catch (error) {
    const isData = error instanceof DataError;
    if (!isData && !(error instanceof SyntaxError)) throw error;
    err(error.message);
    return isData ? EXIT.data : EXIT.failed;
  }
}

/** Yields the messages of an export; `-` for standard input. */
async function* readExport(
  file: string,
  people: DirectoryImport,
): AsyncGenerator<ExportedEntry> {
  try {
    let number = 0;
    for await (const line of linesOf(file)) {
      number++;
      if (line.trim() === "") continue;
      try {
        const directoryLine = readDirectoryLine(line);
        if (directoryLine) await people.take(directoryLine);
        else yield people.adapt(fromJson(line));
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        throw new SyntaxError(
          `Cannot import line ${number}: ${error.message}`,
        );
      }
    }
  } finally {
    // While the log has the folder locked.
    await people[Symbol.asyncDispose]();
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  try {
    const bytes = file === "-"
      ? Deno.stdin.readable
      : (await Deno.open(file)).readable;
    yield* bytes
      .pipeThrough(new TextDecoderStream("utf-8", { fatal: true }))
      .pipeThrough(new TextLineStream());
  } catch (error) {
    const why = error instanceof TypeError
      ? "it is not UTF-8"
      : whyItFailed(error);
    throw new DataError(`Cannot read "${file}": ${why}`);
  }
}
