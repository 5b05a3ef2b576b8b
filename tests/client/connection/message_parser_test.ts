import { assertEquals } from "@std/assert";
import { encode } from "../../../client/connection/message_parser.ts";

const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

Deno.test("encode() writes the key content where a request has none", () => {
  for (const request of ["logout", "names", "help", "ping"] as const) {
    assertEquals(
      textOf(encode({ request })),
      `{"request":"${request}","content":null}\n`,
    );
  }
  assertEquals(
    textOf(encode({ request: "history", limit: 5, id: "1" })),
    '{"request":"history","content":null,"limit":5,"id":"1"}\n',
  );
});

Deno.test("encode() keeps the content that there is", () => {
  assertEquals(
    textOf(encode({ request: "msg", content: "hi" })),
    '{"request":"msg","content":"hi"}\n',
  );
});
