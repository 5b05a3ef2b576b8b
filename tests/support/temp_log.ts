/**
 * A folder of its own for each test that needs a log on disk.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { SqliteLog, type SqliteLogOptions } from "../../server/log/sqlite.ts";
import type { LogPlace } from "../contracts/log_contract.ts";

/** A temporary data folder; its logs are opened and closed at will. */
export class TempLog implements LogPlace {
  /** The data folder; not made yet. */
  readonly folder: string;
  readonly #root = Deno.makeTempDirSync({ prefix: "ktn" });

  /** Makes the folder's parent. */
  constructor() {
    this.folder = `${this.#root}/data`;
  }

  /** The database in it. */
  get database(): string {
    return `${this.folder}/ktn.db`;
  }

  /** Opens the log. */
  open(options: SqliteLogOptions): SqliteLog {
    return SqliteLog.open(this.folder, options);
  }

  /** Changes the database behind the log's back. */
  change(sql: string): void {
    using database = new DatabaseSync(this.database);
    database.exec(sql);
  }

  /** Removes everything. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#root, { recursive: true });
  }
}
