import { assertEquals } from "@std/assert";
import { fittedHead } from "../../../client/view/message_head.ts";
import { span, textOf } from "../../../client/view/span.ts";

const COLUMNS = { times: 5, names: 4 };

Deno.test("fittedHead() is as wide as the column, with what is left of a name that is too long", () => {
  for (
    const [name, ellipsis, expected] of [
      ["bob", "…", "12:34    bob: "],
      ["anna", "…", "12:34   anna: "],
      ["annabel", "…", "12:34   ann…: "],
      ["annabel", "..", "12:34   an..: "],
      ["世界世界", "…", "12:34    世…: "],
    ] as const
  ) {
    const parts = { time: "12:34:56", author: span(name), isMention: false };
    assertEquals(textOf(fittedHead(parts, COLUMNS, ellipsis)), expected);
  }
});
