import { assertEquals } from "@std/assert";
import { SqliteStore } from "../../../server/log/sqlite_store.ts";
import { StoreAccess } from "../../../server/log/store_access.ts";
import { TroubleReporter } from "../../../server/log/trouble_reporter.ts";
import { codeOf } from "../../support/refused.ts";
import { TempLog } from "../../support/temp_log.ts";

/** The clock that nobody sets, held in hand until it is disposed. */
class HeldClock implements Disposable {
  readonly #now = performance.now;
  now = performance.now();

  constructor() {
    performance.now = () => this.now;
  }

  [Symbol.dispose](): void {
    performance.now = this.#now;
  }
}

/** A log with nothing in it: what another one has to be to stand for it. */
async function makeLog(place: TempLog) {
  await using log = place.open({ onCommit: () => {}, onBug: () => {} });
  return { name: log.name, last: log.last };
}

Deno.test("StoreAccess looks once a second whether a store that failed can be opened again", async () => {
  await using place = new TempLog();
  const { name, last } = await makeLog(place);
  const store = SqliteStore.open(place.database, () => {});
  const trouble = new TroubleReporter(() => {}, () => {});
  let changes = 0;
  const onChanged = () => void changes++;
  const owner = { name, last, isMoving: false, onFull: () => {}, onChanged };
  using clock = new HeldClock();
  using access = new StoreAccess(place.database, store, { owner, trouble });
  const use = () => codeOf(() => access.use(() => {}));

  access.close();
  const away = `${place.database}.away`;
  await Deno.rename(place.database, away);
  assertEquals(use(), "unavailable");
  await Deno.rename(away, place.database);
  clock.now += 999;
  assertEquals([use(), changes], ["unavailable", 0]);
  clock.now += 1;
  access.use(() => {});
  assertEquals(changes, 1);
});
