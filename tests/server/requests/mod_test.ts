import { assert, assertEquals, assertMatch } from "@std/assert";
import { REQUESTS } from "../../../server/requests/mod.ts";

Deno.test("every request says how it is called and what it does, in one line", () => {
  for (const [name, { usage, summary }] of REQUESTS) {
    assertMatch(name, /^[a-z]+$/);
    assertEquals(usage.split(" ")[0], name);
    assertMatch(summary, /^[A-Z][^\n]*[^.\s]$/);
  }
});

Deno.test("only login, help and ping may be asked before a login", () => {
  const open = [...REQUESTS].filter(([, { needs }]) => needs === "nothing");
  assertEquals(open.map(([name]) => name).toSorted(), [
    "help",
    "login",
    "ping",
  ]);
});

Deno.test("the seed's five requests are there", () => {
  for (const name of ["login", "logout", "msg", "names", "help"]) {
    assert(REQUESTS.has(name), name);
  }
});
