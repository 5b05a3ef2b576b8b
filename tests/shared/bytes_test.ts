import { assert, assertEquals, assertRejects } from "@std/assert";
import { joinBytes, writeAll, writeAllSync } from "../../shared/bytes.ts";

const BYTES = Uint8Array.of(1, 2, 3, 4, 5);

Deno.test("joinBytes() puts pieces one behind the other", () => {
  const [head, tail] = [BYTES.subarray(0, 2), BYTES.subarray(2)];
  assertEquals(joinBytes([head, new Uint8Array(), tail]), BYTES);
  assertEquals(joinBytes([]), new Uint8Array());
});

Deno.test("joinBytes() copies nothing when there is one piece", () => {
  assert(joinBytes([BYTES]) === BYTES);
});

/** Takes two bytes at a time. */
class Slow {
  readonly taken: number[] = [];

  writeSync(bytes: Uint8Array): number {
    const part = bytes.subarray(0, 2);
    this.taken.push(...part);
    return part.length;
  }

  write(bytes: Uint8Array): Promise<number> {
    return Promise.resolve(this.writeSync(bytes));
  }
}

Deno.test("writeAll() and writeAllSync() write what a writer takes in parts, and nothing of nothing", async () => {
  const writer = new Slow();
  await writeAll(writer, BYTES);
  writeAllSync(writer, BYTES);
  await writeAll(writer, new Uint8Array());
  assertEquals(writer.taken, [...BYTES, ...BYTES]);
});

Deno.test("writeAll() rejects with what the writer rejects with", async () => {
  const write = () => Promise.reject(new Error("No space left on device"));
  await assertRejects(() => writeAll({ write }, BYTES), Error, "No space");
});
