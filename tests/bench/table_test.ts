import { assertEquals } from "@std/assert";
import { short, table } from "./table.ts";

Deno.test("table() aligns text left and numbers right", () => {
  assertEquals(
    table(["Server", "n"], [["ktn", "1"], ["nats-server", "1000"]]),
    [
      "| Server      |    n |",
      "| ----------- | ---: |",
      "| ktn         |    1 |",
      "| nats-server | 1000 |",
    ].join("\n"),
  );
});

Deno.test("short() keeps three digits that count", () => {
  const values = [0.414, 12.34, 1234, 12_345, 2_345_678, NaN, Infinity];

  assertEquals(
    values.map(short),
    ["0.41", "12.3", "1234", "12.3 k", "2.35 M", "-", "-"],
  );
});
