/**
 * The systems ktn is released for, and what each of them is called by those
 * who carry it there.
 *
 * @module
 */

/** A system that a release has a binary for. */
export interface Target {
  /** As files of a release are named after it. */
  readonly name: string;
  /** As Deno calls it. */
  readonly triple: string;
  /** The name of the binary there. */
  readonly program: string;
  /** What people there unpack. */
  readonly archive: "tar.gz" | "zip";
  /** The architecture as Debian and Go name it. */
  readonly debian: "amd64" | "arm64";
  /** The architecture as the kernel, RPM and Arch Linux name it. */
  readonly machine: "x86_64" | "aarch64";
}

const X64 = { debian: "amd64", machine: "x86_64" } as const;
const ARM64 = { debian: "arm64", machine: "aarch64" } as const;
const UNIX = { program: "ktn", archive: "tar.gz" } as const;
const WINDOWS = { program: "ktn.exe", archive: "zip" } as const;

/** All of them. */
export const TARGETS: readonly Target[] = [
  { name: "linux-x64", triple: "x86_64-unknown-linux-gnu", ...UNIX, ...X64 },
  {
    name: "linux-arm64",
    triple: "aarch64-unknown-linux-gnu",
    ...UNIX,
    ...ARM64,
  },
  { name: "macos-x64", triple: "x86_64-apple-darwin", ...UNIX, ...X64 },
  { name: "macos-arm64", triple: "aarch64-apple-darwin", ...UNIX, ...ARM64 },
  { name: "windows-x64", triple: "x86_64-pc-windows-msvc", ...WINDOWS, ...X64 },
];

/**
 * Returns the target of a name.
 *
 * @throws {RangeError} No release is made for it.
 */
export function targetOf(name: string): Target {
  const target = TARGETS.find((one) => one.name === name);
  if (target) return target;
  const names = TARGETS.map((one) => one.name).join(", ");
  throw new RangeError(`Cannot build for "${name}": only for ${names}`);
}
