import { assertEquals } from "@std/assert";
import { RESUME_MS, SeqAges } from "../../../server/chat/seq_ages.ts";

Deno.test("SeqAges.old() is where the log stood five minutes ago, but for ten seconds", () => {
  const ages = new SeqAges();
  assertEquals(ages.old(RESUME_MS), 0);
  for (let second = 0; second <= 900; second++) {
    ages.note(second * 1000, second);
    const old = ages.old(second * 1000);
    const exact = Math.max(0, second - RESUME_MS / 1000);
    assertEquals(old <= exact && exact - old < 10, true, `${second}: ${old}`);
  }
});
