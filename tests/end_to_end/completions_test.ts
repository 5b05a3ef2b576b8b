import { assertEquals } from "@std/assert";
import {
  KnownServers,
  knownServersFile,
} from "../../client/files/known_servers.ts";
import { COMMANDS } from "../../main.ts";
import { COMMON_FLAGS } from "../../shared/command.ts";
import { SHELLS } from "../../shared/completions/shells.ts";
import { runKtn } from "../support/serve_process.ts";
import { type Shell, SHELL_NAMES, shellTest } from "../support/shell.ts";

const CONFIG = `{ "servers": {
  "work": { "host": "chat.example" }, "home": "box", "not a word": "x"
} }`;

/** A folder in which there is something to complete. */
async function furnish({ folder }: Shell): Promise<void> {
  await Deno.mkdir(`${folder}/config/ktn`, { recursive: true });
  await Deno.writeTextFile(`${folder}/config/ktn/config.json`, CONFIG);
  const known = new KnownServers(knownServersFile(`${folder}/state/ktn`));
  await known.remember({ hostname: "known.example", port: 9998 });
  await Deno.mkdir(`${folder}/files/data`, { recursive: true });
  await Deno.writeTextFile(`${folder}/files/dump.jsonl`, "");
}

function flagsOf(name: string): readonly string[] {
  const own = COMMANDS.find((command) => command.name === name)?.flags ?? [];
  return [...own, ...COMMON_FLAGS].filter(({ hidden }) => !hidden)
    .map((flag) => `--${flag.name}`).toSorted();
}

const SERVERS = ["home", "known.example", "localhost", "work"];
const NAMES = [...COMMANDS.map(({ name }) => name), "help"].toSorted();

/** What is typed, and what completes it. */
const LINES: readonly (readonly [line: string, words: readonly string[]])[] = [
  ["ktn ", NAMES],
  ["ktn serv", ["serve"]],
  ["ktn serve --", flagsOf("serve")],
  ["ktn connect --", flagsOf("connect")],
  ["ktn serve --log-l", ["--log-level"]],
  ["ktn serve --log-level ", ["debug", "error", "info", "warn"]],
  ["ktn serve --port 7 --log-level d", ["debug"]],
  ["ktn connect ", SERVERS],
  ["ktn connect wo", ["work"]],
  ["ktn connect --name ada --plain kn", ["known.example"]],
  ["ktn connect work ho", []],
  ["ktn tail -n 5 wo", ["work"]],
  ["ktn connect --name wo", []],
  ["ktn completions ", [...SHELLS].toSorted()],
  ["ktn help ", COMMANDS.map(({ name }) => name).toSorted()],
  ["ktn nonsense ", []],
];

for (const shell of SHELL_NAMES) {
  shellTest(
    shell,
    "completes commands, flags, values and servers",
    async (shell) => {
      await furnish(shell);
      for (const [line, words] of LINES) {
        assertEquals(await shell.complete(line), words, line);
      }
    },
  );

  shellTest(
    shell,
    "completes files and folders, each where it belongs",
    async (shell) => {
      await furnish(shell);
      const ends = async (line: string) =>
        (await shell.complete(line)).map((word) =>
          word.replace(/^files\//, "").replace(/\/$/, "")
        );
      assertEquals(await ends("ktn import files/d"), ["data", "dump.jsonl"]);
      assertEquals(await ends("ktn serve --data files/d"), ["data"]);
      assertEquals(await ends("ktn connect --config files/du"), ["dump.jsonl"]);
    },
  );

  shellTest(
    shell,
    "offers what is there when the configuration is broken",
    async (shell) => {
      await furnish(shell);
      await Deno.writeTextFile(`${shell.folder}/config/ktn/config.json`, "{");
      const servers = ["known.example", "localhost"];
      assertEquals(await shell.complete("ktn connect "), servers);
    },
  );
}

shellTest(
  "bash",
  "completes a port after a colon, which ends a word there",
  async (shell) => {
    const known = new KnownServers(
      knownServersFile(`${shell.folder}/state/ktn`),
    );
    await known.remember({ hostname: "box", port: 7001 });
    await known.remember({ hostname: "::1", port: 7002 });
    assertEquals(await shell.complete("ktn connect box"), ["box:7001"]);
    assertEquals(await shell.complete("ktn connect box:7"), ["7001"]);
    assertEquals(await shell.complete("ktn connect [::1]:"), ["7002"]);
  },
);

Deno.test("ktn completions refuses a shell it does not know", async () => {
  for (const args of [[], ["tcsh"]]) {
    const { code, out, err } = await runKtn(["completions", ...args]);
    assertEquals([code, out], [2, ""]);
    assertEquals(err.split("\n")[0], "! Name one shell: bash, fish, zsh");
  }
});
