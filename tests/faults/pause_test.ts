/** S16: the server is stopped for a while, and cuts nobody for its own pause. */

import { assertEquals } from "@std/assert";
import { assertNothingWrong, Crowd } from "../support/crowd.ts";
import { DurableServer } from "../support/durable_server.ts";
import { effort, faultTest, IS_LONG, lacking } from "../support/effort.ts";

const PAUSE_MS = effort(2500, 20_000);
/** All deadlines that flags can set are over at the end of the pause. */
const FLAGS = ["--login-timeout", "2s", "--grace", "2s"];

faultTest(
  "S16: a server that was stopped and goes on cuts nobody, and loses nothing",
  lacking({ "signals of Unix": Deno.build.os !== "windows" }),
  async () => {
    await using server = await DurableServer.start({ flags: FLAGS });
    await using crowd = new Crowd({
      size: 4,
      inFlight: 16,
      address: () => server.address,
    });
    using modern = await server.join("modern", { version: 2, history: 0 });
    using old = await server.join("old", { history: 0 });
    await crowd.eachAcked(10);
    const away = await server.connect();
    const login = { request: "login", content: "away", version: 2, history: 0 };
    const { token } = await away.ask(login);
    await modern.until(({ joined }) => joined?.includes("away") ?? false);
    using stranger = await server.connect();
    await stranger.ask({ request: "ping" });
    await old.write('{"request":"names",'); // its deadline is 10 s
    away.close();

    server.signal("SIGSTOP");
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    server.signal("SIGCONT");

    await old.write('"id":"whole"}\n');
    const answer = await old.until(({ id, response }) =>
      id === "whole" || response === "error"
    );
    assertEquals(answer.id, "whole");
    await modern.send({ request: "ping", id: "alive" });
    await modern.until(({ id }) => id === "alive");
    // Not logged in yet, and not too late: the name is kept, for its token.
    const taken = await stranger.ask({ ...login });
    assertEquals(taken.code, "name_taken");
    assertEquals((await stranger.ask({ ...login, token })).code, "welcome");
    await crowd.eachAcked(10);
    await crowd.finish();
    assertEquals(crowd.writers.flatMap(({ closings }) => closings), []);
    const { unknownShare } = assertNothingWrong(
      crowd.ledger,
      await server.history(),
    );
    assertEquals(unknownShare, 0, "nobody was cut");
    assertEquals(server.lines.filter((line) => /closed/.test(line)), []);
    if (IS_LONG) assertEquals(server.lines.filter((l) => /bug/.test(l)), []);
  },
);
