import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { chart } from "./chart.ts";
import { cpuSeconds, kib } from "./process_usage.ts";
import { BEGIN, END, panels, replaceMeasured, tables } from "./report.ts";

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

Deno.test("chart() draws a bar for each server", () => {
  const svg = chart(panels(CONTEST));

  assertStringIncludes(svg, ">Fan-out<");
  assertStringIncludes(svg, ">deliveries/s, more is better<");
  assertEquals(svg.match(/<rect class="(ours|theirs)"/g)?.length, 2);
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

Deno.test("replaceMeasured() leaves the text around the tables alone", () => {
  const document = `# Speed\n\n${BEGIN}\n\nold\n\n${END}\n\nEnd\n`;

  assertEquals(
    replaceMeasured(document, "new"),
    `# Speed\n\n${BEGIN}\n\nnew\n\n${END}\n\nEnd\n`,
  );
  assertThrows(() => replaceMeasured("# Speed\n", "new"), Error, "Cannot find");
});

Deno.test("cpuSeconds() and kib() read what Linux writes", () => {
  const stat = `12 (a) b) S ${"0 ".repeat(10)}150 50 0 0 20`;

  assertEquals(cpuSeconds(stat), 2);
  assertEquals(kib("Name:\tktn\nVmHWM:\t   1234 kB\n", "VmHWM"), 1234);
});
