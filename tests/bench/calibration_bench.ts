/**
 * A fixed piece of work that has nothing to do with ktn: how fast the machine
 * is at the moment. All other benchmarks are compared in multiples of it.
 *
 * @module
 */

const WORDS = Array.from({ length: 256 }, (_, index) => `word ${index}`);

Deno.bench("calibration", () => {
  const counts = new Map<string, number>();
  for (let round = 0; round < 40; round++) {
    for (const word of WORDS) {
      counts.set(word, (counts.get(word) ?? 0) + word.length * round);
    }
  }
});
