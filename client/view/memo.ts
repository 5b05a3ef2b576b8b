/**
 * Values that are worked out anew only when what they depend on has changed.
 *
 * @module
 */

/** Keeps one value, for the inputs it was last asked for. */
export class Memo<Value> {
  #inputs: readonly unknown[] | undefined;
  #value: Value | undefined;

  /** Returns what `make` makes of these inputs, or made of the same. */
  get(inputs: readonly unknown[], make: () => Value): Value {
    const last = this.#inputs;
    const isSame = last?.length === inputs.length &&
      inputs.every((input, index) => Object.is(input, last[index]));
    if (isSame && this.#value !== undefined) return this.#value;
    this.#inputs = inputs;
    this.#value = make();
    return this.#value;
  }
}
