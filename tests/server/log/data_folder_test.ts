import { assertEquals, assertThrows } from "@std/assert";
import type { Environment } from "../../../shared/flags.ts";
import { DataError } from "../../../server/log/data_error.ts";
import { defaultDataFolder } from "../../../server/log/data_folder.ts";

const CASES: readonly (readonly [
  typeof Deno.build.os,
  Environment,
  string,
])[] = [
  ["linux", { HOME: "/home/ada" }, "/home/ada/.local/share/ktn"],
  ["linux", { HOME: "/home/ada", XDG_DATA_HOME: "/data" }, "/data/ktn"],
  ["linux", { XDG_DATA_HOME: "/data" }, "/data/ktn"],
  ["linux", { HOME: "/h", XDG_DATA_HOME: "data" }, "/h/.local/share/ktn"],
  ["linux", { HOME: "/h", XDG_DATA_HOME: "" }, "/h/.local/share/ktn"],
  ["freebsd", { HOME: "/h" }, "/h/.local/share/ktn"],
  [
    "darwin",
    { HOME: "/Users/ada" },
    "/Users/ada/Library/Application Support/ktn",
  ],
  ["windows", { LOCALAPPDATA: "C:\\L" }, "C:\\L\\ktn"],
  ["windows", { USERPROFILE: "C:\\U" }, "C:\\U\\AppData\\Local\\ktn"],
];

for (const [os, environment, folder] of CASES) {
  const given = JSON.stringify(environment);
  Deno.test(`defaultDataFolder() is ${folder} on ${os} with ${given}`, () => {
    assertEquals(defaultDataFolder(os, environment), folder);
  });
}

Deno.test("defaultDataFolder() refuses when there is no home", () => {
  for (const os of ["linux", "darwin", "windows"] as const) {
    assertThrows(() => defaultDataFolder(os, {}), DataError, "--data");
  }
});
