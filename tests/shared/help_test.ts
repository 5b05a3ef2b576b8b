import { assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { COMMANDS } from "../../main.ts";
import { COMMON_FLAGS } from "../../shared/command.ts";
import { environmentName, purposeOf } from "../../shared/flag.ts";
import { columns, details, overview, wrap } from "../../shared/help.ts";

/** Wide enough that no line is broken but at 100 characters. */
const WIDE = 1000;

/** The same words, wherever lines were broken. */
function words(text: string): string {
  return text.replace(/\s+/g, " ");
}

for (const command of COMMANDS) {
  Deno.test(`help for ${command.name} says all of each flag, examples first, documents last`, () => {
    const help = words(details(command, COMMON_FLAGS, WIDE));
    for (const flag of command.flags.filter(({ hidden }) => !hidden)) {
      const { name, type, default: otherwise } = flag;
      assertStringIncludes(help, `--${name} ${type.placeholder}`.trimEnd());
      assertStringIncludes(help, words(purposeOf(flag)));
      if (otherwise) assertStringIncludes(help, `[${otherwise}]`);
      if (!flag.cliOnly) {
        assertStringIncludes(help, `(${environmentName(flag)})`);
      }
    }
    const places = ["Examples:", "Flags ", "Of every command:", "docs/"]
      .map((part) => help.indexOf(part)).filter((place) => place !== -1);
    assertEquals(places, places.toSorted((a, b) => a - b));
    assertEquals(command.examples.length > 0, true);
  });
}

Deno.test("help fits the width, down to the longest word", () => {
  for (const width of [40, 60, 80, 100, 200]) {
    const pages = [
      overview(COMMANDS, width),
      ...COMMANDS.map((command) => details(command, COMMON_FLAGS, width)),
    ];
    const calls = COMMANDS.flatMap(({ examples, usage }) => [
      usage,
      ...examples.map(([call]) => call),
    ]);
    for (const line of pages.join("\n").split("\n")) {
      // What is typed is never broken.
      const isCall = calls.includes(line.trim()) || line.startsWith("  --");
      const fits = line.length <= Math.min(width, 100);
      assertEquals(fits || isCall, true, `${width}: ${line}`);
    }
  }
});

Deno.test("overview() names every command with its summary", () => {
  const help = words(overview(COMMANDS, 80));
  for (const { name, summary } of COMMANDS) {
    assertStringIncludes(help, ` ${name} ${summary}`);
  }
});

Deno.test("overview() shows how the first two commands are called", () => {
  const help = words(overview(COMMANDS, WIDE));
  for (const { name, examples } of COMMANDS.slice(0, 2)) {
    assertStringIncludes(help, words(examples[0]?.[0] ?? `no ${name}`));
  }
});

Deno.test("columns() moves what has no room below", () => {
  const rows = [["-a", "first"], ["--long-flag", "second"]] as const;
  assertEquals(
    columns(rows, 80, 5),
    "  -a  first\n  --long-flag\n      second",
  );
  assertEquals(
    columns(rows, 20),
    "  -a\n      first\n  --long-flag\n      second",
  );
  assertEquals(columns([["x", ""]], 80), "  x");
});

Deno.test("columns() has what is left and right in one line while 24 characters are left for it", () => {
  assertEquals(columns([["x", "y"]], 2 + 1 + 2 + 24), "  x  y");
  assertEquals(columns([["x", "y"]], 2 + 1 + 2 + 23), "  x\n      y");
});

Deno.test("columns() moves all to the right of 26 characters, and to the right of no more", () => {
  const [most, more] = ["m".repeat(26), "n".repeat(27)];
  const beside = `  x${" ".repeat(27)}y`;
  assertEquals(
    columns([["x", "y"], [most, "z"]], 80),
    `${beside}\n  ${most}  z`,
  );
  assertEquals(
    columns([["x", "y"], [more, "z"]], 80),
    `  x  y\n  ${more}\n     z`,
  );
});

Deno.test("wrap() keeps every word and never exceeds the width but for a long word", () => {
  const word = fc.string({
    minLength: 1,
    maxLength: 12,
    unit: "grapheme-ascii",
  })
    .map((text) => text.replace(/\s/g, "_"));
  const property = fc.property(
    fc.array(word, { minLength: 1, maxLength: 40 }),
    fc.integer({ min: 20, max: 90 }),
    fc.integer({ min: 0, max: 6 }),
    (list, width, indent) => {
      const text = list.join(" ");
      const lines = wrap(text, width, indent).split("\n");
      assertEquals(lines.map((line) => line.trim()).join(" "), text);
      for (const line of lines) assertEquals(line.length <= width, true, line);
    },
  );
  fc.assert(property);
});
