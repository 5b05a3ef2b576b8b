import { assert, assertEquals } from "@std/assert";
import { note } from "../../../client/chat/content.ts";
import {
  Scrollback,
  type ScrollbackItem,
} from "../../../client/chat/scrollback.ts";

Deno.test("Scrollback keeps its numbers whatever goes before it", () => {
  const scrollback = new Scrollback({ maxItems: 100 });
  for (let n = 0; n < 5000; n++) scrollback.append(said(`p${n}`));

  assertEquals(scrollback.end, 5000);
  assertEquals(textAt(scrollback, 4999), "p4999");
  assertEquals(textAt(scrollback, scrollback.first), `p${scrollback.first}`);
  assertEquals(scrollback.at(scrollback.first - 1), undefined);
});

Deno.test("Scrollback holds no more than its bound and a step", () => {
  const scrollback = new Scrollback({ maxItems: 100 });
  let most = 0;
  for (let n = 0; n < 5000; n++) {
    scrollback.append(said("x"));
    most = Math.max(most, scrollback.end - scrollback.first);
  }

  assert(most <= 600, `${most}`);
  assert(scrollback.end - scrollback.first >= 100);
});

Deno.test("Scrollback holds no more characters than its bound, and always the last", () => {
  const scrollback = new Scrollback({ maxCharacters: 1000 });
  for (let n = 0; n < 50; n++) scrollback.append(said("x".repeat(90)));
  const kept = scrollback.end - scrollback.first;
  assert(kept <= 11 && kept >= 9, `${kept}`);
  scrollback.append(said("y".repeat(5000)));

  assertEquals([scrollback.first, scrollback.end], [50, 51]);
  scrollback.append(said("z"));
  assertEquals(textAt(scrollback, 51), "z");
});

Deno.test("Scrollback.prepend() puts the newest of older items in front, as there is room", () => {
  const scrollback = new Scrollback({ maxItems: 4 });
  scrollback.append(said("c"));
  scrollback.append(said("d"));
  scrollback.prepend([said("x"), said("a"), said("b")]);

  assertEquals(scrollback.first, -2);
  assertEquals([-2, -1, 0, 1].map((n) => textAt(scrollback, n)), [
    ..."abcd",
  ]);
  assertEquals(scrollback.isFull, true);
});

Deno.test("Scrollback.replaceLast() keeps the number", () => {
  const scrollback = new Scrollback();
  scrollback.append(said("a"));
  scrollback.append(said("b"));
  scrollback.replaceLast(said("c"));

  assertEquals([scrollback.end, textAt(scrollback, 1)], [2, "c"]);
});

function said(text: string): ScrollbackItem {
  return { size: text.length, content: note(text) };
}

function textAt(scrollback: Scrollback, number: number): string | undefined {
  const content = scrollback.at(number)?.content;
  return content && "text" in content ? content.text : undefined;
}
