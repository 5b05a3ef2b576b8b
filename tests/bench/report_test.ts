import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { chart } from "./chart.ts";
import { cpuSeconds, kib } from "./process_usage.ts";
import { chartRows, comparisons, legend, summary } from "./comparison.ts";
import { begin, replaceMeasured, tables } from "./report.ts";

const SCENARIO = {
  name: "fan-out",
  title: "Fan-out",
  unit: "deliveries/s",
  better: "more",
  value: () => 0,
  load: {},
} as const;
const CONTENDERS = [["ktn", "ktn"], ["nats", "nats-server"]] as const;
const CONTEST = {
  contenders: CONTENDERS.map(([name, title]) => ({
    name,
    title,
    protocol: name,
    ...(name !== "ktn" && { letter: "N" }),
    prepare: () => ({ program: "", args: [] }),
  })),
  scenarios: [SCENARIO],
  runs: [
    { scenario: "fan-out", contender: "ktn", value: 7e6, lost: 0, cut: 0 },
    { scenario: "fan-out", contender: "nats", value: 2e6, lost: 3, cut: 1 },
  ],
};

Deno.test("tables() tells how much better ktn is, and who lost what", () => {
  const [nats = ""] = tables(CONTEST).split("\n")
    .filter((line) => line.includes("nats-server"));
  const cells = nats.split("|").map((cell) => cell.trim());

  assertEquals(cells.slice(1, 7), [
    "nats-server",
    "2.00 M",
    "2.00 M to 2.00 M",
    "3.50 x",
    "3",
    "1",
  ]);
});

Deno.test("chart() draws a row for each scenario, and in it a letter for each peer", () => {
  const svg = chart(chartRows(comparisons(CONTEST)), legend(CONTEST));

  assertStringIncludes(svg, ">Fan-out<");
  assertStringIncludes(svg, ">7.00 M deliveries/s<");
  assertStringIncludes(svg, ">N nats-server<");
  assertEquals(svg.match(/<circle class="better"/g)?.length, 1);
  assertEquals(svg.match(/<circle class="worse"/g), null);
});

Deno.test("summary() says where ktn is ahead, as good, or behind", () => {
  const of = (nats: number) =>
    summary(comparisons({
      ...CONTEST,
      runs: [
        { scenario: "fan-out", contender: "ktn", value: 100 },
        { scenario: "fan-out", contender: "nats", value: nats },
      ],
    }));

  assertEquals(
    of(50),
    "**Ahead of every peer:**\n\n- Fan-out: 100 deliveries/s, 2.00 x nats-server",
  );
  assertStringIncludes(of(102), "**As good as the best, within 5 %:**");
  assertStringIncludes(of(200), "**Behind:**");
});

Deno.test("docs/performance.svg fits on one screen, and can be read in the dark", async () => {
  const file = new URL("../../docs/performance.svg", import.meta.url);
  const svg = await Deno.readTextFile(file);
  const [, width = "", height = ""] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ??
    [];

  assert(Number(height) / Number(width) <= 0.7, `${width} by ${height}`);
  assertStringIncludes(svg, "prefers-color-scheme:");
  // What is drawn has a ground of its own, and no colour that only fits one.
  assertStringIncludes(svg, 'class="ground"');
  assertEquals(/ fill="/.test(svg), false);
});

Deno.test("replaceMeasured() leaves the text around a part alone", () => {
  const end = "<!-- /measured -->";
  const summary = `${begin("summary")}\n\nfast\n\n${end}`;
  const document = (text: string) =>
    `# Speed\n\n${summary}\n\n${begin("tables")}\n\n${text}\n\n${end}\n\nEnd\n`;

  assertEquals(
    replaceMeasured(document("old"), "tables", "new"),
    document("new"),
  );
  assertThrows(
    () => replaceMeasured("# Speed\n", "tables", "new"),
    Error,
    "Cannot find",
  );
});

Deno.test("cpuSeconds() and kib() read what Linux writes", () => {
  const stat = `12 (a) b) S ${"0 ".repeat(10)}150 50 0 0 20`;

  assertEquals(cpuSeconds(stat), 2);
  assertEquals(kib("Name:\tktn\nVmHWM:\t   1234 kB\n", "VmHWM"), 1234);
});
