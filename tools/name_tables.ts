/**
 * Makes the tables of characters in names from ICU (Debian's libicu72, Unicode
 * 15.0): which may stand in a name, and which look like others (UTS 39). To be
 * run when a newer ICU is to be followed; names its version in the tables.
 *
 * @module
 */

const ICU = 72;
const UNICODE = "15.0";
/** Longest skeleton of one character, in bytes. */
const MAX_BYTES = 256;
/** Where a line of a table ends. */
const WIDTH = 72;
/** What else may be in names: the seed's own characters. */
const SEED_CHARACTERS = [..."[\\]^_`"];

/** A table and the file it is for. */
export interface NameTable {
  readonly path: string;
  readonly text: string;
}

/**
 * Returns both tables.
 *
 * @throws {Error} when this machine has no such ICU.
 */
export function nameTables(): readonly NameTable[] {
  using icu = openIcu();
  const allowed = allCharacters().filter((char) => icu.isAllowed(char));
  return [
    {
      path: "shared/identifier_table.ts",
      text: moduleOf(
        "Characters that may stand in names: Identifier_Status=Allowed of UTS 39.",
        "Ranges: how far each begins behind the one before, and how many more\n * characters it has where that is not none; in base 36",
        "IDENTIFIER_RANGES",
        rangesOf(allowed),
      ),
    },
    {
      path: "server/directory/confusable_table.ts",
      text: moduleOf(
        "Characters of names that look like others: the confusables of UTS 39.",
        "A character, and what it looks like; code points in base 16",
        "CONFUSABLES",
        confusables([...allowed, ...SEED_CHARACTERS], icu.skeleton),
      ),
    },
  ];
}

function moduleOf(
  what: string,
  form: string,
  name: string,
  words: readonly string[],
): string {
  const lines = [""];
  for (const word of words) {
    const line = lines.at(-1) ?? "";
    const isFull = line.length + word.length >= WIDTH;
    if (isFull) lines.push(word);
    else lines[lines.length - 1] = line === "" ? word : `${line} ${word}`;
  }
  return `/**
 * ${what}
 * Made by tools/name_tables.ts from ICU ${ICU} (Unicode ${UNICODE}).
 *
 * @module
 */

/** ${form}. */
export const ${name}: string = \`
${lines.join("\n")}
\`;
`;
}

function rangesOf(characters: readonly string[]): readonly string[] {
  const ranges: { first: number; last: number }[] = [];
  for (const code of characters.map(codeOf)) {
    const range = ranges.at(-1);
    if (range && code === range.last + 1) range.last = code;
    else ranges.push({ first: code, last: code });
  }
  let end = 0;
  return ranges.map(({ first, last }) => {
    const gap = (first - end).toString(36);
    end = last;
    return first === last ? gap : `${gap}+${(last - first).toString(36)}`;
  });
}

/** What a name is made of when it is taken apart (NFD). */
function confusables(
  characters: readonly string[],
  skeleton: (text: string) => string,
): readonly string[] {
  const parts = new Set(characters.flatMap((one) => [...one.normalize("NFD")]));
  return [...parts].map((part) => [part, skeleton(part)] as const)
    .filter(([part, looks]) => part !== looks)
    .sort(([a], [b]) => codeOf(a) - codeOf(b))
    .map(([part, looks]) => `${hex(part)}:${[...looks].map(hex).join(".")}`);
}

function hex(character: string): string {
  return codeOf(character).toString(16);
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function allCharacters(): readonly string[] {
  return Array.from({ length: 0x110000 }, (_, code) => code)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code));
}

function openIcu() {
  const spoof = Deno.dlopen(`libicui18n.so.${ICU}`, {
    open: {
      name: `uspoof_open_${ICU}`,
      parameters: ["buffer"],
      result: "pointer",
    },
    skeleton: {
      name: `uspoof_getSkeletonUTF8_${ICU}`,
      parameters: [
        "pointer",
        "u32",
        "buffer",
        "i32",
        "buffer",
        "i32",
        "buffer",
      ],
      result: "i32",
    },
    recommended: {
      name: `uspoof_getRecommendedSet_${ICU}`,
      parameters: ["buffer"],
      result: "pointer",
    },
    included: {
      name: `uspoof_getInclusionSet_${ICU}`,
      parameters: ["buffer"],
      result: "pointer",
    },
  });
  const sets = Deno.dlopen(`libicuuc.so.${ICU}`, {
    contains: {
      name: `uset_contains_${ICU}`,
      parameters: ["pointer", "i32"],
      result: "u8",
    },
  });
  const status = new Int32Array(1);
  const checker = spoof.symbols.open(status);
  const allowed = [
    spoof.symbols.recommended(status),
    spoof.symbols.included(status),
  ];
  const looks = new Uint8Array(MAX_BYTES);
  return {
    isAllowed: (character: string) =>
      allowed.some((set) =>
        sets.symbols.contains(set, codeOf(character)) !== 0
      ),
    skeleton: (text: string) => {
      const bytes = new TextEncoder().encode(text);
      const length = spoof.symbols.skeleton(
        ...[checker, 0, bytes, bytes.length, looks, MAX_BYTES, status] as const,
      );
      return new TextDecoder().decode(looks.subarray(0, length));
    },
    [Symbol.dispose]: () => {
      spoof.close();
      sets.close();
    },
  };
}

if (import.meta.main) {
  for (const { path, text } of nameTables()) {
    await Deno.writeTextFile(new URL(`../${path}`, import.meta.url), text);
  }
}
