import { assertEquals } from "@std/assert";
import { array, assert as check, integer, property } from "fast-check";
import { Reading, type Window } from "../../../client/chat/scroll_state.ts";
import { span, textOf } from "../../../client/view/span.ts";
import {
  lastPage,
  type Layout,
  placeAbove,
  placeBelow,
  showFrom,
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

Deno.test("Reading follows the end until somebody goes up, and then keeps its place", () => {
  const reading = new Reading(0);
  assertEquals(shown(reading, 10), ["5.0", "6.0", "7.0", "8.0", "9.0"]);
  assertEquals(shown(reading, 11), ["6.0", "7.0", "8.0", "9.0", "10.0"]);
  reading.pageUp(windowOf(11));

  const place = ["3.0", "4.0", "5.0", "6.0", "7.0"];
  assertEquals(shown(reading, 11), place);
  assertEquals(shown(reading, 1000), place);
  assertEquals(reading.isFollowing, false);
  reading.toEnd();
  assertEquals(shown(reading, 1000).at(-1), "999.0");
});

Deno.test("Reading follows the end again when somebody comes back to it page by page", () => {
  const reading = new Reading(0);
  reading.pageUp(windowOf(20));
  reading.pageUp(windowOf(20));
  for (let page = 0; page < 3; page++) reading.pageDown(windowOf(20));

  assertEquals(reading.isFollowing, true);
  assertEquals(shown(reading, 21).at(-1), "20.0");
});

Deno.test("Reading shows all there is when that is less than a page", () => {
  const reading = new Reading(0);
  reading.pageUp(windowOf(3));

  assertEquals(shown(reading, 3), ["0.0", "1.0", "2.0"]);
  assertEquals(reading.isFollowing, true);
});

Deno.test("Reading keeps the paragraph at the top when the window gets another width", () => {
  const reading = new Reading(0);
  const wide = layoutOf(Array.from({ length: 20 }, () => 1));
  const narrow = layoutOf(Array.from({ length: 20 }, () => 3));
  reading.pageUp({ layout: wide, height: HEIGHT });
  reading.pageUp({ layout: wide, height: HEIGHT });
  const top = ({ layout }: Window) =>
    reading.show({ layout, height: HEIGHT }).top;

  assertEquals(top({ layout: wide, height: HEIGHT }), { number: 9, row: 0 });
  assertEquals(top({ layout: narrow, height: HEIGHT }), { number: 9, row: 0 });
});

Deno.test("Reading goes to the first paragraph left when its own is gone", () => {
  const reading = new Reading(0);
  reading.toTop(windowOf(20));
  const counts = Array.from({ length: 40 }, () => 1);
  const layout = { ...layoutOf(counts), first: 10 };
  const { rows } = reading.show({ layout, height: HEIGHT });

  assertEquals(textOf(rows[0] ?? []), "10.0");
});

Deno.test("Reading lands at the mark when there is more below than fits", () => {
  const reading = new Reading(0);
  reading.mark(4, 0);
  reading.toMarker();
  assertEquals(shown(reading, 20), ["4.0", "5.0", "6.0", "7.0", "8.0"]);

  const short = new Reading(0);
  short.mark(18, 0);
  short.toMarker();
  assertEquals(shown(short, 20).at(-1), "19.0");
  assertEquals(short.isFollowing, true);
});

Deno.test("Reading has no mark any more when all was read page by page", () => {
  const reading = new Reading(0);
  reading.mark(4, 0);
  reading.toMarker();
  shown(reading, 14);
  reading.pageDown(windowOf(14));
  assertEquals(reading.marker?.number, 4);
  reading.pageDown(windowOf(14));

  assertEquals(reading.marker, undefined);
});

/** Rows called by paragraph and row. */
function layoutOf(counts: readonly number[]): Layout {
  return {
    first: 0,
    end: counts.length,
    rowsOf: (number) =>
      Array.from({ length: counts[number] ?? 0 }, (_, row) => [
        span(`${number}.${row}`),
      ]),
  };
}

function windowOf(paragraphs: number): Window {
  const counts = Array.from({ length: paragraphs }, () => 1);
  return { layout: layoutOf(counts), height: HEIGHT };
}

function shown(reading: Reading, paragraphs: number): readonly string[] {
  return reading.show(windowOf(paragraphs)).rows.map(textOf);
}
