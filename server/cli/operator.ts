/**
 * What the operator of a server reads beside its events: how it starts, or why
 * it does not. For people it is words; for programs each is an event, too.
 *
 * @module
 */

import type { Address } from "../../shared/address.ts";
import type { LogFormat, Logger } from "../logging/logger.ts";
import type { ServeOptions } from "../serve_options.ts";
import { startupBanner, startupFields } from "./startup_banner.ts";

/** Options for {@linkcode Operator}. */
export interface OperatorOptions {
  readonly logger: Logger;
  /** For people or for programs. */
  readonly format: LogFormat;
  /** Takes words for people, without the last line break. */
  readonly say: (text: string) => void;
}

/** Who reads the log of a server. */
export class Operator {
  /** Takes events. */
  readonly logger: Logger;
  readonly #isProgram: boolean;
  readonly #say: (text: string) => void;

  /** Makes one who reads what the logger and `say` write. */
  constructor({ logger, format, say }: OperatorOptions) {
    this.logger = logger;
    this.#isProgram = format === "json";
    this.#say = say;
  }

  /** Passes on what is wrong in the configuration and holds nothing up. */
  warn(warnings: readonly string[]): void {
    if (!this.logger.logs("warn")) return;
    for (const why of warnings) {
      if (this.#isProgram) this.logger.warn("configuration", { why });
      else this.#say(`! ${why}`);
    }
  }

  /** Introduces a server that has started; as important as other events. */
  started(address: Address, options: ServeOptions): void {
    if (!this.logger.logs("info")) return;
    if (this.#isProgram) {
      this.logger.info("started", startupFields(address, options));
    } else this.#say(startupBanner(address, options));
  }

  /** Says why there is no server. */
  failed(why: string): void {
    if (this.#isProgram) this.logger.error("not_started", { why });
    else this.#say(why);
  }
}
