/**
 * Names in one order, whatever their spelling: sorted again only when one was
 * added or taken out.
 *
 * @module
 */

import { foldName } from "../../shared/names.ts";

/** Numbers in the order of their names. */
export class NameOrder {
  readonly #keys = new Map<number, string>();
  #sorted: readonly (readonly [number, string])[] | undefined;

  /** Adds a name; nothing changes where it has it already. */
  add(name: string, number: number): void {
    const key = foldName(name);
    if (this.#keys.get(number) === key) return;
    this.#keys.set(number, key);
    this.#sorted = undefined;
  }

  /** Takes a number out. */
  delete(number: number): void {
    if (this.#keys.delete(number)) this.#sorted = undefined;
  }

  /** Yields those behind a name, which need not be there; or all. */
  *behind(name?: string): Generator<number> {
    const after = name === undefined ? undefined : foldName(name);
    for (const [number, key] of this.#sorted ??= this.#sort()) {
      if (after === undefined || key > after) yield number;
    }
  }

  #sort(): readonly (readonly [number, string])[] {
    return [...this.#keys].sort(([, one], [, other]) => one < other ? -1 : 1);
  }
}
