import { assert, assertEquals } from "@std/assert";
import { array, assert as check, integer, property } from "fast-check";
import { ScrollState, type Window } from "../../../client/chat/scroll_state.ts";
import { span, textOf } from "../../../client/view/span.ts";
import type { Row } from "../../../client/view/wrap.ts";
import {
  lastPage,
  placeAbove,
  placeBelow,
  showFrom,
  type WrappedText,
} from "../../../client/chat/viewport.ts";

const HEIGHT = 5;

Deno.test("placeAbove() and placeBelow() go by rows, and stop at the ends", () => {
  const layout = layoutOf([1, 3, 2]);
  const end = { number: 3, row: 0 };

  assertEquals(placeAbove(layout, end, 1), { number: 2, row: 1 });
  assertEquals(placeAbove(layout, end, 3), { number: 1, row: 2 });
  assertEquals(placeAbove(layout, end, 5), { number: 1, row: 0 });
  assertEquals(placeAbove(layout, end, 6), { number: 0, row: 0 });
  assertEquals(placeAbove(layout, end, 60), { number: 0, row: 0 });
  assertEquals(placeBelow(layout, { number: 0, row: 0 }, 5), {
    number: 2,
    row: 1,
  });
  assertEquals(placeBelow(layout, { number: 0, row: 0 }, 60), end);
});

Deno.test("lastPage() shows as many rows as there are, up to the last", () => {
  check(property(
    array(integer({ min: 1, max: 7 }), { maxLength: 12 }),
    integer({ min: 1, max: 9 }),
    (counts, height) => {
      const layout = layoutOf(counts);
      const all = counts.flatMap((_, n) => layout.rowsOf(n)).map(textOf);
      const { rows, next } = showFrom(layout, lastPage(layout, height), height);
      assertEquals(rows.map(textOf), all.slice(-height));
      assertEquals(next, { number: counts.length, row: 0 });
    },
  ));
});

Deno.test("ScrollState follows the end until somebody goes up, and then keeps its place", () => {
  const scroll = new ScrollState(0);
  assertEquals(shown(scroll, 10), ["5.0", "6.0", "7.0", "8.0", "9.0"]);
  assertEquals(shown(scroll, 11), ["6.0", "7.0", "8.0", "9.0", "10.0"]);
  scroll.pageUp(windowOf(11));

  const place = ["3.0", "4.0", "5.0", "6.0", "7.0"];
  assertEquals(shown(scroll, 11), place);
  assertEquals(shown(scroll, 1000), place);
  assertEquals(scroll.isFollowing, false);
  scroll.toEnd();
  assertEquals(shown(scroll, 1000).at(-1), "999.0");
});

Deno.test("ScrollState follows the end again when somebody comes back to it page by page", () => {
  const scroll = new ScrollState(0);
  scroll.pageUp(windowOf(20));
  scroll.pageUp(windowOf(20));
  for (let page = 0; page < 3; page++) scroll.pageDown(windowOf(20));

  assertEquals(scroll.isFollowing, true);
  assertEquals(shown(scroll, 21).at(-1), "20.0");
});

Deno.test("ScrollState shows all there is when that is less than a page", () => {
  const scroll = new ScrollState(0);
  scroll.pageUp(windowOf(3));

  assertEquals(shown(scroll, 3), ["0.0", "1.0", "2.0"]);
  assertEquals(scroll.isFollowing, true);
});

Deno.test("ScrollState keeps the paragraph at the top when the window gets another width", () => {
  const scroll = new ScrollState(0);
  const wide = layoutOf(Array.from({ length: 20 }, () => 1));
  const narrow = layoutOf(Array.from({ length: 20 }, () => 3));
  scroll.pageUp({ text: wide, height: HEIGHT });
  scroll.pageUp({ text: wide, height: HEIGHT });
  const top = (window: Window) => {
    scroll.settle(window);
    return scroll.show(window).top;
  };

  assertEquals(top({ text: wide, height: HEIGHT }), { number: 9, row: 0 });
  assertEquals(top({ text: narrow, height: HEIGHT }), { number: 9, row: 0 });
});

Deno.test("ScrollState goes to the first paragraph left when its own is gone", () => {
  const scroll = new ScrollState(0);
  scroll.toTop(windowOf(20));
  const counts = Array.from({ length: 40 }, () => 1);
  const layout = { ...layoutOf(counts), first: 10 };
  const { rows } = scroll.show({ text: layout, height: HEIGHT });

  assertEquals(textOf(rows[0] ?? []), "10.0");
});

Deno.test("ScrollState goes to what is new when there is more below than fits", () => {
  const scroll = new ScrollState(0);
  scroll.setUnreadLine(4, 0);
  scroll.toUnread();
  assertEquals(shown(scroll, 20), ["4.0", "5.0", "6.0", "7.0", "8.0"]);

  const short = new ScrollState(0);
  short.setUnreadLine(18, 0);
  short.toUnread();
  assertEquals(shown(short, 20).at(-1), "19.0");
  assertEquals(short.isFollowing, true);
});

Deno.test("ScrollState goes nowhere by itself once somebody went a page down or up", () => {
  for (const go of ["pageDown", "pageUp", "toTop"] as const) {
    const scroll = new ScrollState(0);
    scroll.toTop(windowOf(40));
    scroll.setUnreadLine(30, 0);
    scroll.toUnread();
    scroll[go](windowOf(40));
    assert(shown(scroll, 40)[0] !== "30.0", go);
  }
});

Deno.test("ScrollState.pageDown() tells whether that came to the end", () => {
  const scroll = new ScrollState(0);
  scroll.setUnreadLine(4, 0);
  scroll.toUnread();
  shown(scroll, 14);

  assertEquals(scroll.pageDown(windowOf(14)), false);
  assertEquals(scroll.pageDown(windowOf(14)), true);
  assertEquals(scroll.pageDown(windowOf(14)), false, "it is there");
});

Deno.test("ScrollState comes back to its place when the window got larger and smaller again", () => {
  const scroll = new ScrollState(0);
  const all = windowOf(20);
  const show = (height: number, columns = 60, text = all.text) => {
    const window = { text, height, size: { columns, rows: height } };
    scroll.settle(window);
    return scroll.show(window).rows.map(textOf)[0];
  };
  show(5);
  scroll.pageUp({ ...all, height: 5 });
  assertEquals(show(5), "12.0");
  assertEquals(show(30), "0.0");
  assertEquals(show(5), "12.0");
  for (const height of [8, 12, 30, 12, 7, 5]) show(height);
  assertEquals(show(5), "12.0");
  assertEquals(show(30), "0.0");
  assertEquals(show(5, 60, windowOf(40).text), "12.0", "others talk meanwhile");
  show(30);
  scroll.toEnd();
  assertEquals(show(5), "15.0", "who goes to the end stays there");
});

Deno.test("ScrollState does not go back because the line being typed gets longer", () => {
  const scroll = new ScrollState(0);
  const { text } = windowOf(8);
  const show = (height: number, rows: number) => {
    const window = { text, height, size: { columns: 60, rows } };
    scroll.settle(window);
    return scroll.show(window).rows.map(textOf).at(-1);
  };
  show(5, 7);
  scroll.pageUp({ text, height: 5 });
  assertEquals(show(5, 7), "4.0");
  assertEquals(show(8, 10), "7.0");
  assertEquals(show(6, 10), "7.0");
});

/** Rows called by paragraph and row. */
function layoutOf(counts: readonly number[]): WrappedText<Row> {
  return {
    first: 0,
    end: counts.length,
    rowsOf: (number) =>
      Array.from({ length: counts[number] ?? 0 }, (_, row) => [
        span(`${number}.${row}`),
      ]),
  };
}

function windowOf(paragraphs: number): Window<Row> {
  const counts = Array.from({ length: paragraphs }, () => 1);
  return { text: layoutOf(counts), height: HEIGHT };
}

function shown(scroll: ScrollState, paragraphs: number): readonly string[] {
  const window = windowOf(paragraphs);
  scroll.settle(window);
  return scroll.show(window).rows.map(textOf);
}
