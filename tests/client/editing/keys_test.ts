import { assert, assertEquals } from "@std/assert";
import {
  ESCAPE_MS,
  type Key,
  KeyReader,
  MAX_PASTE,
  PASTE_MS,
} from "../../../client/editing/keys.ts";
import {
  ANSWER_MS,
  MAX_ANSWER,
} from "../../../client/editing/control_strings.ts";
import { KEY_BINDINGS, lookUp } from "../../../client/editing/key_bindings.ts";

const UTF8 = new TextEncoder();

/** What terminals send for the same key. */
const SEQUENCES: readonly [key: string, ...sequences: readonly string[]][] = [
  // xterm, application mode, Linux console, rxvt.
  ["Home", "\x1b[H", "\x1bOH", "\x1b[1~", "\x1b[7~"],
  ["End", "\x1b[F", "\x1bOF", "\x1b[4~", "\x1b[8~"],
  ["Delete", "\x1b[3~"],
  ["Insert", "\x1b[2~"],
  ["PageUp", "\x1b[5~"],
  ["PageDown", "\x1b[6~"],
  ["Up", "\x1b[A", "\x1bOA"],
  ["Down", "\x1b[B", "\x1bOB"],
  ["Right", "\x1b[C", "\x1bOC"],
  ["Left", "\x1b[D", "\x1bOD"],
  // xterm, rxvt.
  ["Ctrl-Right", "\x1b[1;5C", "\x1bOc"],
  ["Ctrl-Left", "\x1b[1;5D", "\x1bOd"],
  ["Ctrl-Home", "\x1b[1;5H", "\x1b[7^"],
  ["Ctrl-End", "\x1b[1;5F", "\x1b[8^"],
  ["Ctrl-Delete", "\x1b[3;5~", "\x1b[3^"],
  ["Shift-Delete", "\x1b[3;2~", "\x1b[3$"],
  ["Alt-Right", "\x1b[1;3C", "\x1b\x1b[C", "\x1b\x1bOC"],
  ["Alt-Left", "\x1b[1;3D", "\x1b\x1b[D"],
  ["Alt-Delete", "\x1b[3;3~", "\x1b\x1b[3~"],
  ["Alt-Home", "\x1b[1;3H", "\x1b\x1b[7~"],
  ["Alt-End", "\x1b[1;3F", "\x1b\x1b[8~"],
  ["Shift-Tab", "\x1b[Z"],
  ["FocusIn", "\x1b[I"],
  ["FocusOut", "\x1b[O"],
  ["Tab", "\t"],
  ["Enter", "\r", "\x1bOM"],
  ["Ctrl-J", "\n"],
  ["Backspace", "\x7f"],
  ["Ctrl-H", "\b"],
  ["Alt-Backspace", "\x1b\x7f"],
  ["Alt-Ctrl-H", "\x1b\b"],
  ["Alt-Enter", "\x1b\r"],
  ["Ctrl-_", "\x1f"],
  ["Alt-_", "\x1b_"],
  ["Alt-<", "\x1b<"],
  ["Alt->", "\x1b>"],
  ...letters(
    "Ctrl-",
    (letter) => String.fromCharCode(letter.charCodeAt(0) - 64),
  ),
  ...letters("Alt-", (letter) => `\x1b${letter.toLowerCase()}`),
  ...Array.from("123456789", (digit): [string, string] => [
    `Alt-${digit}`,
    `\x1b${digit}`,
  ]),
];

Deno.test("KeyReader reads every encoding of a locale, wherever the bytes are cut", () => {
  const typed: readonly [encoding: string, bytes: number[], text: string][] = [
    ["windows-1252", [0xe9, 0x20, 0xdf], "é ß"],
    ["iso-8859-15", [0xa4], "€"],
    ["koi8-r", [0xd0, 0xd2, 0xc9], "при"],
    ["euc-jp", [0xc6, 0xfc, 0xcb, 0xdc], "日本"],
    ["utf-8", [0xc3, 0xa9, 0xef, 0xbf, 0xbd], "é\ufffd"],
  ];
  for (const [encoding, bytes, expected] of typed) {
    for (let cut = 0; cut <= bytes.length; cut++) {
      const reader = new KeyReader(encoding);
      const keys = [bytes.slice(0, cut), bytes.slice(cut)]
        .flatMap((part) => reader.push(Uint8Array.from(part), 0));
      const text = keys.map((key) => "text" in key ? key.text : "?").join("");
      assertEquals(text, expected, `${encoding}, cut at ${cut}`);
    }
  }
});

Deno.test("KeyReader.push() knows what each kind of terminal sends for a key", () => {
  for (const [key, ...sequences] of SEQUENCES) {
    for (const sequence of sequences) {
      const reader = new KeyReader();
      const keys = [...push(reader, sequence), ...texts(reader.flush())];
      assertEquals(keys, [`<${key}>`], JSON.stringify(sequence));
    }
  }
});

Deno.test("every key of the table can be pressed, and does one thing", () => {
  const keys = KEY_BINDINGS.flatMap(({ keys }) => keys);
  const known = new Set(SEQUENCES.map(([key]) => key));
  known.add("Escape"); // known by its silence, below

  assertEquals(keys.length, new Set(keys).size);
  const unknown = keys.flatMap((key) => key.split(" "))
    .filter((key) => !known.has(key));
  assertEquals(unknown, []);
});

Deno.test("lookUp() waits for the second key of two", () => {
  assertEquals(lookUp("Ctrl-A"), {
    kind: "action",
    action: "beginning-of-line",
  });
  assertEquals(lookUp("Ctrl-X"), { kind: "more" });
  assertEquals(lookUp("Ctrl-X Ctrl-E"), {
    kind: "action",
    action: "edit-in-editor",
  });
  assertEquals(lookUp("Ctrl-X Ctrl-A"), { kind: "nothing" });
});

Deno.test("KeyReader.push() yields the same keys wherever the bytes are cut", () => {
  const bytes = UTF8.encode(
    "é\x1b[A\x1bOB\x1b[3~\x1b[1;5C\x1bb\x1b[99;99X\x1b[200~a\x1b[A\nb\x1b[201~\r\x7f世\x1b\x1b[Dx\x1b[[A\x1b[<0;1;1M.",
  );
  const whole = texts(new KeyReader().push(bytes, 0));

  assertEquals(whole, [
    "é",
    "<Up>",
    "<Down>",
    "<Delete>",
    "<Ctrl-Right>",
    "<Alt-B>",
    "[a\x1b[A\nb]",
    "<Enter>",
    "<Backspace>",
    "世",
    "<Alt-Left>",
    "x",
    ".",
  ]);
  for (let cut = 0; cut <= bytes.length; cut++) {
    const reader = new KeyReader();
    const parts = [
      ...reader.push(bytes.slice(0, cut), 0),
      ...reader.push(bytes.slice(cut), 1000),
    ];
    assertEquals(texts(parts), whole, `cut at ${cut}`);
  }
});

Deno.test("KeyReader.flush() makes a key of an escape that nothing follows", () => {
  const reader = new KeyReader();
  assertEquals(push(reader, "a\x1b"), ["a"]);
  assert(reader.isWaiting);
  assertEquals(texts(reader.flush()), ["<Escape>"]);
  assert(!reader.isWaiting);
  assertEquals(push(reader, "b"), ["b"]);

  assertEquals(push(reader, "\x1b\x03"), ["<Escape>", "<Ctrl-C>"]);
  push(reader, "\x1b[1;");
  assertEquals(texts(reader.flush()), [], "half a sequence is no key");
  assertEquals(push(reader, "c"), ["c"]);
  assert(ESCAPE_MS <= 100, "who presses Escape does not wait");
});

Deno.test("KeyReader.push() takes escapes without end", () => {
  const keys = read("\x1b".repeat(10_000) + "x");

  assertEquals(keys.at(0), "<Escape>");
  assertEquals(keys.at(-1), "<Alt-Alt-X>");
});

Deno.test("KeyReader.push() gives a paste that looks like its own end whole", () => {
  const reader = new KeyReader();
  const keys = ["\x1b[200~a\x1b[20", "0~b\x1b[201~c"].flatMap((part) =>
    push(reader, part)
  );

  assertEquals(keys, ["[a\x1b[200~b]", "c"]);
});

Deno.test("KeyReader.push() takes the line break off the end of a paste, and Enter behind it for a key", () => {
  assertEquals(read("\x1b[200~one\r\x1b[201~"), ["[one]"]);
  assertEquals(read("\x1b[200~one\ntwo\r\n\x1b[201~\r"), [
    "[one\ntwo]",
    "<Enter>",
  ]);
  assertEquals(read("\x1b[200~\r\x1b[201~"), [], "nothing but a line break");
});

Deno.test("KeyReader.push() keeps a paste to its bound, and counts the rest", () => {
  const reader = new KeyReader();
  reader.push(UTF8.encode("\x1b[200~"), 0);
  const chunk = UTF8.encode("x".repeat(10_000));
  for (let count = 0; count < 10; count++) reader.push(chunk, 0);
  const [paste] = reader.push(UTF8.encode("\x1b[201~"), 0);

  assert(paste?.kind === "paste");
  assertEquals(paste.text.length, MAX_PASTE);
  assertEquals(paste.left, 100_000 - MAX_PASTE);
});

Deno.test("KeyReader.push() takes several lines in one read for a paste where the terminal does not say so", () => {
  assertEquals(read("one\rtwo\r"), ["[one\rtwo]"]);
  assertEquals(read("one\r\ntwo"), ["[one\r\ntwo]"]);
  assertEquals(read("one\r"), ["one", "<Enter>"], "typed ahead, one line");
  assertEquals(read("one\r\n"), ["one", "<Enter>", "<Ctrl-J>"]);
  assertEquals(read("one\r\x1b[A"), ["one", "<Enter>", "<Up>"]);
  assertEquals(read("one\r\x04"), ["one", "<Enter>", "<Ctrl-D>"]);
});

Deno.test("KeyReader.push() goes on with such a paste over several reads, and ends it with time", () => {
  const reader = new KeyReader();

  assertEquals(push(reader, "one\rtwo\r", 0), ["[one\rtwo]"]);
  assertEquals(push(reader, "three\r", 10), ["[\nthree]"]);
  assertEquals(push(reader, "four", 20), ["[\nfour]"]);
  assertEquals(push(reader, "\r", 1000), ["<Enter>"]);

  push(reader, "one\rtwo\r", 2000);
  assertEquals(push(reader, "\x1b[F", 2010), ["<End>"], "somebody types");
  assertEquals(push(reader, "\r", 2020), ["<Enter>"]);
});

Deno.test("KeyReader.push() takes several unmarked lines for a paste also after marked ones, and behind a key", () => {
  const reader = new KeyReader();
  push(reader, "\x1b[200~x\x1b[201~");

  assertEquals(push(reader, "one\rtwo\r"), ["[one\rtwo]"]);
  assertEquals(push(reader, "\x1b[Ione\rtwo\r", 1000), [
    "<FocusIn>",
    "[one\rtwo]",
  ]);
});

Deno.test("KeyReader.flush() ends a paste whose end does not come, and keys work again", () => {
  const reader = new KeyReader();
  assertEquals(push(reader, "\x1b[200~x\x1b[20"), []);
  assert(reader.isWaiting);
  assertEquals(reader.waitMs, PASTE_MS);
  assertEquals(texts(reader.flush()), ["[x\x1b[20]"]);
  assert(!reader.isWaiting);
  assertEquals(push(reader, "y\r\x03", 1000), ["y", "<Enter>", "<Ctrl-C>"]);
});

Deno.test("KeyReader.push() ends such a paste at Ctrl-C, and at a key that is typed", () => {
  for (
    const [key, name] of [["\x03", "<Ctrl-C>"], ["y", "y"], ["\x1b[A", "<Up>"]]
  ) {
    const reader = new KeyReader();
    push(reader, "\x1b[200~x", 0);
    assertEquals(push(reader, key ?? "", 200), ["[x]", name]);
  }
  const reader = new KeyReader();
  push(reader, "\x1b[200~x", 0);
  assertEquals(push(reader, "\x03", 1), ["[x]", "<Ctrl-C>"]);
});

Deno.test("KeyReader.push() takes what comes late of a paste for no keys", () => {
  const late = new KeyReader();
  push(late, "\x1b[200~one\r", 0);
  assertEquals(push(late, "\r", 400), [], "a line break is no key there");
  assertEquals(texts(late.flush()), ["[one\r]"]);
  assertEquals(push(late, "two\r", 2000), ["[two]"]);
  assertEquals(push(late, "three\r\x1b[201~", 3000), ["[three]"]);
  assertEquals(push(late, "four\r", 4000), ["four", "<Enter>"]);
});

/** CSI u and modifyOtherKeys, which another program may have left on. */
const EXTENDED: readonly [string, ...string[]][] = [
  ["<Ctrl-A>", "\x1b[97;5u", "\x1b[27;5;97~", "\x1b[97;133u", "\x1b[97;5:1u"],
  ["<Ctrl-C>", "\x1b[99;5u", "\x1b[27;5;99~", "\x1b[99;6u"],
  ["<Ctrl-_>", "\x1b[95;5u", "\x1b[45;6u", "\x1b[47;5u", "\x1b[27;6;95~"],
  ["<Escape>", "\x1b[27u", "\x1b[27;1u", "\x1b[91;5u"],
  ["<Enter>", "\x1b[13u", "\x1b[13;2u", "\x1b[27;2;13~", "\x1b[57414u"],
  ["<Alt-Enter>", "\x1b[13;3u", "\x1b[27;3;13~"],
  ["<Tab>", "\x1b[9u", "\x1b[105;5u"],
  ["<Shift-Tab>", "\x1b[9;2u", "\x1b[27;2;9~"],
  ["<Backspace>", "\x1b[127u", "\x1b[127;2u"],
  ["<Alt-Backspace>", "\x1b[127;3u"],
  ["<Alt-B>", "\x1b[98;3u", "\x1b[27;3;98~"],
  ["<Alt-Ctrl-H>", "\x1b[104;7u"],
  ["<Alt-<>", "\x1b[44:60;4u", "\x1b[44;4u", "\x1b[27;4;60~"],
  ["<Up>", "\x1b[1;129A", "\x1b[1;1:2A"],
  ["a", "\x1b[97u", "\x1b[97;1:2u", "\x1b[97;1;97u"],
  ["A", "\x1b[97;2u", "\x1b[97:65;2u", "\x1b[27;2;65~"],
  ["ä", "\x1b[228u"],
  ["5", "\x1b[57404u"],
];
/** Keys that were let go, and those that only modify. */
const NO_KEYS = ["\x1b[97;1:3u", "\x1b[1;1:3A", "\x1b[5;1:3~", "\x1b[57441;2u"];

Deno.test("KeyReader.push() knows keys in the modes that other programs left on", () => {
  for (const [key, ...sequences] of EXTENDED) {
    for (const sequence of sequences) {
      assertEquals(read(sequence), [key], JSON.stringify(sequence));
    }
  }
  for (const sequence of NO_KEYS) assertEquals(read(`${sequence}x`), ["x"]);
});

Deno.test("KeyReader.push() takes several cursor keys at once for the wheel, and one or two for keys", () => {
  for (const introducer of ["\x1b[", "\x1bO"]) {
    const up = `${introducer}A`;
    const down = `${introducer}B`;
    assertEquals(read(up.repeat(3)), ["<WheelUp>"]);
    assertEquals(read(down.repeat(6)), ["<WheelDown>", "<WheelDown>"]);
    assertEquals(read(up.repeat(2)), ["<Up>", "<Up>"]);
    assertEquals(read(up + up + down), ["<Up>", "<Up>", "<Down>"]);
  }
  assertEquals(read("\x1b[<64;1;1M\x1b[<69;9;9Mx"), [
    "<WheelUp>",
    "<WheelDown>",
    "x",
  ]);
  assertEquals(read("\x1b[M`!!\x1b[Ma!!x"), ["<WheelUp>", "<WheelDown>", "x"]);
});

/** What terminals answer, to us or to a program before us. */
const ANSWERS = [
  "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
  "\x1b]11;rgb:1e1e/1e1e/1e1e\x07",
  "\x1b]52;c;aGVsbG8=\x07",
  "\x1b]l title with é\x1b\\",
  "\x1bP>|XTerm(390)\x1b\\",
  "\x1bP1$r0m\x1b\\",
  "\x1b_Gi=31;OK\x1b\\",
  "\x1b^private\x1b\\",
  "\x1bXstring\x1b\\",
  "\x1b[?62;1;2;4;6;9;15;16;17;18;21;22;28;29c",
  "\x1b[?2026;2$y",
  "\x1b[24;80R",
  "\x1b[M !!",
  "\x1b[M#\x7fa",
];

Deno.test("KeyReader.push() takes answers of the terminal and X10 mouse for no keys, wherever they are cut", () => {
  for (const answer of ANSWERS) {
    for (let cut = 0; cut <= answer.length; cut++) {
      const reader = new KeyReader();
      const keys = [answer.slice(0, cut), `${answer.slice(cut)}x`]
        .flatMap((part) => push(reader, part));
      assertEquals(keys, ["x"], `${JSON.stringify(answer)} cut at ${cut}`);
    }
  }
});

Deno.test("KeyReader.push() takes the late rest of an answer for no keys", () => {
  const [answer = ""] = ANSWERS;
  for (let cut = 3; cut < answer.length; cut++) {
    const reader = new KeyReader();
    push(reader, answer.slice(0, cut));
    assertEquals(reader.flush(), [], `cut at ${cut}`);
    assertEquals(push(reader, `${answer.slice(cut)}x`, 1000), ["x"]);
  }
});

Deno.test("KeyReader takes what somebody types after an introducer for keys", () => {
  for (const introducer of "]P_^X") {
    const reader = new KeyReader();
    const begin = `\x1b${introducer}`;
    const alt = `<Alt-${introducer}>`;
    assertEquals(push(reader, begin), []);
    assertEquals(texts(reader.flush()), [alt]);
    assertEquals(push(reader, "hello\r"), ["hello", "<Enter>"]);

    assertEquals(push(reader, `${begin}hello`, 100), []);
    assertEquals(texts(reader.flush()), [alt, "hello"]);
    assertEquals(push(reader, `${begin}\x03`), [alt, "<Ctrl-C>"]);
    assertEquals(push(reader, `${begin}hi\r`), [alt, "hi", "<Enter>"]);
    assertEquals(push(reader, `${begin}\x1b[A`), [alt, "<Up>"]);

    push(reader, begin, 1000);
    for (let ms = 1050; ms <= 1000 + ANSWER_MS; ms += 50) push(reader, "y", ms);
    assertEquals(push(reader, "z", 1050 + ANSWER_MS).at(-1), "z");
  }
});

Deno.test("KeyReader.push() waits for no answer without end", () => {
  const reader = new KeyReader();
  push(reader, "\x1b]11;");
  for (let at = 0; at < MAX_ANSWER / 64; at++) push(reader, "f".repeat(64));

  assertEquals(push(reader, "x"), ["x"]);
  assert(!reader.isWaiting);
});

function letters(
  prefix: string,
  sequence: (letter: string) => string,
): [string, string][] {
  // These are Tab, Ctrl-J, Enter and the escape sequences themselves.
  const others = prefix === "Ctrl-" ? "HIJM" : "O";
  return Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    .filter((letter) => !others.includes(letter))
    .map((letter) => [prefix + letter, sequence(letter)]);
}

function read(text: string): string[] {
  return push(new KeyReader(), text);
}

function push(reader: KeyReader, text: string, now = 0): string[] {
  return texts(reader.push(UTF8.encode(text), now));
}

/** Keys as `<name>`, pastes as `[text]`. */
function texts(keys: readonly Key[]): string[] {
  return keys.map((key) => {
    if (key.kind === "key") return `<${key.name}>`;
    return key.kind === "paste" ? `[${key.text}]` : key.text;
  });
}
