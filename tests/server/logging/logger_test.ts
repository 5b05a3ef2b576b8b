import { assertEquals, assertMatch } from "@std/assert";
import {
  LOG_LEVELS,
  Logger,
  type LoggerOptions,
} from "../../../server/logging/logger.ts";

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /;

function logOf(
  options: Omit<LoggerOptions, "write">,
  run: (logger: Logger) => void,
) {
  const lines: string[] = [];
  run(new Logger({ ...options, write: (line) => lines.push(line) }));
  return lines;
}

Deno.test("Logger writes one event a line, as text for people", () => {
  const [line = "", ...more] = logOf({}, (logger) => {
    logger.info("login", { name: "ada", address: "[::1]:7", seq: 5 });
  });
  assertEquals(more, []);
  assertMatch(line, TIME);
  assertEquals(
    line.replace(TIME, ""),
    "info  login name=ada address=[::1]:7 seq=5\n",
  );
});

Deno.test("Logger quotes what could be taken for another field", () => {
  const [line = ""] = logOf({}, (logger) => {
    logger.warn("x", { a: "b c", d: 'e"f', g: "h=i", j: undefined, k: "" });
  });
  assertEquals(
    line.replace(TIME, ""),
    'warn  x a="b c" d="e\\"f" g="h=i" k=\n',
  );
});

Deno.test("Logger writes one JSON object a line for programs", () => {
  const [line = ""] = logOf({ format: "json" }, (logger) => {
    logger.error("store", { why: 'a "b"\nc', seq: 5, none: undefined });
  });
  const { time, ...rest } = JSON.parse(line);
  assertEquals(new Date(time).toISOString(), time);
  assertEquals(rest, {
    level: "error",
    event: "store",
    why: 'a "b"\nc',
    seq: 5,
  });
});

for (const format of ["text", "json"] as const) {
  Deno.test(`Logger lets no control character of a field through, as ${format}`, () => {
    const evil = "a\r\nb\x1b[2J\x1b]0;t\x07\x9b31m\x7f\u2028\u202e\0";
    const [line = "", ...more] = logOf({ format }, (logger) => {
      logger.info("login", { name: evil });
    });
    assertEquals(more, []);
    // deno-lint-ignore no-control-regex -- none but the last may be there
    const control = /[\x00-\x1f\x7f-\x9f\u2028-\u202e]/;
    assertEquals(control.test(line.slice(0, -1)), false);
    if (format === "json") assertEquals(JSON.parse(line).name, evil);
  });
}

Deno.test("Logger logs as much as its level says", () => {
  for (const [n, level] of LOG_LEVELS.entries()) {
    const lines = logOf({ level, format: "json" }, (logger) => {
      for (const each of LOG_LEVELS) logger[each](each);
    });
    const events = lines.map((line) => JSON.parse(line).event);
    assertEquals(events, LOG_LEVELS.slice(0, n + 1));
  }
});

Deno.test("Logger.bug() tells where and what, of an error and of anything else", () => {
  const lines = logOf({ format: "json" }, (logger) => {
    logger.bug("request", new TypeError("oops"));
    logger.bug("promise", "just a text");
    logger.bug("promise", undefined);
  });
  const [one, two, three] = lines.map((line) => JSON.parse(line));
  assertEquals([one.level, one.event, one.where], ["error", "bug", "request"]);
  assertMatch(one.what, /TypeError: oops\n {4}at /);
  assertEquals([two.what, three.what], ["just a text", "undefined"]);
});
