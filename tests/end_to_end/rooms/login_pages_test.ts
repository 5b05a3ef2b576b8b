/** The pages of a login, and what they say that they cover. */

import { assert, assertEquals } from "@std/assert";
import type { Answer } from "../../support/answer.ts";
import { startServer } from "../../support/live_server.ts";
import type { Peer } from "../../support/peer.ts";

const TEXT = "x".repeat(3000);

async function pagesOf(peer: Peer): Promise<readonly Answer[]> {
  const pages: Answer[] = [];
  do {
    pages.push(await peer.until(({ response }) => response === "history"));
  } while (pages.at(-1)?.more);
  return pages;
}

function coverOf({ first, last, more }: Answer) {
  return { first, last, more };
}

Deno.test("a login of version 3 gets pages that cover the log without a gap, also where nothing may be read", async () => {
  await using server = await startServer();
  using ada = await server.join("ada", { version: 3 });
  assertEquals((await pagesOf(ada)).map(coverOf), [
    { first: 1, last: 0, more: false },
  ]);
  await ada.ask({ request: "join", content: "tea", make: true });
  for (let count = 0; count < 60; count++) {
    const room = count % 2 === 0 ? "tea" : "lobby";
    await ada.ask({ request: "msg", content: TEXT, room, id: `m.${count}` });
  }
  using bob = await server.join("bob", { version: 3, since: 0 });
  const pages = await pagesOf(bob);
  assert(pages.length > 1);
  let covered = 0;
  const seqs: number[] = [];
  for (const { first, last, content } of pages) {
    assertEquals(first, covered + 1);
    covered = Number(last);
    if (!Array.isArray(content)) throw new TypeError("No list");
    for (const { seq } of content) {
      assert(seq >= Number(first) && seq <= covered, `${seq}`);
      seqs.push(seq);
    }
  }
  assertEquals(covered, 60);
  assertEquals(seqs, Array.from({ length: 30 }, (_, index) => 2 * index + 2));
  await ada.ask({ request: "msg", content: "x", room: "tea", id: "last" });
  using eve = await server.join("eve", { version: 3, since: 60 });
  assertEquals((await pagesOf(eve)).map(coverOf), [
    { first: 61, last: 61, more: false },
  ]);
  using newest = await server.join("newest", { version: 3, history: 2 });
  assertEquals((await pagesOf(newest)).map(coverOf), [
    { first: 58, last: 61, more: false },
  ]);
});

Deno.test("a login of version 2 gets its pages as ever", async () => {
  await using server = await startServer();
  using ada = await server.join("ada", { version: 2 });
  await ada.ask({ request: "msg", content: "hi", id: "1" });
  using bob = await server.join("bob", { version: 2 });
  const [page] = await pagesOf(bob);
  assertEquals(page && Object.keys(page), [
    ...["timestamp", "sender", "response", "more", "content"],
  ]);
});
