/**
 * A load generator: a process that connects, says when all are in, waits for
 * a line on its standard input, runs, and prints what came of it.
 *
 * @module
 */

import { cpuUsage } from "node:process";
import { Crowd } from "./crowd.ts";
import { Drive } from "./drive.ts";
import type { LoadResult, LoadSpec } from "./load_spec.ts";
import { percentile } from "./percentile.ts";

/** Above all ids of a measurement. */
const WARM_UP_IDS = 50_000_000;
const UTF8 = new TextEncoder();

function main(spec: LoadSpec): void {
  const crowd = new Crowd(spec);
  const startedAt = performance.now();
  crowd.join();
  const joinMs = performance.now() - startedAt;
  const { ready } = crowd;
  crowd.settle();
  if (spec.warmUpMs > 0) warmUp(crowd, spec);
  print({ ready, joinMs });
  if (!waitForLine()) return;
  const cpuBefore = cpuSeconds();
  const drive = new Drive(crowd, spec);
  const wallMs = spec.pace.kind === "silence" ? 0 : drive.run();
  const latencies = crowd.latencies();
  const result: LoadResult = {
    ready,
    joinMs,
    wallMs,
    sent: drive.sent,
    expected: drive.expected,
    delivered: drive.arrived,
    cut: crowd.cut,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    p999Ms: percentile(latencies, 0.999),
    pingP99Ms: percentile(crowd.pinger.latencies, 0.99),
    cpuSeconds: cpuSeconds() - cpuBefore,
  };
  print(result);
}

function warmUp(crowd: Crowd, spec: LoadSpec): void {
  const brief = { ...spec, maxMs: spec.warmUpMs, laggards: 0 };
  new Drive(crowd, brief, WARM_UP_IDS).run();
  crowd.reset();
}

function print(value: unknown): void {
  Deno.stdout.writeSync(UTF8.encode(JSON.stringify(value) + "\n"));
}

/** Whether there was a line; not when the input has ended. */
function waitForLine(): boolean {
  return Deno.stdin.readSync(new Uint8Array(16)) !== null;
}

function cpuSeconds(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1e6;
}

// The one who starts this process is ours and gives a whole spec.
if (import.meta.main) main(JSON.parse(Deno.args[0] ?? "") as LoadSpec);
