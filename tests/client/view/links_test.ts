import { assertEquals } from "@std/assert";
import { choosePaint, PLAIN_PAINT } from "../../../client/view/colours.ts";
import { hrefOf, takesLinks, withLinks } from "../../../client/view/links.ts";
import { span } from "../../../client/view/span.ts";

Deno.test("hrefOf() gives a terminal only what cannot end the sequence it stands in", () => {
  assertEquals(hrefOf("https://a.example/b"), "https://a.example/b");
  assertEquals(hrefOf("https://a.example/\\x1b"), undefined);
  assertEquals(hrefOf("https://a.example/ä"), undefined);
  assertEquals(hrefOf("https://a.example/\x07"), undefined);
  assertEquals(hrefOf("javascript:alert(1)"), undefined);
  assertEquals(hrefOf(`https://a.example/${"x".repeat(2000)}`), undefined);
});

Deno.test("withLinks() makes the parts of a divided address one link, and no other", () => {
  const paint = withLinks(PLAIN_PAINT);
  const href = "https://a.example/long";
  const [first, second] = ["https://a.ex", "ample/long"].map((text) =>
    paint({ ...span(text, "link"), href })
  );
  const id = /id=(\w+);/.exec(first ?? "")?.[1];

  assertEquals(
    first,
    `\x1b]8;id=${id};${href}\x1b\\https://a.ex\x1b]8;;\x1b\\`,
  );
  assertEquals(second?.includes(`id=${id};${href}`), true);
  assertEquals(paint({ ...span(href, "link"), href }), href);
  assertEquals(paint(span("plain")), "plain");
});

Deno.test("withLinks() keeps the colours inside the link", () => {
  const paint = withLinks(choosePaint({
    environment: {},
    isTerminal: true,
    color: "always",
  }));
  const painted = paint({ ...span("part", "link"), href: "https://a.example" });

  assertEquals(painted.includes("\x1b[4mpart\x1b[0m\x1b]8;;"), true, painted);
});

Deno.test("takesLinks() is off where the sequence would be printed", () => {
  const takers = ["xterm-256color", "tmux-256color", "screen", "foot"];
  const printers = ["linux", "dumb", "vt100", "eterm-color", ""];
  for (const TERM of takers) assertEquals(takesLinks({ TERM }), true, TERM);
  for (const TERM of printers) assertEquals(takesLinks({ TERM }), false, TERM);
  assertEquals(takesLinks({}), false);
});
