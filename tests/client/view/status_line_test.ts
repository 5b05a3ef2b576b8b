import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { KEY_BINDINGS } from "../../../client/editing/key_bindings.ts";
import { textWidth } from "../../../client/view/cell_width.ts";
import { ASCII, UNICODE } from "../../../client/view/charset.ts";
import { textOf } from "../../../client/view/span.ts";
import {
  type StatusFacts,
  statusLine,
} from "../../../client/view/status_line.ts";

const QUIET: StatusFacts = {
  room: "lobby",
  people: 3,
  connection: { kind: "online" },
  unsent: 0,
  others: [],
  earlier: "more",
  isTop: false,
  newBelow: 0,
  isScrolled: false,
};
const BUSY: StatusFacts = {
  ...QUIET,
  connection: { kind: "waiting", seconds: 4 },
  unsent: 2,
  lagMs: 2500,
  others: [
    { room: "ops", messages: 3, mentions: 1 },
    { room: "tea", messages: 9, mentions: 0 },
  ],
  newBelow: 12,
  isScrolled: true,
};

Deno.test("statusLine() says in words where one is and how the connection is", () => {
  assertEquals(line(QUIET, 40), "── lobby · 3 people · online ───────────");
  assertEquals(
    line({ ...QUIET, people: 1, room: "" }, 30),
    "── 1 person · online ─────────",
  );
});

Deno.test("statusLine() says what waits, what goes on elsewhere and what is below", () => {
  assertEquals(
    line(BUSY, 122),
    "── lobby · 3 people · reconnecting in 4 s · Alt-R: at once · 2 unsent · lag 2.5 s " +
      "─── #ops 3 @1 · #tea 9 · 12 new below ──",
  );
  assertEquals(
    line({ ...QUIET, isScrolled: true }, 50),
    "── lobby · 3 people · online ─────── more below ──",
  );
});

Deno.test("statusLine() says at the top what there is before it, and that it is on its way", () => {
  const top = { ...QUIET, isTop: true, isScrolled: true };
  const above = (facts: Partial<StatusFacts>) =>
    /─ (.*) · more below ─/.exec(line({ ...top, ...facts }, 90))?.[1]
      ?.replace(/.*─ /, "");
  assertEquals(above({ earlier: "loading", isTop: false }), "loading earlier");
  assertEquals(above({ earlier: "nothing" }), "the beginning");
  assertEquals(above({ earlier: "full" }), "the oldest kept here");
  assertEquals(above({ earlier: "more" }), "more above");
  assertEquals(above({ earlier: "nothing", isTop: false }), undefined);
  const short: StatusFacts = { ...QUIET, earlier: "nothing", isTop: true };
  assertStringIncludes(line(short, 60), " the beginning ──");
});

Deno.test("statusLine() names the key that connects at once, while there is a wait", () => {
  const { keys } = KEY_BINDINGS.find(({ action }) => action === "reconnect") ??
    {};
  const hint = `${keys?.[0]}: at once`;
  assertStringIncludes(line(BUSY, 120), hint);
  const trying = { kind: "waiting", seconds: 0 } as const;
  for (const facts of [QUIET, { ...QUIET, connection: trying }]) {
    assert(!line(facts, 120).includes(hint));
  }
});

Deno.test("statusLine() says what one cannot rely on, shorter in a narrow window", () => {
  const open = { ...QUIET, isEncrypted: false, isRegistered: false };
  assertEquals(
    line(open, 80),
    "── lobby · 3 people · online · not encrypted · name not registered ────────────"
      .padEnd(80, "─"),
  );
  assertEquals(
    line(open, 60),
    " lobby · 3 people · online · not encrypted · unregistered ──",
  );
  assertEquals(line(open, 40), "── lobby · 3 people · not encrypted ────");
  assertEquals(line(open, 24), "── lobby · 3 people ────");
  assertEquals(
    line({ ...open, newBelow: 12, isScrolled: true }, 80),
    "── lobby · 3 people · online · not encrypted · unregistered ──── 12 new below ──",
  );
  const safe = { ...QUIET, isEncrypted: true, isRegistered: true };
  assertEquals(line(safe, 80), line(QUIET, 80));
});

Deno.test("statusLine() leaves out what matters least in a narrow window", () => {
  assertEquals(
    line(BUSY, 60),
    " reconnecting in 4 s · 2 unsent ── #ops 3 @1 · 12 new below ",
  );
  assertEquals(line(BUSY, 24), "─ reconnecting in 4 s ──");
  assertEquals(line(BUSY, 8), " reconne");
  assertEquals(line(QUIET, 1), " ");
});

Deno.test("statusLine() is as wide as the window, whatever it says", () => {
  for (const facts of [QUIET, BUSY, { ...BUSY, room: "世界\x1b[2J" }]) {
    for (let columns = 1; columns < 130; columns++) {
      const text = textOf(statusLine(facts, columns, UNICODE));
      assert(textWidth(text) <= columns, `${columns}: ${text}`);
      assert(columns < 20 || textWidth(text) >= columns - 1, text);
    }
  }
});

Deno.test("statusLine() is ASCII where the terminal has nothing else", () => {
  const text = textOf(statusLine({ ...BUSY, room: "ö" }, 110, ASCII));

  assert(/^[ -~]+$/.test(text), text);
});

function line(facts: StatusFacts, columns: number): string {
  return textOf(statusLine(facts, columns, UNICODE));
}
