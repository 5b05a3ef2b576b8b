/** How many files may be opened, and room for them. */

import { assertEquals } from "@std/assert";
import {
  countFreeFiles,
  makeRoomForFiles,
} from "../../../server/net/free_files.ts";
import { within } from "../../support/within.ts";

Deno.test("countFreeFiles() counts up to what is asked for, and keeps none open", () => {
  assertEquals([countFreeFiles(3), countFreeFiles(3)], [3, 3]);
});

// That no file stays open is checked by the sanitizer of resources.
Deno.test("makeRoomForFiles() keeps no file open, and ends early when it is told to", async () => {
  const end = new AbortController();
  await within(makeRoomForFiles(10, end.signal), "ten files");
  const room = makeRoomForFiles(1_000_000, end.signal);
  end.abort();
  await within(room, "the end of many");
});
