import { assertEquals } from "@std/assert";
import { NameOrder } from "../../../server/directory/name_order.ts";

Deno.test("NameOrder yields numbers by name, all or those behind one that need not be there", () => {
  const order = new NameOrder();
  for (const [number, name] of ["tea", "Ale", "beer"].entries()) {
    order.add(name, number);
  }
  assertEquals([...order.behind()], [1, 2, 0]);
  assertEquals([...order.behind("ALE")], [2, 0]);
  assertEquals([...order.behind("b")], [2, 0]);
  assertEquals([...order.behind("tea")], []);
  order.add("coffee", 3);
  order.delete(2);
  assertEquals([...order.behind()], [1, 3, 0]);
});
