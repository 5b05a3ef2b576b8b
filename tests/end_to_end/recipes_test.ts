/** The programs of docs/scripting.md, taken from the page and run. */

import { assert, assertEquals } from "@std/assert";
import { formatAddress } from "../../shared/address.ts";
import { EXIT } from "../../shared/exit_code.ts";
import { DurableServer } from "../support/durable_server.ts";
import { faultTest, hasProgram, lacking } from "../support/effort.ts";
import { KTN } from "../support/ktn.ts";
import { filesOfPage } from "../support/page_files.ts";
import { start } from "../support/running.ts";
import { ScriptFolder } from "../support/script_folder.ts";
import { readProjectFile } from "../support/source_files.ts";
import { until } from "../support/until.ts";

const PAGE = await readProjectFile("docs/scripting.md");
const FILES = await filesOfPage("docs/scripting.md");
const MAX_BOT_LINES = 15;
/** Lines said between two kills of the server. */
const LINES = 200;
const CAME_BACK = "! The connection was lost; trying again\n* Online again\n";

interface Bot {
  readonly file: string;
  /** Who of it must be there before it can hear anything. */
  readonly names: readonly RegExp[];
  readonly command: readonly string[];
}

const BOTS: readonly Bot[] = [
  {
    file: "ping.sh",
    names: [/^ping_sh$/, /^tail[a-z0-9]{6}$/],
    command: ["sh", "ping.sh"],
  },
  {
    file: "ping.py",
    names: [/^ping_py$/],
    command: ["python3", "ping.py"],
  },
  {
    file: "ping.ts",
    names: [/^ping_ts$/],
    command: [
      Deno.execPath(),
      "run",
      "--allow-run=ktn",
      "--allow-env",
      "ping.ts",
    ],
  },
];

Deno.test("docs/scripting.md has a bot of at most 15 lines for each language, and three recipes", () => {
  assertEquals([...FILES.keys()].sort(), [
    ...["alert.sh", "log.sh", "notice.sh"],
    ...BOTS.map(({ file }) => file).sort(),
  ]);
  for (const { file } of BOTS) {
    const lines = FILES.get(file)?.trimEnd().split("\n").length ?? 0;
    assert(lines <= MAX_BOT_LINES, `${file} has ${lines} lines`);
  }
});

Deno.test("docs/scripting.md names every exit code of a client", () => {
  const { cannotBind: _, restart: _restart, ...codes } = EXIT;
  const documented = [...PAGE.matchAll(/^\| (\d+) +\|/gm)].map(([, code]) =>
    Number(code)
  );

  assertEquals(documented, Object.values(codes));
});

for (const { file, names, command } of BOTS) {
  const [program = ""] = command;
  const lack = lacking({
    [program]: hasProgram(program) || file === "ping.ts",
  });
  faultTest(
    `${file} answers everybody once while the server is killed and started again`,
    lack,
    async () => {
      await using server = await DurableServer.start();
      await using folder = await folderWith(file);
      await using _bot = folder.start([
        ...command,
        formatAddress(server.address),
      ]);
      await untilThere(server, names);
      const asks = Array(LINES).fill("!ping");
      await sayWhileKilled(server, asks);
      const isReply = ({ content }: { content: string }) =>
        content === "pong, ada";
      await until(
        async () => (await server.history()).filter(isReply).length >= LINES,
        `${LINES} answers`,
      );
      const history = await server.history();

      assertEquals(history.filter(isReply).length, LINES);
      assertEquals(history.length, 2 * LINES);
    },
  );
}

Deno.test("notice.sh says its notice once, also when the server is down at first and cron runs it twice", async () => {
  await using server = await DurableServer.start();
  await using folder = await folderWith("notice.sh");
  await folder.addProgram("df", "echo 'disk 90%'");
  await folder.addProgram("date", "echo 2026-11-22.14"); // an hour that stays
  const call = ["sh", "notice.sh", formatAddress(server.address)];
  await server.end("SIGKILL");
  await using early = folder.start(call);
  await early.main.errors((text) => text.includes("trying again"));
  await server.start();
  assertEquals(await early.main.code(), 0);
  await using again = folder.start(call);
  assertEquals(await again.main.code(), 0);

  const history = await server.history();
  assertEquals(history.map(({ sender, content }) => [sender, content]), [
    ["cron", "disk 90%"],
  ]);
});

Deno.test("log.sh has every line once, however often it runs and the server is killed", async () => {
  await using server = await DurableServer.start();
  await using folder = await folderWith("log.sh");
  const call = ["sh", "log.sh", formatAddress(server.address)];
  const texts: string[] = [];
  for (let round = 0; round < 3; round++) {
    const more = Array.from({ length: LINES }, (_, n) => `line ${round}.${n}`);
    texts.push(...more);
    const saying = sayWhileKilled(server, more);
    // It may meet a server that is not there at the moment: cron tries again.
    await using early = folder.start(call);
    await early.main.code();
    await saying;
  }
  await using last = folder.start(call);
  assertEquals(await last.main.code(), 0);

  assertEquals(textsIn(await folder.read("chat.log")), texts);
});

Deno.test("alert.sh sends one mail for each line with the word while the server is killed", async () => {
  await using server = await DurableServer.start();
  await using folder = await folderWith("alert.sh");
  await folder.addProgram("mail", 'echo "$2: $(cat)" >>mails');
  await using _alert = folder.start(
    ["sh", "alert.sh", formatAddress(server.address)],
  );
  await untilThere(server, [/^tail[a-z0-9]{6}$/]);
  const texts = Array.from(
    { length: LINES },
    (_, n) => n % 20 === 0 ? `FIRE ${n}` : `firefly ${n}`,
  );
  await sayWhileKilled(server, texts);
  const fires = texts.filter((text) => text.startsWith("FIRE"));
  await until(
    async () => textsIn(await folder.read("mails")).length >= fires.length,
    "the mails",
  );

  assertEquals(textsIn(await folder.read("mails")), fires);
  assert((await folder.read("mails")).startsWith("Fire in the chat: "));
});

async function folderWith(file: string): Promise<ScriptFolder> {
  const folder = await ScriptFolder.make();
  await folder.write(file, FILES.get(file) ?? "");
  return folder;
}

/** Has ada say all of this, and kills the server in the middle of it. */
async function sayWhileKilled(
  server: DurableServer,
  texts: readonly string[],
): Promise<void> {
  const address = formatAddress(server.address);
  await using ada = start([...KTN, "send", address, "--name", "ada"]);
  using witness = await server.join("witness", { history: 0 });
  const third = Math.floor(texts.length / 3);
  await ada.write(texts.slice(0, third).join("\n") + "\n");
  await witness.until(({ sender }) => sender === "ada");
  await ada.write(texts.slice(third, 2 * third).join("\n") + "\n");
  await server.killAndRestart();
  const rest = texts.slice(2 * third).join("\n") + "\n";
  assertEquals(await ada.ended(rest), { code: 0, out: "", err: CAME_BACK });
}

/** Resolves when somebody with each of these names is there. */
async function untilThere(
  server: DurableServer,
  names: readonly RegExp[],
): Promise<void> {
  using peer = await server.join("doorman", { history: 0 });
  await until(async () => {
    const { names: here = [] } = await peer.askNames();
    return names.every((name) => here.some((one) => name.test(one)));
  }, `${names}`);
}

/** What ada said, of lines that end with it. */
function textsIn(text: string): string[] {
  return text.split("\n").slice(0, -1).map((line) =>
    /(?:^|[ :])\S+ \S+ ada: (.*)$/.exec(line)?.[1] ?? line
  );
}
