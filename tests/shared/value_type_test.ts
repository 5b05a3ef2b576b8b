import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { parseFlags } from "../../shared/command_line.ts";
import { type Flag, purposeOf } from "../../shared/flag.ts";
import { ConfigError, UsageError } from "../../shared/flags.ts";
import {
  choice,
  count,
  duration,
  FILE,
  FOLDER,
  orWord,
  PORT,
  size,
  SWITCH,
  text,
  type ValueType,
} from "../../shared/value_type.ts";

const LEVEL = choice(["error", "warn", "info"]);

/** A type, what is allowed and read as what, and what is not. */
const CASES: readonly (readonly [
  name: string,
  type: ValueType<unknown>,
  good: readonly (readonly [text: string, value: unknown])[],
  bad: readonly string[],
])[] = [
  ["text", text("NAME"), [["ada", "ada"], [" ", " "]], [""]],
  ["FILE", FILE, [["/a b", "/a b"]], [""]],
  ["FOLDER", FOLDER, [["none", "none"]], [""]],
  [
    "count",
    count({ min: 1, max: 10 }),
    [["1", 1], ["10", 10], ["007", 7]],
    ["", "0", "11", "-1", "1.5", "1e1", "0x5", " 5", "five", "٣"],
  ],
  [
    "count without a limit",
    count(),
    [["0", 0], ["9007199254740991", Number.MAX_SAFE_INTEGER]],
    ["9007199254740992", "99999999999999999999"],
  ],
  ["PORT", PORT, [["0", 0], ["65535", 65_535]], ["65536", "http"]],
  [
    "duration",
    duration({ max: 3_600_000 }),
    [["1ms", 1], ["1.5s", 1500], ["60m", 3_600_000], ["1h", 3_600_000]],
    ["", "5", "0s", "61m", "1 s", "1S", "s", "-1s", "1y", "soon", "0.1ms"],
  ],
  [
    "duration of bare seconds, capped",
    duration({ bareSeconds: true, capMs: 5000 }),
    [["2", 2000], ["1w", 5000]],
    ["0", ""],
  ],
  [
    "size",
    size(1),
    [["1MB", 1e6], ["1000kb", 1e6], ["2Gb", 2e9]],
    ["", "5KB", "0MB", "1", "1MiB", "1.5MB", "99999999999GB"],
  ],
  ["choice", LEVEL, [["warn", "warn"]], ["", "WARN", "warn,info", "loud"]],
  ["orWord", orWord("off", count()), [["off", null], ["3", 3]], ["on", ""]],
  [
    "SWITCH",
    SWITCH,
    [
      ...["1", "TRUE", "yes", "on"].map((word) => [word, true] as const),
      ...["0", "false", "No", "off"].map((word) => [word, false] as const),
    ],
    ["", "maybe", "2", "y"],
  ],
];

for (const [name, type, good, bad] of CASES) {
  Deno.test(`${name} reads what it allows, and nothing else`, () => {
    for (const [given, value] of good) {
      assertEquals(type.read(given), value, given);
    }
    for (const given of bad) assertEquals(type.read(given), undefined, given);
  });
}

const FLAGS = [
  { name: "max-clients", type: count({ max: 5 }), default: "3", help: "Many" },
  { name: "log-level", type: LEVEL, help: "How much" },
  { name: "grace", key: "graceMs", type: duration(), help: "How long" },
  { name: "plain", type: SWITCH, help: "How" },
] as const satisfies readonly Flag[];

Deno.test("values() gives each value its type, under its key; what nobody set is missing", () => {
  const read = (...args: readonly string[]) =>
    parseFlags(FLAGS, args, {}).values(FLAGS);
  const values: {
    readonly maxClients: number;
    readonly plain: boolean;
    readonly logLevel?: "error" | "warn" | "info";
    readonly graceMs?: number;
  } = read();
  assertEquals(values, { maxClients: 3, plain: false });
  assertEquals(read("--grace=2s", "--plain", "--log-level=warn"), {
    maxClients: 3,
    plain: true,
    logLevel: "warn",
    graceMs: 2000,
  });
});

Deno.test("values() refuses what a type does not allow, and says who set it and what is allowed", () => {
  const refused = (value: string, name: string, source: "flag" | "file") => {
    const origin = source === "file" ? "/c.json:1:2" : `--${name}`;
    const setting = { value, source, origin };
    const parsed = parseFlags(FLAGS, [], {})
      .withDefaults(new Map([[name, setting]]));
    return assertThrows(() => parsed.values(FLAGS), UsageError);
  };
  const cases: readonly (readonly [UsageError, said: string])[] = [
    [
      refused("9", "max-clients", "flag"),
      '--max-clients cannot be "9": expected a whole number from 0 to 5',
    ],
    [
      refused("wran", "log-level", "file"),
      '/c.json:1:2: "log-level" cannot be "wran": expected one of error, warn, info: did you mean "warn"?',
    ],
    [
      refused("maybe", "plain", "flag"),
      '--plain cannot be "maybe": expected true or false',
    ],
  ];
  for (const [{ message }, said] of cases) assertEquals(message, said);
  assertEquals(refused("x", "plain", "file") instanceof ConfigError, true);
});

Deno.test("the purpose of a flag tells its range", () => {
  assertEquals(FLAGS.map(purposeOf), [
    "Many; 0 to 5",
    "How much",
    "How long",
    "How",
  ]);
  const grace = { name: "g", type: duration({ max: 300_000 }), help: "Long" };
  assertStringIncludes(purposeOf(grace), "at most 5m");
});
