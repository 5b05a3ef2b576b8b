import { assertEquals } from "@std/assert";
import { parseFlags } from "../../shared/command_line.ts";
import { strayVariables } from "../../shared/environment.ts";
import type { Environment, Flag } from "../../shared/flag.ts";
import { count, PORT, SWITCH, text } from "../../shared/value_type.ts";

const FLAGS: readonly Flag[] = [
  { name: "port", type: PORT, default: "9998", help: "" },
  { name: "max-clients", type: count(), help: "" },
  { name: "name", type: text("NAME"), help: "" },
  { name: "check", type: SWITCH, help: "", cliOnly: true },
];

/** What Kubernetes sets for a service that is called ktn. */
const SERVICE: Environment = {
  KTN_SERVICE_HOST: "10.43.161.118",
  KTN_SERVICE_PORT: "9998",
  KTN_SERVICE_PORT_CHAT: "9998",
  KTN_PORT: "tcp://10.43.161.118:9998",
  KTN_PORT_9998_TCP: "tcp://10.43.161.118:9998",
  KTN_PORT_9998_TCP_PROTO: "tcp",
  KTN_PORT_9998_TCP_PORT: "9998",
  KTN_PORT_9998_TCP_ADDR: "10.43.161.118",
};

Deno.test("an address that Kubernetes sets as KTN_PORT is no port, and is warned of where it would be one", () => {
  assertEquals(parseFlags(FLAGS, [], SERVICE).text("port"), "9998");
  assertEquals(strayVariables(FLAGS, FLAGS, SERVICE), [
    'KTN_PORT is ignored: "tcp://10.43.161.118:9998" is no port',
  ]);
  assertEquals(strayVariables(FLAGS, FLAGS.slice(1), SERVICE), []);
});

Deno.test("an unknown KTN_ variable is warned of, with the one that could be meant", () => {
  const environment = {
    KTN_PROT: "1",
    KTN_CHECK: "1",
    "KTN_\x1b": "1",
    KTN_MAX_CLIENTS: "5",
    KTNX: "1",
    PATH: "/bin",
  };
  assertEquals(strayVariables(FLAGS, FLAGS, environment), [
    'Unknown variable KTN_PROT: did you mean "KTN_PORT"?',
    "Unknown variable KTN_CHECK",
    "Unknown variable KTN_\\x1b",
  ]);
});

Deno.test("no warning for what is empty, nor for what --on-mention sets", () => {
  const environment = {
    KTN_NONSENSE: "",
    KTN_ROOM: "lobby",
    KTN_SENDER: "ada",
    KTN_TEXT: "hello",
  };
  assertEquals(strayVariables(FLAGS, FLAGS, environment), []);
});

Deno.test("a variable that is empty counts as not set, whatever its type", () => {
  const environment = { KTN_PORT: "", KTN_MAX_CLIENTS: "", KTN_NAME: "" };
  const { settings } = parseFlags(FLAGS, [], environment);
  assertEquals([...settings.keys()], ["port"]);
  assertEquals(settings.get("port")?.source, "default");
});
