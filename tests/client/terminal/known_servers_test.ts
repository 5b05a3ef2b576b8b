import { assertEquals } from "@std/assert";
import { formatAddress } from "../../../shared/address.ts";
import { connectCommand, openChat } from "../../support/chat_terminal.ts";
import { startServer } from "../../support/live_server.ts";
import { runKtn } from "../../support/serve_process.ts";
import { Shell } from "../../support/shell.ts";
import { terminalTest, TmuxTerminal } from "../../support/tmux_terminal.ts";

terminalTest(
  "a server that was chatted on can be completed while one types",
  async () => {
    await using server = await startServer();
    const address = formatAddress(server.address);
    await using chat = await openChat(server.address);
    const env = { XDG_STATE_HOME: chat.home };
    const { out } = await runKtn(["completions", "--servers"], env);
    assertEquals(out, `${address}\nlocalhost\n`);

    await using shell = await Shell.open("bash");
    await using terminal = await TmuxTerminal.open({
      command: ["bash", "--norc"],
      env: { ...env, PATH: `${shell.folder}/bin:${Deno.env.get("PATH")}` },
    });
    await terminal.type(`source ${shell.folder}/script; clear\n`);
    await terminal.seen(/^\S*[#$]$/);
    // A colon ends a word for bash; what stands before it must not come twice.
    const [host = ""] = address.split(":");
    await terminal.type(`ktn connect ${host.slice(0, 3)}\t`);
    await terminal.seen(`ktn connect ${address}`);
    await terminal.press("C-u");
    await terminal.type(`ktn connect ${host}:\t`);
    const { text } = await terminal.seen(`ktn connect ${address}`);
    assertEquals(text.split(host).length, 2, text);
  },
);

terminalTest("a server nobody could log in to is not remembered", async () => {
  await using server = await startServer();
  await using _first = await openChat(server.address, { name: "ada" });
  await using terminal = await TmuxTerminal.open({
    command: connectCommand(server.address, { name: "ada" }),
  });
  await terminal.seen(/taken/);
  const env = { XDG_STATE_HOME: terminal.home };
  const { out } = await runKtn(["completions", "--servers"], env);
  assertEquals(out, "localhost\n");
});
