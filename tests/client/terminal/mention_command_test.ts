import { assert, assertEquals } from "@std/assert";
import type { Alert } from "../../../client/chat/mentions.ts";
import {
  type BellChoice,
  Notifications,
  notificationsFor,
} from "../../../client/terminal/notifications.ts";
import {
  environmentFor,
  MentionCommand,
} from "../../../client/terminal/mention_command.ts";
import { until } from "../../support/until.ts";

const MENTION: Alert = {
  room: "lobby",
  sender: "bob",
  text: "ada: hi",
  isMention: true,
};
const OTHER: Alert = { ...MENTION, text: "hi", isMention: false };

Deno.test("notificationsFor() rings as wished, and never for who is known to look", () => {
  const rings = (bell: BellChoice, isFocused?: boolean) =>
    [MENTION, OTHER].map((alert) =>
      notificationsFor(alert, { bell, isFocused }).rings
    );

  assertEquals(rings("mention"), [true, false]);
  assertEquals(rings("all"), [true, true]);
  assertEquals(rings("off"), [false, false]);
  assertEquals(rings("all", true), [false, false]);
  assertEquals(rings("all", false), [true, true]);
});

Deno.test("notificationsFor() runs the command for mentions only, and not for who looks", () => {
  const runs = (alert: Alert, isFocused?: boolean) =>
    notificationsFor(alert, { bell: "off", isFocused }).runsCommand;

  assertEquals([runs(MENTION), runs(OTHER)], [true, false]);
  assertEquals([runs(MENTION, true), runs(MENTION, false)], [false, true]);
});

Deno.test("MentionCommand.run() hands over what was said, and no shell reads it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/out`;
    const failures: string[] = [];
    const command = new MentionCommand({
      command:
        `printf '%s|' "$MENTION_ROOM" "$MENTION_SENDER" "$MENTION_TEXT" >'${file}'`,
      onFailure: (why) => failures.push(why),
    });
    const text =
      `$(touch ${folder}/a); \`touch ${folder}/b\`; ' " \n| touch ${folder}/c`;
    await command.run({ ...MENTION, sender: "b\x1b[2Job", text });

    assertEquals(
      await Deno.readTextFile(file),
      `lobby|b\\x1b[2Job|${text}|`,
    );
    const names = await Array.fromAsync(Deno.readDir(folder), (e) => e.name);
    assertEquals(names, ["out"]);
    assertEquals(failures, []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("MentionCommand.run() runs one at a time, and of what waits only the last", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const log = `${folder}/log`;
    const command = new MentionCommand({
      command:
        `echo "begin $MENTION_TEXT" >>'${log}'; until test -e '${folder}/go'; do sleep 0.01; done; echo "end $MENTION_TEXT" >>'${log}'`,
      onFailure: () => {},
    });
    const runs = ["1", "2", "3", "4"]
      .map((text) => command.run({ ...MENTION, text }));
    await until(() => exists(log), "the first run");
    await Deno.writeTextFile(`${folder}/go`, "");
    await Promise.all(runs);

    assertEquals(
      await Deno.readTextFile(log),
      "begin 1\nend 1\nbegin 4\nend 4\n",
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("MentionCommand.run() ends what takes too long, and reports failures once", async () => {
  const failures: string[] = [];
  const onFailure = (why: string) => failures.push(why);
  const slow = new MentionCommand({
    command: "exec sleep 60",
    onFailure,
    maxMs: 20,
  });
  await Promise.all([slow.run(MENTION), slow.run(MENTION)]);
  assertEquals(failures, ["it took more than 20 ms"]);

  const wrong = new MentionCommand({ command: "exit 3", onFailure });
  await wrong.run(MENTION);
  assertEquals(failures[1], "it ended with the exit code 3");
});

Deno.test("environmentFor() lets nothing through that a terminal or a program stumbles over", () => {
  const text = "a\0b\x1b]0;x\x07\n" + "y".repeat(10_000);
  const variables = environmentFor({ ...MENTION, sender: "b\u200db", text });

  assertEquals(variables.MENTION_SENDER, "b\\u200db");
  assert(variables.MENTION_TEXT?.startsWith("a\\x00b\\x1b]0;x\\x07\nyyy"));
  assert((variables.MENTION_TEXT?.length ?? 0) < 4200);
});

Deno.test("Notifications says at the beginning that the command may not be run, and does not try", async () => {
  const script = `
    import { Notifications } from ${
    JSON.stringify(moduleUrl("client/terminal/notifications.ts"))
  };
    const notifications = new Notifications({
      bell: "off",
      onMention: "touch pwned",
      ring: () => {},
      warn: (text) => console.log(text),
      isFocused: () => undefined,
    });
    notifications.notify({ room: "", sender: "bob", text: "x", isMention: true });
  `;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      "--no-check",
      "--config",
      new URL("../../../deno.json", import.meta.url).pathname,
      `Deno.permissions.revokeSync({ name: "run" });
       await import("data:application/typescript," + encodeURIComponent(${
        JSON.stringify(script)
      }));`,
    ],
  }).output();

  assertEquals(
    new TextDecoder().decode(stdout),
    "Cannot do what --on-mention says: this ktn was started without the right to run programs; give Deno --allow-run\n",
  );
});

/** So many mentions, evenly over some time; returns when each rang. */
function ringsOf(mentions: number, ms: number): readonly number[] {
  let now = 0;
  const rung: number[] = [];
  const notifications = new Notifications({
    bell: "mention",
    ring: () => rung.push(Math.round(now)),
    warn: () => {},
    isFocused: () => false,
    now: () => now,
  });
  for (let at = 0; at < mentions; at++) {
    now = at * ms / mentions;
    notifications.notify(MENTION);
  }
  return rung;
}

Deno.test("Notifications rings a few times for 290 mentions in 4 s, and seldom while it goes on", () => {
  assertEquals(ringsOf(290, 4000), [0, 1007, 2014]);
  assertEquals(ringsOf(6000, 60_000), [
    ...[0, 1000, 2000, 12_000],
    ...[22_000, 32_000, 42_000, 52_000],
  ]);
  assertEquals(ringsOf(5, 50_000).length, 5, "each for itself");
});

Deno.test("MentionCommand.run() runs a few times for 290 mentions, the last of them too", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const log = `${folder}/log`;
    const command = new MentionCommand({
      command: `echo "$MENTION_TEXT" >>'${log}'`,
      onFailure: () => {},
    });
    const runs: Promise<void>[] = [];
    for (let at = 1; at <= 290; at++) {
      runs.push(command.run({ ...MENTION, text: `${at}` }));
    }
    await Promise.all(runs);

    assertEquals(await Deno.readTextFile(log), "1\n290\n");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("Notifications rings for what is worth it", () => {
  let rung = 0;
  const notifications = new Notifications({
    bell: "mention",
    ring: () => rung++,
    warn: () => {},
    isFocused: () => false,
  });
  notifications.notify(MENTION);
  notifications.notify(OTHER);

  assertEquals(rung, 1);
});

function moduleUrl(path: string): string {
  return new URL(`../../../${path}`, import.meta.url).href;
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
