#!/usr/bin/env node
// Runs the program with the Deno of the npm package "deno".
"use strict";

const { spawn } = require("node:child_process");
const { existsSync } = require("node:fs");
const { constants } = require("node:os");
const { dirname, join } = require("node:path");

/** Its rights and engine settings. */
const FLAGS = require("./flags.json");

/** Where Deno is; that package puts it there when it is installed, or now. */
function denoPath() {
  const folder = dirname(require.resolve("deno/package.json"));
  const name = process.platform === "win32" ? "deno.exe" : "deno";
  const path = join(folder, name);
  return existsSync(path) ? path : require("deno/install_api.cjs").runInstall();
}

const main = join(__dirname, "lib", "main.js");
const child = spawn(
  denoPath(),
  ["run", ...FLAGS, main, ...process.argv.slice(2)],
  // Deno is as new as this package says; nobody has to be told of a newer one.
  { stdio: "inherit", env: { ...process.env, DENO_NO_UPDATE_CHECK: "1" } },
);

child.on("error", (error) => {
  process.stderr.write(`ktn: cannot start Deno: ${error.message}\n`);
  process.exit(1);
});
child.on("exit", (code, signal) => {
  process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
});

// What ends ktn is for ktn. A terminal sends Ctrl-C to both by itself.
for (const signal of ["SIGHUP", "SIGINT", "SIGTERM", "SIGUSR2"]) {
  if (!(signal in constants.signals)) continue;
  process.on(signal, () => {
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  });
}
