import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  HISTORY_FORMS,
  type HistoryForm,
  pageOf,
  type PageStyle,
  splitPages,
  splitPagesFor,
} from "../../../server/chat/history_page.ts";
import type { Entry } from "../../../server/log/log.ts";
import {
  identityOf,
  ownEntriesOf as entriesOf,
  ownEntryOf as entryOf,
} from "../../support/entries.ts";

const STYLE: PageStyle = {
  form: "objects",
  wire: "lines",
  dialect: "rooms",
  maxBytes: 64_000,
  keep: "newest",
};

/** What a client makes of a content: texts of messages. */
function textsIn(form: HistoryForm, json: string): readonly unknown[] {
  const content = JSON.parse(json);
  if (form === "text") {
    if (content === "") return [];
    return String(content).split("\n").map((line) => line.split("ada: ")[1]);
  }
  const list = form === "json" ? JSON.parse(content) : content;
  return list.map((item: string) =>
    (form === "strings" ? JSON.parse(item) : item).content
  );
}

const byteLength = (text: string) => new TextEncoder().encode(text).length;

for (const form of HISTORY_FORMS) {
  Deno.test(`pageOf() makes a content of ${form}`, () => {
    const entries = [entryOf(1), entryOf(2, { text: 'å "🎉"' })];
    const page = pageOf(entries, { ...STYLE, form });
    assertEquals(textsIn(form, page.json), ["m1", 'å "🎉"']);
    assertEquals(page.entries, entries);
    assertEquals(new TextDecoder().decode(page.bytes), page.json);
  });

  Deno.test(`pageOf() writes ${form} in ASCII for old clients`, () => {
    const entries = [entryOf(1, { text: "å 🎉 \u2028" })];
    const { json } = pageOf(entries, { ...STYLE, form, wire: "bare" });
    assertEquals(/^[\x20-\x7e]*$/.test(json), true);
    assertEquals(textsIn(form, json), ["å 🎉 \u2028"]);
  });

  Deno.test(`pageOf() and splitPages() keep ${form} within the bytes, and lose nothing`, () => {
    const texts = fc.array(fc.string({ unit: "grapheme", minLength: 1 }), {
      maxLength: 30,
    });
    const style = fc.record({
      form: fc.constant(form),
      wire: fc.constantFrom(
        "lines" as const,
        "bare" as const,
        "legacy" as const,
      ),
      dialect: fc.constantFrom("rooms" as const, "lobby" as const),
      maxBytes: fc.integer({ min: 10, max: 3000 }),
      keep: fc.constantFrom("newest" as const, "oldest" as const),
    });
    fc.assert(
      fc.property(texts, style, (texts, style) => {
        const entries = texts.map((text, n) => entryOf(n + 1, { text }));
        checkPage(entries, style);
        checkSplit(entries, style);
      }),
      { numRuns: 300 },
    );
  });
}

function checkPage(entries: readonly Entry[], style: PageStyle): void {
  const page = pageOf(entries, style);
  const count = page.entries.length;
  const isNewest = style.keep === "newest";
  const kept = isNewest
    ? entries.slice(entries.length - count)
    : entries.slice(0, count);
  assertEquals(page.entries, kept);
  JSON.parse(page.json);
  if (isNewest || count > 1) assert(byteLength(page.json) <= style.maxBytes);
  if (!isNewest && entries.length > 0) assert(count > 0);
  // One more would not have fitted.
  if (count === entries.length) return;
  const more = isNewest
    ? entries.slice(entries.length - count - 1)
    : entries.slice(0, count + 1);
  const larger = pageOf(more, { ...style, maxBytes: Infinity });
  const isFull = byteLength(larger.json) > style.maxBytes - 2;
  assert(isFull, `${byteLength(larger.json)} of ${style.maxBytes}`);
}

function checkSplit(entries: readonly Entry[], style: PageStyle): void {
  const pages = splitPages(entries, style);
  assertEquals(pages.flatMap((page) => page.entries), [...entries]);
  for (const page of pages) {
    assert(page.entries.length > 0);
    const isAlone = page.entries.length === 1;
    assert(isAlone || byteLength(page.json) <= style.maxBytes);
    assertEquals(
      textsIn(style.form, page.json).length >= page.entries.length,
      true,
    );
  }
}

Deno.test("pageOf() of nothing, or of what does not fit, has nothing in it", () => {
  for (const form of HISTORY_FORMS) {
    assertEquals(textsIn(form, pageOf([], { ...STYLE, form }).json), []);
    const page = pageOf([entryOf(1)], { ...STYLE, form, maxBytes: 20 });
    assertEquals([page.entries, textsIn(form, page.json)], [[], []]);
  }
});

Deno.test("pageOf() and splitPages() encode a list once for all who get it alike", () => {
  const entries = entriesOf(1, 10);
  assert(pageOf(entries, STYLE) === pageOf(entries, { ...STYLE }));
  assert(
    pageOf(entries, STYLE) !== pageOf(entries, { ...STYLE, wire: "bare" }),
  );
  assert(splitPages(entries, STYLE) === splitPages(entries, { ...STYLE }));
  assert(pageOf(entries, STYLE) !== pageOf([...entries], STYLE));
});

Deno.test("splitPages() encodes each entry once, however many pages it makes", () => {
  let read = 0;
  const entries = entriesOf(1, 1000).map((entry) =>
    Object.defineProperty({ ...entry }, "text", {
      get() {
        read++;
        return "x".repeat(100);
      },
    })
  );
  const pages = splitPages(entries, { ...STYLE, maxBytes: 300 });
  assertEquals([pages.length, read], [1000, 1000]);
});

Deno.test("splitPagesFor() gives an author the ids of its own messages, and pages that still fit", () => {
  const id = "i".repeat(64);
  const entries = Array.from(
    { length: 30 },
    (_, n) => entryOf(n + 1, { author: n % 2 === 0 ? "Ada" : "bob", id }),
  );
  const style = { ...STYLE, maxBytes: 1000 };
  const pages = splitPagesFor(identityOf("ada"), entries, style);
  const messages = pages.flatMap(({ json }) => {
    assert(byteLength(json) <= 1000, `${byteLength(json)} bytes`);
    return JSON.parse(json);
  });
  assertEquals(messages.map(({ seq }) => seq), entries.map(({ seq }) => seq));
  for (const { sender, own_id } of messages) {
    assertEquals(own_id, sender === "Ada" ? id : undefined);
  }
});

Deno.test("splitPagesFor() gives those who sent nothing in it, or without ids, the same pages as all", () => {
  const entries = entriesOf(1, 10);
  assert(
    splitPagesFor(identityOf("bob"), entries, STYLE) ===
      splitPages(entries, STYLE),
  );
  assert(
    splitPagesFor(identityOf("ada"), entries, STYLE) ===
      splitPages(entries, STYLE),
  );
});
