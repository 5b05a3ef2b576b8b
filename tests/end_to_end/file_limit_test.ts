/** A small limit of open files: half are for connections, and the others hear it. */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { ServeProcess } from "../support/serve_process.ts";
import { within } from "../support/within.ts";

const COUNT = 140;

for (const maxFiles of [64, 128]) {
  Deno.test({
    name:
      `ktn serve with ${maxFiles} files lets in half as many and tells the others that it is full`,
    ignore: Deno.build.os === "windows",
    fn: async () => {
      const folder = await Deno.makeTempDir();
      {
        const flags = ["--data", folder];
        await using server = await ServeProcess.start(flags, { maxFiles });
        assertMatch(
          server.err,
          / warn {2}file_limit freeFiles=\d+ maxClients=/,
        );
        const peers: Deno.TcpConn[] = [];
        const codes: unknown[] = [];
        for (let n = 0; n < COUNT; n++) {
          const peer = await Deno.connect(server.address);
          codes.push(await codeFor(`name${n}`, peer));
          if (codes.at(-1) === "full") peer.close();
          else peers.push(peer);
        }
        for (const peer of peers) peer.close();
        const most = codes.indexOf("full");
        assert(most >= maxFiles / 8 && most <= maxFiles / 2, `${most}`);
        assertEquals(new Set(codes.slice(most)), new Set(["full"]));
      }
      await Deno.remove(folder, { recursive: true });
    },
  });
}

/** Logs in; resolves with the code of the first answer. */
async function codeFor(name: string, peer: Deno.TcpConn): Promise<string> {
  const request = { request: "login", content: name, version: 2 };
  const bytes = new TextEncoder().encode(JSON.stringify(request) + "\n");
  await within(peer.write(bytes), "a write");
  const buffer = new Uint8Array(4096);
  const count = await within(peer.read(buffer), "an answer");
  const [line = ""] = new TextDecoder().decode(buffer.subarray(0, count ?? 0))
    .split("\n");
  return JSON.parse(line).code;
}
