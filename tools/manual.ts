/**
 * The manual page, made from the table of commands; in mdoc, which mandoc and
 * groff both read.
 *
 * @module
 */

import { type Command, COMMON_FLAGS } from "../shared/command.ts";
import { EXIT, EXIT_MEANINGS } from "../shared/exit_code.ts";
import { type Flag, purposeOf } from "../shared/flag.ts";
import { SERVER_OPERAND } from "../shared/help.ts";
import { type Fact, FILES, VARIABLES } from "./facts.ts";

/** Day of the last change to what the page says beside the table. */
const DATE = "November 22, 2026";
/** Longest line of the source that mandoc takes without a word. */
const MAX_LINE = 78;

/** Returns the page. */
export function manual(commands: readonly Command[]): string {
  return [
    `.Dd ${DATE}`,
    ".Dt KTN 1",
    ".Os",
    ".Sh NAME",
    ".Nm ktn",
    ".Nd chat for your own network in one file",
    ".Sh SYNOPSIS",
    ".Nm",
    ".Ar command",
    ".Op Ar operand ...",
    ".Op Fl -flag Ns Op = Ns Ar value",
    ".Sh DESCRIPTION",
    ...prose(
      "A chat server, and a client for terminals and scripts. Flags may stand anywhere after the command; what follows a double dash is no flag. A switch that something else turned on is turned off by its name with no- before it.",
    ),
    ".Pp",
    ...prose(SERVER_OPERAND),
    ...commands.flatMap(commandSection),
    ".Ss Every command",
    ...flagList(COMMON_FLAGS),
    ".Sh ENVIRONMENT",
    "Every flag that does not ask for this call only is also a variable:",
    ".Fl -max-clients",
    "is",
    ".Ev KTN_MAX_CLIENTS .",
    ...prose(
      "What the command line says comes first, then the variable, the saved server that is called, the configuration file, and the default.",
    ),
    ...list("Ev", VARIABLES),
    ".Sh FILES",
    ...list("Pa", FILES),
    ".Sh EXIT STATUS",
    ...list("Li", exitCodes()),
    ".Sh EXAMPLES",
    ...commands.flatMap(({ examples }) => examples).flatMap(exampleLines)
      // A section begins a paragraph by itself.
      .slice(1),
    "",
  ].join("\n");
}

function exitCodes(): readonly Fact[] {
  const meanings = new Map(Object.entries(EXIT_MEANINGS));
  return Object.entries(EXIT).map(([name, code]) => [
    String(code),
    meanings.get(name) ?? "",
  ]);
}

function commandSection(
  { name, usage, summary, flags }: Command,
): readonly string[] {
  return [
    `.Ss ktn ${name}`,
    `.Dl ${argument(usage)}`,
    ...prose(`${summary}.`),
    ...flagList(flags),
  ];
}

function flagList(flags: readonly Flag[]): readonly string[] {
  const shown = flags.filter(({ hidden }) => !hidden);
  return shown.length === 0 ? [] : [
    ".Bl -tag -width Ds",
    ...shown.flatMap(flagLines),
    ".El",
  ];
}

function flagLines(flag: Flag): readonly string[] {
  const { name, short, default: otherwise } = flag;
  const letter = short === undefined ? "" : `Fl ${short} , `;
  const value = flag.type.placeholder;
  return [
    `.It ${letter}Fl -${name}${value === "" ? "" : ` Ar ${argument(value)}`}`,
    ...prose(`${purposeOf(flag)}.`),
    ...(otherwise === undefined
      ? []
      : ["The default is", `.Li ${argument(otherwise)} .`]),
  ];
}

function list(macro: string, facts: readonly Fact[]): readonly string[] {
  return [
    ".Bl -tag -width Ds",
    ...facts.flatMap(([what, purpose]) => [
      `.It ${macro} ${argument(what)}`,
      ...prose(`${purpose}.`),
    ]),
    ".El",
  ];
}

function exampleLines(
  [call, remark]: readonly [string, string],
): readonly string[] {
  const intro = remark.charAt(0).toUpperCase() + remark.slice(1);
  return [
    ".Pp",
    ...(intro === "" ? [] : prose(`${intro}:`)),
    `.Dl ${argument(call)}`,
  ];
}

/** Text as lines of the source: each sentence on its own, none too long. */
function prose(words: string): readonly string[] {
  return words.split(/(?<=[.?!]) (?=[A-Z])/).flatMap((sentence) => {
    const lines = [""];
    for (const word of sentence.split(" ")) {
      const line = lines.at(-1) ?? "";
      if (line.length + 1 + word.length > MAX_LINE) lines.push(word);
      else lines.splice(-1, 1, line === "" ? word : `${line} ${word}`);
    }
    return lines.map((line) => escaped(line).replace(/^(?=[.'])/, "\\&"));
  });
}

/** Words as arguments of a macro, none of which is punctuation or a macro. */
function argument(words: string): string {
  return words.split(" ").map((word) => {
    const isSpecial = /^[A-Z][a-z]$|^[.,:;()[\]?!|]+$/.test(word);
    return escaped(word).replace(/^/, isSpecial ? "\\&" : "")
      .replace(/(?<=[.,:;)\]?!])$/, "\\&");
  }).join(" ");
}

function escaped(words: string): string {
  return words.replaceAll("\\", "\\e").replaceAll('"', "\\(dq");
}
