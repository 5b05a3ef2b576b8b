/**
 * A place on this machine with a network of its own, from which every packet
 * can be made to vanish: a network namespace, which only root on Linux may make.
 *
 * @module
 */

import { hasProgram } from "./effort.ts";

/** What a far place needs, and whether it is here. */
export const FAR_PLACE_NEEDS: Readonly<Record<string, boolean>> = {
  "Linux and its root": Deno.build.os === "linux" && Deno.uid() === 0,
  "ip (iproute2)": hasProgram("ip"),
  "nft (nftables)": hasProgram("nft"),
};

/** Made by this process so far; a name is free only a while after its end. */
let made = 0;

/** A network namespace joined to this one by a wire. */
export class FarPlace implements AsyncDisposable {
  readonly #name: string;

  private constructor(
    name: string,
    /** Our end of the wire. */
    readonly nearHost: string,
  ) {
    this.#name = name;
  }

  /** Makes one, with addresses that are set aside for tests (RFC 2544). */
  static async make(): Promise<FarPlace> {
    const number = (Deno.pid * 8 + made++) % 16_000;
    const subnet = `198.18.${number >> 6}.`;
    const near = `${subnet}${(number & 63) * 4 + 1}`;
    const far = `${subnet}${(number & 63) * 4 + 2}`;
    const place = new FarPlace(`ktn${number}`, near);
    await using stack = new AsyncDisposableStack();
    const [a, b] = [`ktn${number}a`, `ktn${number}b`];
    const ns = place.#name;
    await ip(`netns add ${ns}`);
    stack.use(place);
    await ip(`link add ${a} type veth peer name ${b} netns ${ns}`);
    await ip(`addr add ${near}/30 dev ${a}`);
    await ip(`link set ${a} up`);
    await ip(`-n ${ns} addr add ${far}/30 dev ${b}`);
    await ip(`-n ${ns} link set ${b} up`);
    stack.move(); // it lives on
    return place;
  }

  /** What a command begins with to be run there. */
  get prefix(): readonly string[] {
    return ["ip", "netns", "exec", this.#name];
  }

  /** Drops every packet from now on, in both directions, without a word. */
  async fallSilent(): Promise<void> {
    const rules = ["input", "output"].map((hook) =>
      `chain ${hook} { type filter hook ${hook} priority 0; policy drop; }`
    );
    const [program = "", ...args] = [...this.prefix, "nft"];
    const table = `table inet ktn {\n${rules.join("\n")}\n}`;
    await run(program, [...args, table]);
  }

  /** Removes it; the wire goes with it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await ip(`netns del ${this.#name}`);
  }
}

async function ip(args: string): Promise<void> {
  await run("ip", args.split(" "));
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const command = new Deno.Command(program, { args: [...args] });
  const { success, stderr } = await command.output();
  if (success) return;
  const why = new TextDecoder().decode(stderr);
  throw new Error(`${program} ${args.join(" ")}: ${why}`);
}
