/**
 * What a process has used so far, as Linux counts it.
 *
 * @module
 */

/** Linux counts processor time in hundredths of a second for programs. */
const TICKS_PER_SECOND = 100;
/** Fields of `/proc/PID/stat` after the name, which may hold anything. */
const USER_AT = 11;
const SYSTEM_AT = 12;

/** Processor time and memory of a process. */
export interface ProcessUsage {
  /** In user and system mode, all threads. */
  readonly cpuSeconds: number;
  /** Resident now, in KiB. */
  readonly residentKib: number;
  /** The most that was ever resident, in KiB. */
  readonly peakKib: number;
}

/** Returns what a process has used. */
export function usageOf(pid: number): ProcessUsage {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return {
    cpuSeconds: cpuSeconds(stat),
    residentKib: kib(status, "VmRSS"),
    peakKib: kib(status, "VmHWM"),
  };
}

/** Reads the processor time from the text of `/proc/PID/stat`. */
export function cpuSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[USER_AT]) + Number(fields[SYSTEM_AT]);
  return ticks / TICKS_PER_SECOND;
}

/** Reads an amount of memory from the text of `/proc/PID/status`. */
export function kib(status: string, name: string): number {
  const [, amount] = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status) ??
    [];
  return Number(amount ?? NaN);
}
