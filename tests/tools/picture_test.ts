import { assert, assertEquals } from "@std/assert";
import { pictureOf } from "../../tools/picture.ts";

const SIZE = { columns: 20, rows: 2 };

Deno.test("pictureOf() draws text where it stands, in its colours", () => {
  const svg = pictureOf(
    "ab\x1b[38;5;31mbob\x1b[39m: \x1b[1;7m>\x1b[0m x\x1b[2m\ny",
    SIZE,
  );
  const texts = Array.from(
    svg.matchAll(
      /<text x="([\d.]+)" y="([\d.]+)"[^>]* fill="([^"]+)"([^>]*)>([^<]*)</g,
    ),
    ([, x, y, fill, rest, text]) => ({ x, y, fill, rest, text }),
  );

  assertEquals(texts.map(({ x, y, fill, text }) => [x, y, fill, text]), [
    ["12", "25", "#d6d9de", "ab"],
    ["28.8", "25", "rgb(0,135,175)", "bob"],
    ["54", "25", "#d6d9de", ": "],
    ["70.8", "25", "#14161a", "&gt;"],
    ["79.2", "25", "#d6d9de", " x"],
    ["12", "43", "#d6d9de", "y"],
  ]);
  assertEquals(texts[3]?.rest, ' font-weight="bold"');
  assertEquals(texts[5]?.rest, ' opacity="0.6"'); // as tmux goes on in the next row
  assert(svg.includes('<rect x="70.8" y="12" width="8.4" height="18"'));
});

Deno.test("pictureOf() gives wide characters two cells, and leaves no markup of the text's", () => {
  const svg = pictureOf("世<b>&", SIZE);

  assert(svg.includes('<text x="12" y="25" textLength="16.8"'), svg);
  assert(svg.includes("&lt;b&gt;&amp;"), svg);
});

Deno.test("docs/terminal.svg has no empty row", async () => {
  const file = new URL("../../docs/terminal.svg", import.meta.url);
  const svg = await Deno.readTextFile(file);
  const rows = new Set([...svg.matchAll(/ y="(\d+)"/g)].map(([, y]) => y));
  const expected = Array.from({ length: 24 }, (_, row) => 12 + 13 + row * 18);

  assertEquals(expected.filter((y) => !rows.has(`${y}`)), []);
});
