/** A13, A15: passwords and tokens are in no log, and in no file as they are. */

import { assert, assertEquals } from "@std/assert";
import { DurableServer } from "../support/durable_server.ts";
import { RoomClient } from "../support/room_client.ts";
import { ktn } from "../support/ktn.ts";

const SERVER_MARK = "marker-of-the-server";
const OWN_MARK = "marker-of-an-account";
const NEXT_MARK = "marker-of-another";
const WRONG_MARK = "marker-that-is-wrong";
const OPERATOR_MARK = "marker-of-the-operator";

Deno.test("a password or token is nowhere in the log and the data folder, whatever is done with it", async () => {
  const secretFile = await Deno.makeTempFile();
  await Deno.writeTextFile(secretFile, `${SERVER_MARK}\n`);
  const flags = ["--server-password-file", secretFile, "--log-level", "debug"];
  await using server = await DurableServer.start({ flags });
  using peer = await RoomClient.connect(server.address);
  const name = { content: "ada", version: 3 };
  const needed = await peer.ask("login", name);
  assertEquals(needed.needs, "server_password");
  const wrong = { ...name, ["server_password"]: WRONG_MARK };
  assertEquals(await peer.code("login", wrong), "bad_password");
  await peer.login("ada", { ["server_password"]: SERVER_MARK });
  const codes = [
    await peer.code("register", { content: OWN_MARK }),
    await peer.code("passwd", { content: NEXT_MARK, old: WRONG_MARK }),
    await peer.code("passwd", { content: NEXT_MARK, old: OWN_MARK }),
  ];
  assertEquals(codes, ["registered", "bad_password", "password_changed"]);
  using old = await server.connect();
  await old.ask({ request: "login", content: `ada ${WRONG_MARK}` });
  const args = ["user", "add", "bob", "--data", server.folder];
  const added = await ktn([...args, "--config", "none"], `${OPERATOR_MARK}\n`);
  assertEquals(added.code, 0, added.err);
  await server.end("SIGTERM");

  const token = String(peer.token);
  const marks = [SERVER_MARK, OWN_MARK, NEXT_MARK, WRONG_MARK, OPERATOR_MARK];
  const texts = [server.lines.join("\n"), added.out + added.err];
  for await (const { name, isFile } of Deno.readDir(server.folder)) {
    if (!isFile) continue;
    const bytes = await Deno.readFile(`${server.folder}/${name}`);
    texts.push(new TextDecoder("latin1").decode(bytes));
  }
  assert(texts.some((text) => text.includes("$scrypt$ln=15,r=8,p=3$")));
  for (const secret of [...marks, token]) {
    assert(!texts.some((text) => text.includes(secret)), secret);
  }
  await Deno.remove(secretFile);
});
