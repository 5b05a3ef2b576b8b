/**
 * Who takes part, and with which settings: whatever limits a client's speed is
 * off, whatever bounds a queue is high, so that the servers are measured and
 * not their limiters.
 *
 * @module
 */

import type { Call, Contender, Site } from "./contender.ts";

const ROOT = new URL("../../", import.meta.url).pathname;

/** Everybody, ktn first; all others are compared with it. */
export const CONTENDERS: readonly Contender[] = [
  {
    name: "ktn",
    title: "ktn, durable",
    protocol: "ktn",
    isDurable: true,
    prepare: ({ port, folder, data = `${folder}/data` }) => ktn(port, data),
  },
  {
    name: "ktn-memory",
    title: "ktn, in memory",
    protocol: "ktn",
    prepare: ({ port }) => ktn(port, "none"),
  },
  {
    name: "nats",
    title: "nats-server",
    letter: "N",
    protocol: "nats",
    program: "nats-server",
    prepare: nats,
  },
  {
    name: "ngircd",
    title: "ngIRCd",
    letter: "G",
    protocol: "irc",
    program: "ngircd",
    prepare: ngircd,
  },
  {
    name: "inspircd",
    title: "InspIRCd",
    letter: "I",
    protocol: "irc",
    program: "inspircd",
    prepare: inspircd,
  },
  {
    name: "mosquitto",
    title: "Mosquitto",
    letter: "M",
    protocol: "mqtt",
    program: "mosquitto",
    prepare: mosquitto,
  },
];

/**
 * Returns NATS JetStream with every message synced as somebody who takes part.
 *
 * @param program A nats-server of 2.10 or newer.
 */
export function jetStream(program: string): Contender {
  return {
    name: "jetstream",
    title: "JetStream, synced",
    letter: "J",
    protocol: "jetstream",
    isDurable: true,
    program,
    prepare: (site) => {
      const config = write(site.folder, [
        ...natsLines(site),
        "jetstream {",
        `  store_dir: "${site.folder}/data"`,
        "  sync_interval: always",
        "}",
      ]);
      return { program, args: ["-c", config] };
    },
  };
}

/** Returns the C reference at this path as somebody who takes part. */
export function reference(path: string): Contender {
  return {
    name: "reference",
    title: "C reference",
    protocol: "raw",
    prepare: ({ port, folder }) => {
      const program = path.endsWith(".c") ? compileC(path, folder) : path;
      return { program, args: [String(port)] };
    },
  };
}

/** As the task `serve` does it, with the limits of clients off. */
function ktn(port: number, data: string): Call {
  const task = serveTask();
  const own = ["--port", port, "--data", data, "--rate", "off"];
  const limits = ["--max-clients", 20_000, "--log-level", "warn"];
  return {
    program: Deno.execPath(),
    args: [...task, ...own, ...limits].map(String),
  };
}

/** The arguments of the task, so that both are always the same. */
function serveTask(): readonly string[] {
  const config = Deno.readTextFileSync(`${ROOT}deno.json`);
  const [, command] = /"command": "deno (run [^"]* main\.ts serve)"/
    .exec(config) ?? [];
  if (!command) throw new Error("Cannot find the task serve in deno.json");
  return command.replaceAll(/deno\.lock|main\.ts/g, `${ROOT}$&`).split(" ");
}

function nats(site: Site): Call {
  const config = write(site.folder, natsLines(site));
  return { program: "nats-server", args: ["-c", config] };
}

function natsLines({ port }: Site): readonly string[] {
  return [
    `listen: "127.0.0.1:${port}"`,
    "max_connections: 65536",
    "max_pending: 1GB",
    'write_deadline: "60s"',
    'ping_interval: "1h"',
  ];
}

function ngircd({ port, folder }: Site): Call {
  const config = write(folder, [
    "[Global]",
    "Name = bench.local",
    "Info = bench",
    "Listen = 127.0.0.1",
    `Ports = ${port}`,
    "MotdPhrase = bench",
    "[Limits]",
    "MaxConnections = 0",
    "MaxConnectionsIP = 0",
    "MaxJoins = 0",
    "MaxPenaltyTime = 0",
    "PingTimeout = 3600",
    "PongTimeout = 3600",
    "[Options]",
    "DNS = no",
    "Ident = no",
    "PAM = no",
  ]);
  return { program: "ngircd", args: ["--nodaemon", "--config", config] };
}

function inspircd({ port, folder }: Site): Call {
  const config = write(folder, [
    '<server name="bench.local" description="bench" network="bench">',
    '<admin name="bench" nick="bench" email="bench@bench.local">',
    `<bind address="127.0.0.1" port="${port}" type="clients">`,
    '<connect allow="*" timeout="3600" pingfreq="3600" fakelag="no"',
    '  commandrate="1000000000" threshold="1000000000" recvq="10000000"',
    '  softsendq="1000000000" hardsendq="1000000000" limit="100000"',
    '  localmax="100000" globalmax="100000"',
    '  resolvehostnames="no" useident="no" useconnectban="no"',
    '  useconnflood="no">',
    '<performance softlimit="100000" somaxconn="4096" netbuffersize="65534">',
    `<pid file="${folder}/pid">`,
    `<log method="file" type="*" level="default" target="${folder}/log">`,
  ]);
  return {
    program: "inspircd",
    args: ["--config", config, "--nofork", "--runasroot"],
  };
}

function mosquitto({ port, folder }: Site): Call {
  const config = write(folder, [
    `listener ${port} 127.0.0.1`,
    "allow_anonymous true",
    "max_connections -1",
    "max_queued_messages 0",
    "max_queued_bytes 0",
    "set_tcp_nodelay true",
    "persistence false",
    "log_type error",
  ]);
  return { program: "mosquitto", args: ["-c", config] };
}

function compileC(source: string, folder: string): string {
  const program = `${folder}/reference`;
  const args = ["-O3", "-w", "-o", program, source];
  const { success } = new Deno.Command("gcc", { args }).outputSync();
  if (!success) throw new Error(`Cannot compile ${source} with gcc`);
  return program;
}

function write(folder: string, lines: readonly string[]): string {
  const path = `${folder}/config`;
  Deno.writeTextFileSync(path, lines.join("\n") + "\n");
  return path;
}
