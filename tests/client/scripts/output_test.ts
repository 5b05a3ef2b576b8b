import { assertEquals } from "@std/assert";
import { formatAddress } from "../../../shared/address.ts";
import { Output } from "../../../client/scripts/output.ts";
import { faultTest, hasProgram, lacking } from "../../support/effort.ts";
import { KTN } from "../../support/ktn.ts";
import { startServer } from "../../support/live_server.ts";
import { start } from "../../support/running.ts";

const COUNT = 3000;
/** Reads late from a pipe that never waits, as some programs make them. */
const SLOW_READER = `
import fcntl, os, subprocess, sys, time
reader, writer = os.pipe()
fcntl.fcntl(writer, fcntl.F_SETFL, fcntl.fcntl(writer, fcntl.F_GETFL) | os.O_NONBLOCK)
child = subprocess.Popen(sys.argv[1:], stdout=writer)
os.close(writer)
time.sleep(0.3)
count = os.fdopen(reader, "rb").read().count(b"\\n")
print(count, child.wait())
`;

Deno.test("Output.write() writes all of it, however little is taken at once", () => {
  let written = "";
  const output = new Output({
    writeSync: (bytes) => {
      written += new TextDecoder().decode(bytes.subarray(0, 3));
      return Math.min(3, bytes.length);
    },
  });
  output.lines(["hello", "there"]);
  output.lines([]);

  assertEquals(written, "hello\nthere\n");
});

Deno.test("Output.write() tells once why nothing can be written any more", () => {
  const full = new Error("full");
  const told: unknown[] = [];
  const output = new Output({
    writeSync: () => {
      throw full;
    },
  }, ({ cause }) => told.push(cause));
  assertEquals(output.isClosed, false);
  output.write("a");
  output.write("b");

  assertEquals(told, [full]);
  assertEquals(output.isClosed, true);
});

faultTest(
  "ktn tail writes everything into a pipe that is full and does not wait",
  lacking({ python3: hasProgram("python3") }),
  async () => {
    await using server = await startServer();
    using ada = await server.join("ada");
    const text = "x".repeat(100);
    const requests = Array.from(
      { length: COUNT },
      (_, n) => ({ request: "msg", content: text, id: `${n}` }),
    );
    const sending = ada.send(...requests);
    await ada.take(COUNT);
    await sending;
    const command = ["tail", formatAddress(server.address), "--since", "0"];
    await using reader = start(
      ["python3", "-c", SLOW_READER, ...KTN, ...command],
    );
    const { out, err } = await reader.ended();

    assertEquals([out, err], [`${COUNT} 0\n`, ""]);
  },
);
