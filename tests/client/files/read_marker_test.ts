import { stateFile } from "../../../client/files/state_folder.ts";
import { assertEquals } from "@std/assert";
import {
  type ReadMarker,
  ReadMarkerSaver,
  ReadMarkerStore,
} from "../../../client/files/read_marker.ts";

const MARKER = { log: "l", seq: 7, time: 1000 };

Deno.test("ReadMarkerStore gives back what it kept, and nothing of a damaged file", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const address = { hostname: "Example.org", port: 9998 };
    const file = stateFile(folder, "read", address, "Ada");
    assertEquals(file, `${folder}/read/ada@example.org%3A9998.json`);
    assertEquals(new ReadMarkerStore(file).load(), undefined);
    await new ReadMarkerStore(file).save(MARKER);
    const kept = new ReadMarkerStore(file).load();
    assertEquals({ ...kept }, { ...MARKER, format: 1 });
    for (
      const text of ["{", "null", '{"format":2,"log":"l","seq":1,"time":1}']
    ) {
      await Deno.writeTextFile(file, text);
      assertEquals(new ReadMarkerStore(file).load(), undefined, text);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("ReadMarkerStore does without a file, and with a home that cannot be written", async () => {
  await new ReadMarkerStore(undefined).save(MARKER);
  assertEquals(new ReadMarkerStore(undefined).load(), undefined);
  await new ReadMarkerStore("/dev/null/no").save(MARKER);
});

Deno.test("ReadMarkerSaver saves what changed meanwhile once, and at the end at once", async () => {
  const saved: number[] = [];
  let seq = 1;
  const store = {
    save: async ({ seq }: ReadMarker) => void saved.push(await seq),
  };
  const saver = new ReadMarkerSaver(store, () => ({ ...MARKER, seq }));
  saver.soon();
  seq = 2;
  saver.soon();

  assertEquals(await saver.flush(1000), true); // and no timer is left
  assertEquals(saved, [2]);
});
