import { assertEquals, assertThrows } from "@std/assert";
import {
  CursorError,
  CursorFile,
} from "../../../client/scripts/cursor_file.ts";
import { describeGap, gapAfter } from "../../../client/scripts/gap.ts";

Deno.test("CursorFile gives back what was saved last, and is not there before", async () => {
  await inFolder((folder) => {
    const path = `${folder}/new.cursor`;
    {
      using cursor = new CursorFile(path);
      assertEquals(cursor.load(), undefined);
      cursor.save({ seq: 7, log: "abc" });
      cursor.save({ seq: 9 });
    }
    using again = new CursorFile(path);
    assertEquals(again.load(), { seq: 9, log: undefined });
  });
});

Deno.test("CursorFile is for one program at a time", async () => {
  await inFolder((folder) => {
    using _cursor = new CursorFile(`${folder}/cursor`);
    assertThrows(() => new CursorFile(`${folder}/cursor`), CursorError, "uses");
  });
});

Deno.test("CursorFile refuses what is no cursor instead of beginning anew", async () => {
  await inFolder((folder) => {
    const path = `${folder}/cursor`;
    const wrong = ["", "{", "7", "null", "{}", '{"format":2,"seq":7}'];
    for (const text of [...wrong, '{"format":1,"seq":"7"}']) {
      Deno.writeTextFileSync(path, text);
      using cursor = new CursorFile(path);
      assertThrows(() => cursor.load(), CursorError, "no cursor");
    }
  });
});

Deno.test("CursorFile says at once that it cannot be written", async () => {
  await inFolder((folder) => {
    assertThrows(
      () => new CursorFile(`${folder}/missing/cursor`),
      CursorError,
      "Cannot write the cursor",
    );
  });
});

Deno.test("gapAfter() finds what is wanted and gone, but nothing for who wants what there is", () => {
  const exact = (after: number) => ({ after, isVague: false });
  const vague = (after: number) => ({ after, isVague: true });

  assertEquals(gapAfter(exact(5), 0), undefined);
  assertEquals(gapAfter(exact(5), 5), undefined);
  assertEquals(gapAfter(exact(0), 9), undefined);
  assertEquals(gapAfter(exact(5), 9), { code: "forgotten", from: 6, to: 9 });
  assertEquals(gapAfter(vague(9), 9), { code: "forgotten", to: 9 });
  assertEquals(gapAfter(vague(10), 9), undefined);
  assertEquals(
    describeGap({ code: "forgotten", from: 6, to: 9 }),
    "Seq 6 to 9 is no longer stored (forgotten)",
  );
});

async function inFolder(test: (folder: string) => void): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
