import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { findSeqAtTime, PAGE } from "../../../client/scripts/seq_at_time.ts";
import { readSince } from "../../../client/scripts/since.ts";
import type { MessageEvent } from "../../../shared/event.ts";

const NOW = Date.parse("2026-11-22T12:00:00Z");

Deno.test("readSince() reads a seq, a time with a zone, and how long ago", () => {
  const times: readonly [string, number][] = [
    ["90s", 90_000],
    ["30m", 1_800_000],
    ["2h", 7_200_000],
    ["7d", 604_800_000],
    ["1w", 604_800_000],
    ["2026-11-22T11:00Z", 3_600_000],
    ["2026-11-22 12:00:00+01:00", 3_600_000],
  ];

  assertEquals(readSince("120", NOW), { kind: "seq", seq: 120 });
  for (const [text, ago] of times) {
    assertEquals(
      readSince(text, NOW),
      { kind: "time", time: NOW - ago },
      text,
    );
  }
});

Deno.test("readSince() takes a time without a zone as one of this machine", () => {
  for (
    const [text, local] of [
      ["2026-11-22", "2026-11-22T00:00"],
      ["2026-11-22 14:03", "2026-11-22T14:03"],
      ["2026-11-22T14:03:05", "2026-11-22T14:03:05"],
    ] as const
  ) {
    const time = new Date(local).getTime();
    assertEquals(readSince(text, NOW), { kind: "time", time }, text);
  }
});

Deno.test("readSince() reads seconds and milliseconds since 1970", () => {
  assertEquals(readSince("1700000000", NOW), {
    kind: "time",
    time: 1_700_000_000_000,
  });
  assertEquals(readSince("1700000000123", NOW), {
    kind: "time",
    time: 1_700_000_000_123,
  });
});

Deno.test("readSince() takes digits that are a date for no seq, unless that is said", () => {
  for (const text of ["20261125", "202611251503", "20261125150300"]) {
    assertEquals(readSince(text, NOW), undefined, text);
  }
  const seq = 20_261_125;
  assertEquals(readSince(`seq:${seq}`, NOW), { kind: "seq", seq });
  assertEquals(readSince("20261325", NOW), { kind: "seq", seq: 20_261_325 });
});

Deno.test("readSince() reads a day by its name, and an hour as the last time it was", () => {
  const now = new Date("2026-11-22T12:00").getTime();
  for (
    const [text, local] of [
      ["today", "2026-11-22T00:00"],
      ["yesterday", "2026-11-21T00:00"],
      ["yesterday 9:05", "2026-11-21T09:05"],
      ["9:05", "2026-11-22T09:05"],
      ["09:05:30", "2026-11-22T09:05:30"],
      ["15:00", "2026-11-21T15:00"],
    ] as const
  ) {
    const time = new Date(local).getTime();
    assertEquals(readSince(text, now), { kind: "time", time }, text);
  }
});

Deno.test("readSince() reads a zone in all forms of ISO 8601", () => {
  const time = Date.parse("2026-11-22T10:00:00Z");
  for (const zone of ["+01:00", "+0100", "+01"]) {
    const text = `2026-11-22T11:00${zone}`;
    assertEquals(readSince(text, NOW), { kind: "time", time }, text);
  }
});

Deno.test("readSince() finds nothing in what is no moment", () => {
  const texts = ["", "soon", "-1", "1.5", "2y", "2026-02-30", "24:03", "1e3"];
  const days = ["tomorrow", "today 25:00", "yesterday 2026-01-01", "seq:x"];
  for (const text of [...texts, ...days, "9".repeat(20)]) {
    assertEquals(readSince(text, NOW), undefined, text);
  }
});

Deno.test("findSeqAtTime() finds the seq before the first message of that time, whatever is stored", async () => {
  const gaps = fc.array(
    fc.record({ step: fc.integer({ min: 1, max: 4 }), ms: fc.nat(3) }),
    { maxLength: 5 * PAGE },
  );
  await fc.assert(fc.asyncProperty(gaps, fc.nat(800), async (steps, time) => {
    const messages = messagesOf(steps);
    const last = messages.at(-1)?.seq ?? 0;
    const after = (seq: number) =>
      Promise.resolve(
        messages.filter((one) => (one.seq ?? 0) > seq).slice(0, PAGE),
      );
    const seq = await findSeqAtTime(time, { forgotten: 0, last, after });
    const isFound = (one: MessageEvent) => (one.seq ?? 0) > seq;

    assertEquals(
      messages.filter(isFound),
      messages.filter((one) => (one.time ?? 0) >= time),
    );
  }));
});

Deno.test("findSeqAtTime() asks for few pages of a long log", async () => {
  let count = 0;
  const last = 1_000_000;
  const after = (seq: number) => {
    count++;
    const length = Math.min(PAGE, last - seq);
    return Promise.resolve(
      Array.from({ length }, (_, n) => messageAt(seq + 1 + n, seq + 1 + n)),
    );
  };

  assertEquals(
    await findSeqAtTime(765_432, { forgotten: 0, last, after }),
    765_431,
  );
  assertEquals(count <= 15, true, `${count} pages`);
});

function messagesOf(
  steps: readonly { step: number; ms: number }[],
): readonly MessageEvent[] {
  let seq = 0;
  let time = 0;
  return steps.map(({ step, ms }) => messageAt(seq += step, time += ms));
}

function messageAt(seq: number, time: number): MessageEvent {
  return { kind: "message", timestamp: "", text: "", seq, time };
}
