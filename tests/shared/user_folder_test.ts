import { assertEquals } from "@std/assert";
import { userFolder } from "../../shared/user_folder.ts";

Deno.test("userFolder() is where each system keeps settings, data and state", () => {
  const all = (os: string, environment: Record<string, string>) =>
    (["config", "data", "state"] as const)
      .map((kind) => userFolder(kind, os, environment));

  assertEquals(all("linux", { HOME: "/h" }), [
    "/h/.config/ktn",
    "/h/.local/share/ktn",
    "/h/.local/state/ktn",
  ]);
  const xdg = {
    XDG_CONFIG_HOME: "/c",
    XDG_DATA_HOME: "/d",
    XDG_STATE_HOME: "/s",
  };
  assertEquals(all("linux", xdg), ["/c/ktn", "/d/ktn", "/s/ktn"]);
  const mac = "/h/Library/Application Support/ktn";
  assertEquals(all("darwin", { HOME: "/h" }), [mac, mac, mac]);
  assertEquals(all("windows", { APPDATA: "C:\\R", LOCALAPPDATA: "C:\\L" }), [
    "C:\\R\\ktn",
    "C:\\L\\ktn",
    "C:\\L\\ktn",
  ]);
});

Deno.test("userFolder() passes over a relative path, and has none without a home", () => {
  const relative = { HOME: "/h", XDG_STATE_HOME: "s" };
  assertEquals(userFolder("state", "linux", relative), "/h/.local/state/ktn");
  for (const os of ["linux", "darwin", "windows"]) {
    assertEquals(userFolder("state", os, { HOME: "" }), undefined, os);
  }
});
