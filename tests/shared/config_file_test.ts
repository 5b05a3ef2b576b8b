import { assertEquals, assertThrows } from "@std/assert";
import { configPath, readConfigFile } from "../../shared/config_file.ts";
import { ConfigError, type Environment } from "../../shared/flags.ts";
import { FakePlatform } from "../support/fake_platform.ts";

/** Where the file is, by system and environment. */
const PLACES: readonly (readonly [string, Environment, string | undefined])[] =
  [
    ["linux", { HOME: "/h" }, "/h/.config/ktn/config.json"],
    ["linux", { HOME: "/h", XDG_CONFIG_HOME: "/x" }, "/x/ktn/config.json"],
    [
      "linux",
      { HOME: "/h", XDG_CONFIG_HOME: "" },
      "/h/.config/ktn/config.json",
    ],
    [
      "linux",
      { HOME: "/h", XDG_CONFIG_HOME: "x" },
      "/h/.config/ktn/config.json",
    ],
    ["linux", {}, undefined],
    [
      "darwin",
      { HOME: "/h" },
      "/h/Library/Application Support/ktn/config.json",
    ],
    ["windows", { APPDATA: "C:\\r" }, "C:\\r\\ktn\\config.json"],
    [
      "windows",
      { USERPROFILE: "C:\\u" },
      "C:\\u\\AppData\\Roaming\\ktn\\config.json",
    ],
    ["windows", {}, undefined],
  ];

for (const [os, environment, path] of PLACES) {
  Deno.test(`configPath() on ${os} with ${JSON.stringify(environment)} is ${path}`, () => {
    assertEquals(configPath(os, environment) || undefined, path);
  });
}

function failing(error: Error) {
  const platform = new FakePlatform({ environment: { HOME: "/h" } });
  const readTextFile = () => {
    throw error;
  };
  return { ...platform, readTextFile };
}

Deno.test("readConfigFile() takes it that nothing is in the usual place", () => {
  const missing = Object.assign(new Error(), { code: "ENOENT" });
  const forbidden = Object.assign(new Error(), { name: "NotCapable" });
  for (const error of [missing, forbidden]) {
    assertEquals(readConfigFile(undefined, failing(error)), undefined);
    assertThrows(() => readConfigFile("/x", failing(error)), ConfigError, "/x");
  }
});

Deno.test("readConfigFile() takes an empty file for none", () => {
  const files = { "/empty": "", "/blank": " \n\t", "/dev/null": "" };
  const platform = new FakePlatform({ files });
  for (const path of Object.keys(files)) {
    assertEquals(readConfigFile(path, platform), undefined, path);
  }
});

Deno.test("readConfigFile() does not pass over a file it cannot read", () => {
  const error = Object.assign(new Error(), { code: "EACCES" });
  assertThrows(
    () => readConfigFile(undefined, failing(error)),
    ConfigError,
    "/h/.config/ktn/config.json: you have no right to it",
  );
});
