import { assert, assertEquals, assertMatch } from "@std/assert";
import {
  type Edited,
  editorFor,
  editText,
} from "../../../client/terminal/external_editor.ts";
import { MAX_LINE } from "../../../client/editing/line.ts";
import { until } from "../../support/until.ts";

const NEVER = new AbortController().signal;

Deno.test("editorFor() prefers VISUAL to EDITOR, and has one that is everywhere", () => {
  assertEquals(editorFor({ VISUAL: "v", EDITOR: "e" }, "linux"), "v");
  assertEquals(editorFor({ EDITOR: "e" }, "linux"), "e");
  assertEquals(editorFor({ VISUAL: "", EDITOR: "" }, "linux"), "vi");
  assertEquals(editorFor({}, "windows"), "notepad");
});

unixTest(
  "editText() returns what the editor made of the text, without the line break at its end",
  async () => {
    assertEquals(await edit("one\ntwo", "sed -i s/o/0/"), edited("0ne\ntw0"));
    assertEquals(await edit("", "printf 'a\\r\\nb\\n' >"), edited("a\nb"));
    assertEquals(await edit("same", "true"), edited("same"));
  },
);

unixTest(
  "editText() hands the text over in a file only its owner can read, and removes it",
  async () => {
    const seen = await Deno.makeTempFile();
    const editor = `cp -p "$1" ${seen}; echo "$1" >`;
    const path = await edit("secret", `f() { ${editor} "$1"; }; f`);

    assertEquals(await Deno.readTextFile(seen), "secret\n");
    assertEquals(((await Deno.stat(seen)).mode ?? 0) & 0o777, 0o600);
    await Deno.remove(seen);
    assert(path.kind === "edited");
    assertMatch(path.text, /ktn-\w+\.txt$/);
    assert(!await exists(path.text));
  },
);

unixTest(
  "editText() leaves the text as it was when the editor fails or is not there",
  async () => {
    assertEquals(await edit("x", "false"), {
      kind: "failed",
      why: "The editor ended with 1, so the line is as it was",
    });
    assertEquals(await edit("x", "2>/dev/null no-such-editor"), {
      kind: "failed",
      why:
        'Cannot find the editor "2>/dev/null no-such-editor": set VISUAL or EDITOR to another',
    });
  },
);

unixTest(
  "editText() keeps the file of what cannot be taken over, and says where",
  async () => {
    const cases: readonly [editor: string, why: RegExp][] = [
      [
        `f() { head -c ${MAX_LINE + 1} /dev/zero | tr '\\0' x >"$1"; }; f`,
        /too long, 16385 characters: 16384 characters fit; it is kept in (.*)$/,
      ],
      [
        `f() { head -c 1000000 /dev/zero >"$1"; }; f`,
        /too long, 1000000 bytes: 16384 characters fit; it is kept in (.*)$/,
      ],
      ["printf '\\377' >", /is not UTF-8; it is kept in (.*)$/],
    ];
    for (const [editor, expected] of cases) {
      const failed = await edit("x", editor);
      assert(failed.kind === "failed");
      assertMatch(failed.why, expected);
      const [, path = ""] = expected.exec(failed.why) ?? [];
      assert(await exists(path), path);
      await Deno.remove(path);
    }
  },
);

unixTest(
  "editText() ends the editor when it is told to, and does not begin when that was before",
  async () => {
    const started = await Deno.makeTempFile();
    await Deno.remove(started);
    const stop = new AbortController();
    const editor = `touch ${started}; exec sleep 60; :`;
    const editing = editText("x", editor, stop.signal);
    await until(() => exists(started), "the editor");
    stop.abort();

    assertEquals((await editing).kind, "failed");
    await Deno.remove(started);
    assertEquals((await editText("x", editor, stop.signal)).kind, "failed");
    assert(!await exists(started));
  },
);

function edit(text: string, editor: string): Promise<Edited> {
  return editText(text, editor, NEVER);
}

function edited(text: string): Edited {
  return { kind: "edited", text };
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

/** The editors are small shell scripts. */
function unixTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: Deno.build.os === "windows", fn });
}
