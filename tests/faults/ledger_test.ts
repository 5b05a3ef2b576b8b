/** The book of the fault tests finds what it is there to find. */

import { assertEquals, assertThrows } from "@std/assert";
import { Ledger, type Report, type Stored } from "../support/ledger.ts";

/** Two authors who said two things each, all of it acknowledged. */
const GOOD: readonly Stored[] = [
  { seq: 1, sender: "ada", content: "ada-0" },
  { seq: 2, sender: "bob", content: "bob-0" },
  { seq: 5, sender: "ada", content: "ada-1" },
  { seq: 6, sender: "bob", content: "bob-1" },
];

function ledgerOf(history: readonly Stored[]): Ledger {
  const ledger = new Ledger();
  for (const { seq, sender, content } of history) {
    ledger.sent(sender, content);
    ledger.settled(content, seq);
  }
  return ledger;
}

/** What the report blames the history for. */
function blame(
  { lost, duplicated, reordered, unexplained }: Report,
): Partial<Report> {
  const all = Object.entries({ lost, duplicated, reordered, unexplained });
  return Object.fromEntries(all.filter(([, texts]) => texts.length > 0));
}

Deno.test("Ledger.report() blames a good history for nothing", () => {
  const report = ledgerOf(GOOD).report(GOOD);
  assertEquals(blame(report), {});
  assertEquals([report.sent, report.acked, report.unknown], [4, 4, 0]);
});

Deno.test("Ledger.report() finds what was acknowledged and is lost", () => {
  assertEquals(blame(ledgerOf(GOOD).report(GOOD.slice(0, 3))), {
    lost: ["bob-1"],
  });
});

Deno.test("Ledger.report() finds what is not at the seq it was given", () => {
  const moved = GOOD.with(2, { seq: 4, sender: "ada", content: "ada-1" });
  assertEquals(blame(ledgerOf(GOOD).report(moved)), { lost: ["ada-1"] });
});

Deno.test("Ledger.report() finds what is there twice", () => {
  const twice = [...GOOD, { seq: 7, sender: "bob", content: "bob-1" }];
  const { duplicated } = ledgerOf(GOOD).report(twice);
  assertEquals(duplicated, ["bob-1"]);
});

Deno.test("Ledger.report() finds what was acknowledged under two seqs", () => {
  const ledger = ledgerOf(GOOD);
  ledger.settled("bob-1", 7);
  ledger.settled("bob-1", 6);
  assertEquals(ledger.report(GOOD).duplicated, ["bob-1", "bob-1"]);
  assertEquals(ledger.acked, 4);
});

Deno.test("Ledger.report() finds what an author said in another order", () => {
  const ledger = new Ledger();
  for (const text of ["ada-0", "ada-1"]) ledger.sent("ada", text);
  const swapped = [
    { seq: 1, sender: "ada", content: "ada-1" },
    { seq: 2, sender: "ada", content: "ada-0" },
  ];
  assertEquals(blame(ledger.report(swapped)), { reordered: ["ada-0"] });
});

Deno.test("Ledger.report() finds a seq that does not grow", () => {
  const back = [...GOOD.slice(0, 2), ...GOOD.slice(3), ...GOOD.slice(2, 3)];
  assertEquals(blame(ledgerOf(GOOD).report(back)), { reordered: ["ada-1"] });
});

Deno.test("Ledger.report() finds what nobody said, and what another said", () => {
  const forged = [
    ...GOOD,
    { seq: 7, sender: "ada", content: "eve-0" },
  ];
  assertEquals(blame(ledgerOf(GOOD).report(forged)), {
    unexplained: ["eve-0"],
  });
  const stolen = GOOD.with(0, { seq: 1, sender: "bob", content: "ada-0" });
  assertEquals(ledgerOf(GOOD).report(stolen).unexplained, ["ada-0"]);
});

Deno.test("Ledger.report() takes a refused message for one that must not be there", () => {
  const ledger = ledgerOf(GOOD);
  ledger.sent("ada", "ada-2");
  ledger.refused("ada-2", "store_full");
  const { refused, unknown } = ledger.report(GOOD);
  assertEquals([refused, unknown], [1, 0]);
  const stored = [...GOOD, { seq: 7, sender: "ada", content: "ada-2" }];
  assertEquals(blame(ledger.report(stored)), { unexplained: ["ada-2"] });
});

Deno.test("Ledger.report() allows both fates to what is unknown, and tells its share", () => {
  const ledger = ledgerOf(GOOD);
  ledger.sent("ada", "ada-2");
  ledger.unknown("ada-2");
  const { unknown, unknownShare } = ledger.report(GOOD);
  assertEquals([unknown, unknownShare], [1, 1 / 5]);
  const stored = [...GOOD, { seq: 7, sender: "ada", content: "ada-2" }];
  assertEquals(blame(ledger.report(stored)), {});
  // Refused when sent again: the first attempt may have been stored all the same.
  ledger.refused("ada-2", "store_full");
  assertEquals(blame(ledger.report(stored)), {});
  ledger.settled("ada-2", 7);
  assertEquals(ledger.report(stored).unknown, 0);
});

Deno.test("Ledger takes no text twice, and none it does not know", () => {
  const ledger = ledgerOf(GOOD);
  assertThrows(() => ledger.sent("bob", "ada-0"), RangeError);
  assertThrows(() => ledger.settled("eve-0", 1), RangeError);
});
