/**
 * What every log promises when something throws that must not: every draft is
 * settled once, the bug is reported, and the log goes on.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import type { Outcome } from "../../server/log/log.ts";
import { within } from "../support/within.ts";
import { draftOf, seqOf, textsOf } from "../support/witness.ts";
import type { LogTest } from "./log_contract.ts";
import { numbersTo } from "./log_sayings.ts";

/** Registers them. */
export function testLogFaults(test: LogTest): void {
  let fails = 0;
  const bug = new Error("no clock");
  const now = () => {
    if (fails-- > 0) throw bug;
    return 1000;
  };

  test(
    "refuses every draft of a group that it fails to commit, and goes on",
    async (log, witness) => {
      fails = 1;
      const sayings = [{ text: "one", id: "a" }, { text: "two" }];
      const outcomes = await within(witness.sayAll(log, sayings), "refusals");
      assertEquals(outcomes.map(codeOf), ["unavailable", "unavailable"]);
      assertEquals([log.last, witness.groups.length], [0, 0]);
      assertEquals(witness.bugs, [bug]);
      const again = await within(witness.sayAll(log, sayings), "outcomes");
      assertEquals(again.map(seqOf), [1, 2]);
    },
    { now },
  );

  test(
    "commits the other groups of a turn of which one fails",
    async (log, witness) => {
      fails = 1;
      const sayings = numbersTo(1300).map((n) => ({ text: `${n}` }));
      const outcomes = await within(witness.sayAll(log, sayings), "outcomes");
      const stored = outcomes.filter(({ kind }) => kind === "stored");
      const refused = outcomes.length - stored.length;
      assertEquals([refused > 0, stored.length > 0], [true, true]);
      assertEquals(stored.map(seqOf), numbersTo(log.last));
      assertEquals(
        textsOf(witness.shown),
        sayings.slice(refused).map(({ text }) => text),
      );
      assertEquals(witness.bugs, [bug]);
    },
    { now },
  );

  test(
    "settles and shows the other drafts when one settle() throws",
    async (log, witness) => {
      const settle = () => {
        throw bug;
      };
      const before = witness.say(log, { text: "before" });
      log.append(draftOf("bad", settle));
      const after = witness.say(log, { text: "after" });
      const outcomes = await within(Promise.all([before, after]), "both");
      assertEquals(outcomes.map(seqOf), [1, 3]);
      assertEquals(textsOf(witness.shown), ["before", "bad", "after"]);
      assertEquals(witness.bugs, [bug]);
    },
  );

  let shown = 0;
  test(
    "goes on when onCommit() throws",
    async (log, witness) => {
      shown = 0;
      assertEquals(seqOf(await within(witness.say(log, {}), "first")), 1);
      assertEquals(seqOf(await within(witness.say(log, {}), "second")), 2);
      assertEquals(witness.bugs, [bug]);
      assertEquals(shown, 2);
    },
    {
      onCommit: () => {
        if (++shown === 1) throw bug;
      },
    },
  );
}

function codeOf(outcome: Outcome): string {
  return outcome.kind === "refused" ? outcome.error.code : outcome.kind;
}
