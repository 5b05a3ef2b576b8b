import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { bytesOf, cutAt, framesOf } from "../support/frames.ts";

const SPACE = fc.string({
  unit: fc.constantFrom(" ", "\n", "\r", "\t"),
  maxLength: 3,
});
const CUTS = fc.array(fc.nat({ max: 1000 }), { maxLength: 8 });

/** A value as some program would write it. */
const WRITTEN = fc.tuple(fc.jsonValue(), fc.constantFrom(0, 1, "\t"))
  .map(([value, indent]) => JSON.stringify(value, null, indent));

/** Bytes that are nearly JSON: what a fault-finder must live with. */
const JUNK = fc.array(
  fc.oneof(
    fc.constantFrom(...bytesOf('{}[]":,\\ \n\rntf0-eG')),
    fc.integer({ min: 0, max: 255 }),
  ),
  { maxLength: 60 },
).map((bytes) => Uint8Array.from(bytes));

const PIECES = fc.array(
  fc.oneof(
    fc.constantFrom(...'{ } [ ] , : " \\ \n GET POST tru null 12 x'.split(" ")),
    WRITTEN,
    SPACE,
  ),
  { maxLength: 12 },
).map((pieces) => bytesOf(pieces.join("")));

function places(bytes: Uint8Array, cuts: readonly number[]): number[] {
  return cuts.map((cut) => cut % (bytes.length + 1));
}

/** Two words need something between them; all other values do not. */
function join(values: readonly string[], spaces: readonly string[]): string {
  let text = spaces[0] ?? "";
  for (const [n, value] of values.entries()) {
    const isTouching = /[\w.]$/.test(text) && /^[\w-]/.test(value);
    text += (isTouching ? " " : "") + value + (spaces[n + 1] ?? "");
  }
  return text;
}

Deno.test("Framer gives back any values, however they are written, spaced and cut", () => {
  const values = fc.array(WRITTEN, { maxLength: 6 });
  const spaces = fc.array(SPACE, { minLength: 7, maxLength: 7 });
  fc.assert(
    fc.property(values, spaces, CUTS, (values, spaces, cuts) => {
      const bytes = bytesOf(join(values, spaces));
      const frames = framesOf(cutAt(bytes, places(bytes, cuts)));
      const expected = values.map((value) => JSON.stringify(JSON.parse(value)));
      assertEquals(frames.slice(0, -1), expected);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("Framer never throws, and makes the same of junk at every cut", () => {
  const maxBytes = fc.constantFrom(4, 16, 65_536);
  const junk = fc.oneof(JUNK, PIECES);
  fc.assert(
    fc.property(junk, CUTS, maxBytes, (bytes, cuts, maxBytes) => {
      const whole = framesOf([bytes], { maxBytes });
      const pieces = cutAt(bytes, places(bytes, cuts));
      assertEquals(framesOf(pieces, { maxBytes }), whole);
      const single = [...bytes].map((byte) => Uint8Array.of(byte));
      assertEquals(framesOf(single, { maxBytes }), whole);
    }),
    { numRuns: 5000 },
  );
});

Deno.test("Framer finds the value after any line of junk", () => {
  fc.assert(
    fc.property(JUNK, (junk) => {
      const line = junk.filter((byte) => byte !== 10 && byte !== 13);
      const bytes = Uint8Array.from([10, ...line, 10, ...bytesOf('"end"\n')]);
      // An unfinished list or object of this line may take in the next one.
      if (line.includes(0x5b) || line.includes(0x7b)) return;
      assertEquals(framesOf([bytes]).at(-2), '"end"');
    }),
    { numRuns: 2000 },
  );
});
