/**
 * Small wrong changes to a source: a condition negated, a call left out, another
 * number. Found by patterns in what is left of a source without its comments,
 * texts and types, which is enough for sources that `deno fmt` has written.
 *
 * @module
 */

/** One change to one source. */
export interface Mutation {
  /** What kind of change, such as `condition`. */
  readonly kind: string;
  /** The offset in the source where it begins. */
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

/** What is found, and what stands there instead; undefined leaves it alone. */
interface Rule {
  readonly kind: string;
  readonly pattern: RegExp;
  readonly change: (found: string) => string | undefined;
}

/** Binary operators, and what they are taken for. */
const SWAPPED: ReadonlyMap<string, string> = new Map([
  ["===", "!=="],
  ["!==", "==="],
  ["<", "<="],
  ["<=", "<"],
  [">", ">="],
  [">=", ">"],
  ["+", "-"],
  ["-", "+"],
  ["*", "/"],
  ["/", "*"],
  ["%", "*"],
  ["&&", "||"],
  ["||", "&&"],
  ["+=", "-="],
  ["-=", "+="],
]);

/** Up to here one more is another number; above, it must be far from it. */
const SMALL = 10;

const RULES: readonly Rule[] = [
  {
    kind: "operator",
    pattern: /(?<= )(?:[!=]==|[<>]=?|[-+*\/%]|&&|\|\||[-+]=)(?=\s)/g,
    change: (found) => SWAPPED.get(found),
  },
  {
    kind: "condition",
    pattern: /(?<=\b(?:if|while) )\(/g,
    change: () => "(!",
  },
  {
    kind: "choice",
    pattern: /(?<=[\w)\]]\s+)\?(?=\s)/g,
    change: () => "&& false ?",
  },
  {
    kind: "number",
    pattern: /(?<![\w.#$])\d[\d_]*(?![\w.])/g,
    change: (found) => {
      const number = Number(found.replaceAll("_", ""));
      return String(number < SMALL ? number + 1 : number * 3);
    },
  },
  {
    kind: "boolean",
    pattern: /(?<=(?:[=(,?]|return|=>|\w:) )(?:true|false)\b(?= ?[;,)\n:])/g,
    change: (found) => String(found !== "true"),
  },
  {
    kind: "call",
    pattern: /(?<=^ +)(?:await |void )?[\w.#?]+\([^\n]*\);$/gm,
    change: (found) => /^(?:super|return)\b/.test(found) ? undefined : ";",
  },
  {
    kind: "assignment",
    pattern: /(?<=^ {4,})(?:this\.)?\w[\w.#]* = [^\n]+;$/gm,
    change: () => ";",
  },
  {
    kind: "result",
    pattern: /(?<=\breturn )[^\s;][^\n]*;$/gm,
    change: (found) => found === "undefined;" ? undefined : "undefined;",
  },
  {
    kind: "step",
    pattern: /(?<=[\w\])])(?:\+\+|--)(?=[;)\],])/g,
    change: (found) => found === "++" ? "--" : "++",
  },
];

/** Returns all changes that the rules know to a source, in its order. */
export function mutationsOf(source: string): readonly Mutation[] {
  const code = codeOf(source);
  const all = RULES.flatMap(({ kind, pattern, change }) =>
    [...code.matchAll(pattern)].flatMap(({ index, 0: found }) => {
      const after = change(found);
      const before = source.slice(index, index + found.length);
      return after === undefined ? [] : [{ kind, at: index, before, after }];
    })
  );
  return all.sort((a, b) => a.at - b.at);
}

/** Returns the source with one change. */
export function mutate(source: string, mutation: Mutation): string {
  const { at, before, after } = mutation;
  let rest = source.slice(at + before.length);
  if (after === "(!") {
    const end = closing(codeOf(source), at);
    rest = `${source.slice(at, end)})${source.slice(end)}`;
  }
  return source.slice(0, at) + after + rest;
}

/** Returns where the bracket that opens at `from` is closed. */
function closing(code: string, from: number): number {
  let depth = 0;
  for (let at = from; at < code.length; at++) {
    if (code[at] === "(") depth++;
    if (code[at] === ")" && --depth === 0) return at;
  }
  throw new Error("A bracket is not closed");
}

/** What does not run: comments, texts, patterns; and declarations of types. */
const SILENT = new RegExp(
  [
    /\/\*[^]*?\*\//, // a comment
    /\/\/[^\n]*/,
    /"(?:[^"\\\n]|\\.)*"/, // a text
    /`(?:[^`\\]|\\[^])*`/,
    /(?<=[(,=:!&|?{;\[]\s*|=> |return )\/(?![*\/])(?:[^\/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/,
    /^(?:export )?interface [^]*?^\}/,
    /^(?:export )?type [^]*?;$/,
  ].map(({ source }) => source).join("|"),
  "gm",
);

/** Returns the source with a space for each character that does not run. */
function codeOf(source: string): string {
  return source.replace(SILENT, (found) => found.replace(/[^\n]/g, "_"));
}
