import { assertEquals } from "@std/assert";
import { LogSink, MAX_WAITING } from "../../../server/logging/log_sink.ts";
import { within } from "../../support/within.ts";

/** What nobody reads until it is said so; each write is of its own. */
class SlowReader {
  readonly read: string[] = [];
  #next = Promise.withResolvers<void>();

  readonly write = async (bytes: Uint8Array): Promise<number> => {
    const text = new TextDecoder().decode(bytes);
    await this.#next.promise;
    this.read.push(text);
    return bytes.length;
  };

  /** Takes what is written from here on. */
  resume(): void {
    this.#next.resolve();
  }

  /** Fails the write that waits; those after it wait again. */
  fail(): void {
    this.#next.reject(new Error("No space left on device"));
    this.#next = Promise.withResolvers();
  }
}

/** A sink that tells of dropped lines by a line. */
function sinkOf(write: (bytes: Uint8Array) => Promise<number>): LogSink {
  const sink: LogSink = new LogSink({
    write,
    onDropped: (total) => sink.write(`dropped ${total}\n`),
  });
  return sink;
}

const flushed = (sink: LogSink) => within(sink.flush(), "the log");

Deno.test("LogSink.write() never waits; what came meanwhile is written at once", async () => {
  const reader = new SlowReader();
  const sink = sinkOf(reader.write);
  for (const line of ["one\n", "two\n", "three\n"]) sink.write(line);
  assertEquals(reader.read, []);
  reader.resume();
  await flushed(sink);
  assertEquals(reader.read, ["one\n", "two\nthree\n"]);
});

Deno.test("LogSink drops what does not fit, and tells how much after what did", async () => {
  const reader = new SlowReader();
  const sink = sinkOf(reader.write);
  const line = "x".repeat(MAX_WAITING / 4 - 1) + "\n";
  for (let n = 0; n < 7; n++) sink.write(line);
  reader.resume();
  await flushed(sink);
  const read = () => reader.read.map((text) => text.replace(/x+/g, "x"));
  assertEquals(read(), ["x\n", "x\nx\nx\ndropped 3\n"]);
  sink.write(line);
  await flushed(sink);
  assertEquals(read().slice(2), ["x\n"], "there is room again");
});

Deno.test("LogSink counts what cannot be written, and tells it when it can", async () => {
  const reader = new SlowReader();
  const sink = sinkOf(reader.write);
  const failed = async (line: string) => {
    sink.write(line);
    reader.fail();
    await flushed(sink);
  };
  await failed("one\n");
  await failed("two\n");
  sink.write("three\n");
  reader.resume();
  await flushed(sink);
  assertEquals(reader.read, ["three\n", "dropped 2\n"]);
});

Deno.test("LogSink reports again what it could not report, and that line with it", async () => {
  const fates = [false, true, false, true];
  const read: string[] = [];
  const sink = sinkOf((bytes) => {
    if (!fates.shift()) return Promise.reject(new Error("no"));
    read.push(new TextDecoder().decode(bytes));
    return Promise.resolve(bytes.length);
  });
  sink.write("one\n"); // fails
  await flushed(sink);
  sink.write("two\n"); // is written, and the report is not
  await flushed(sink);
  fates.push(true);
  sink.write("three\n");
  await flushed(sink);
  assertEquals(read, ["two\n", "three\n", "dropped 2\n"]);
});

Deno.test("LogSink writes all of a line though each write takes but a part", async () => {
  const read: string[] = [];
  const sink = sinkOf((bytes) => {
    read.push(new TextDecoder().decode(bytes.subarray(0, 3)));
    return Promise.resolve(Math.min(3, bytes.length));
  });
  sink.write("a line\n");
  await flushed(sink);
  assertEquals(read, ["a l", "ine", "\n"]);
});

Deno.test("LogSink.flush() waits no longer than it is told to", async () => {
  const reader = new SlowReader();
  const sink = sinkOf(reader.write);
  await within(sink.flush(), "nothing");
  sink.write("one\n");
  await within(sink.flush(1), "who does not read");
  assertEquals(reader.read, []);
  reader.resume();
  await flushed(sink);
});
