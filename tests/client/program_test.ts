/** `ktn connect` as a process: exit codes, streams and signals. */

import { assert, assertEquals } from "@std/assert";
import {
  ack,
  info,
  message,
  type Peer,
  playServer,
  refusal,
  welcome,
} from "../support/scripted_server.ts";
import { type Address, formatAddress } from "../../shared/address.ts";
import { PROGRAM } from "../support/program.ts";

const NOWHERE: Address = { hostname: "127.0.0.1", port: 1 };

Deno.test("ktn connect sends lines as they stand, waits for their acks and exits with 0", async () => {
  const texts: unknown[] = [];
  await using server = playServer(async (peer) => {
    assertEquals((await peer.expect("login")).content, "ada");
    await peer.say(welcome(), message("bob", "hi \x1b[2J", 1));
    for (let seq = 2; seq < 4; seq++) {
      const sent = await peer.expect("msg");
      texts.push(sent.content);
      await peer.say(ack(sent, seq));
    }
    await leave(peer);
  });
  const { code, out, err } = await connect(server.address, {
    input: "/quit\n\n \t\n  two  \n",
  });

  assertEquals(texts, ["/quit", "  two  "]);
  assertEquals({ code, out, err }, {
    code: 0,
    out: "13:00 bob: hi \\x1b[2J\n",
    err: "",
  });
});

Deno.test("ktn connect exits with 1 when a text is too long, and sends the others", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    await peer.say(ack(await peer.expect("msg"), 1));
    await leave(peer);
  });
  const { code, err } = await connect(server.address, {
    input: `${"x".repeat(4097)}\nok\n`,
  });

  assertEquals(code, 1);
  assertEquals(
    err,
    "! Line 1: Cannot send a text of 4097 bytes: at most 4096 fit\n",
  );
});

Deno.test("ktn connect exits with 2 when the command line is wrong", async () => {
  const { code, err } = await connect(NOWHERE, { args: ["--jsno"] });

  assertEquals(code, 2);
  assert(err.includes("did you mean"), err);
});

Deno.test("ktn connect exits with 3 and one sentence when nothing is listening", async () => {
  const { code, err } = await connect(NOWHERE);

  assertEquals(code, 3);
  assertEquals(
    err,
    '! Cannot connect to 127.0.0.1:1: nothing is listening there. Is "ktn serve" running?\n',
  );
});

Deno.test("ktn connect exits with 4 and one sentence when it is refused", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(refusal("It is taken", { code: "name_taken" }));
    await peer.drain();
  });
  const { code, err } = await connect(server.address);

  assertEquals({ code, err }, { code: 4, err: "! It is taken\n" });
});

Deno.test("ktn connect exits with 4 when its name cannot be legal", async () => {
  const { code } = await connect(NOWHERE, { args: ["--name", "a b"] });

  assertEquals(code, 4);
});

Deno.test("ktn connect exits with 5 when another kind of server answers", async () => {
  for (
    const greeting of [
      "SSH-2.0-x\r\n",
      "HTTP/1.1 400 Bad\r\n\r\n",
      "220 hi\r\n",
    ]
  ) {
    await using server = playServer(async (peer) => {
      await peer.write(greeting);
      await peer.drain();
    });
    const { code, err } = await connect(server.address);

    assertEquals(code, 5, greeting);
    assertEquals(err, "! What answers there is not a KTN server\n");
  }
});

Deno.test("ktn connect exits with 6 and lists what was not confirmed", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    await peer.expect("msg");
    await peer.drain();
  });
  const { code, err } = await connect(server.address, {
    args: ["--timeout", "2s"],
    input: "precious\n",
  });

  assertEquals(code, 6);
  assert(err.endsWith("! precious\n"), err);
});

Deno.test("ktn connect exits with 124 when --timeout runs out before there is an answer", async () => {
  await using server = playServer((peer) => peer.drain());
  const { code } = await connect(server.address, {
    args: ["--timeout", "200ms"],
  });

  assertEquals(code, 124);
});

Deno.test("ktn connect logs out and exits with 143 at SIGTERM, 130 at SIGINT", async () => {
  for (
    const [signal, expected] of [["SIGTERM", 143], ["SIGINT", 130]] as const
  ) {
    const online = Promise.withResolvers<void>();
    await using server = playServer(async (peer) => {
      await peer.expect("login");
      await peer.say(welcome(), info("", { code: "ping" }));
      await peer.expect("ping"); // so the welcome was read
      online.resolve();
      await leave(peer);
    });
    const child = start(server.address, { args: [] });
    await online.promise;
    child.kill(signal);
    // Only then: the end of the input is a reason to leave too, with another code.
    const { code } = await child.output();
    await child.stdin.close();

    assertEquals(code, expected);
    await server.played;
  }
});

Deno.test("ktn connect leaves without a word, but not as if all was said, when nobody reads its output any more", async () => {
  await using server = playServer(async (peer) => {
    await peer.expect("login");
    await peer.say(welcome());
    let seq = 1;
    const talk = setInterval(
      () => void peer.say(message("bob", "x", seq++)),
      5,
    );
    try {
      await peer.expect("logout");
    } finally {
      clearInterval(talk);
    }
  });
  const child = start(server.address, { args: [] });
  await child.stdout.cancel();
  const [{ code }, err] = await Promise.all([
    child.status,
    new Response(child.stderr).text(),
  ]);
  await child.stdin.close().catch(() => {}); // nobody reads it any more

  assertEquals({ code, err }, { code: 1, err: "" });
});

interface Run {
  readonly args?: readonly string[];
  readonly input?: string;
}

function start(address: Address, { args = [] }: Run): Deno.ChildProcess {
  const [program = "", ...first] = PROGRAM;
  return new Deno.Command(program, {
    args: [...first, "connect", formatAddress(address), ...args],
    env: { USER: "ada", TZ: "UTC" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function connect(address: Address, run: Run = {}) {
  const child = start(address, run);
  const writer = child.stdin.getWriter();
  try {
    await writer.write(new TextEncoder().encode(run.input ?? ""));
    await writer.close();
  } catch {
    // It was over before it read anything.
  }
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

async function leave(peer: Peer): Promise<void> {
  await peer.expect("logout");
  await peer.say(info("Goodbye"));
}
