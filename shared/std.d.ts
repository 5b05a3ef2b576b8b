/**
 * Types of the few `@std` functions in use: the npm mirror of `@std` ships the
 * code without them. Goes away with the mirror.
 */

declare module "@std/assert" {
  export function assert(value: unknown, message?: string): asserts value;
  export function assertEquals<T>(
    actual: T,
    expected: T,
    message?: string,
  ): void;
  export function assertNotEquals<T>(
    actual: T,
    expected: T,
    message?: string,
  ): void;
  export function assertMatch(
    actual: string,
    expected: RegExp,
    message?: string,
  ): void;
  export function assertStringIncludes(
    actual: string,
    expected: string,
    message?: string,
  ): void;
  export function assertThrows<E extends Error = Error>(
    run: () => unknown,
    // deno-lint-ignore no-explicit-any -- as @std/assert declares it
    type: new (...args: any[]) => E,
    messageIncludes?: string,
  ): E;
  export function assertRejects<E extends Error = Error>(
    run: () => PromiseLike<unknown>,
    // deno-lint-ignore no-explicit-any -- as @std/assert declares it
    type: new (...args: any[]) => E,
    messageIncludes?: string,
  ): Promise<E>;
}

declare module "@std/cli/parse-args" {
  export interface ParseOptions {
    readonly string?: readonly string[];
    readonly collect?: readonly string[];
    readonly boolean?: readonly string[];
    readonly alias?: Readonly<Record<string, string>>;
    readonly negatable?: readonly string[];
    readonly default?: Readonly<Record<string, unknown>>;
    readonly stopEarly?: boolean;
    readonly unknown?: (
      arg: string,
      key?: string,
      value?: unknown,
    ) => unknown;
  }
  export function parseArgs(
    args: readonly string[],
    options?: ParseOptions,
  ): { readonly _: readonly (string | number)[] } & Record<string, unknown>;
}

declare module "@std/fmt/bytes" {
  export function format(
    bytes: number,
    options?: { readonly binary?: boolean },
  ): string;
}

declare module "@std/fmt/duration" {
  export function format(
    milliseconds: number,
    options?: {
      readonly style?: "narrow" | "full" | "digital";
      readonly ignoreZero?: boolean;
    },
  ): string;
}

declare module "@std/streams/text-line-stream" {
  export class TextLineStream extends TransformStream<string, string> {
    constructor(options?: { readonly allowCR?: boolean });
  }
}
