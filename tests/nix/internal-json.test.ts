import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { makeNixReader, type NixEvent, plainLine, stripAnsi } from "../../lib/nix/internal-json.ts";

function read(...lines: string[]): (NixEvent | undefined)[] {
  const reader = makeNixReader();
  return lines.map(reader);
}

const nix = (entry: object | string) => `@nix ${typeof entry === "string" ? entry : JSON.stringify(entry)}`;

describe("lines of Nix", () => {
  test("ids past 2^53 stay apart", () => {
    const [one, other] = read(
      nix(
        '{"action":"start","id":9007199254740993,"level":3,"text":"","type":105,"fields":["/nix/store/a.drv"]}',
      ),
      nix('{"action":"stop","id":9007199254740992}'),
    );
    expect(one).toMatchObject({ kind: "start", id: "9007199254740993" });
    expect(other).toEqual({ kind: "stop", id: "9007199254740992" });
  });

  test("a text that looks like an id is left alone", () => {
    const fields = ['{"id":12345678901234567890}'];
    expect(read(nix({ action: "result", id: 1, type: 101, fields }))).toEqual([
      { kind: "result", id: "1", type: 101, fields },
    ]);
  });

  test("fields may be missing, and parents", () => {
    expect(read(nix('{"action":"start","id":7,"level":0,"text":"","type":104}'))).toEqual([
      { kind: "start", id: "7", type: 104, text: "", fields: [] },
    ]);
    expect(
      read(nix('{"action":"start","id":7,"parent":9007199254740993,"text":"x","type":0}'))[0],
    ).toMatchObject({
      id: "7",
    });
  });

  test("a line that never ends is passed over with all its pieces", () => {
    const piece = "x".repeat(70_000);
    const pieces = Array.from({ length: 70 }, () => piece);
    const events = read(`@nix {"action":"msg","level":0,"msg":"${piece}`, ...pieces, 'end"}', "git: odd");
    expect(events.filter(Boolean)).toEqual([{ kind: "line", text: "git: odd" }]);
  });

  test("messages lose their colours", () => {
    const msg = "\u001b[31;1merror:\u001b[0m builder for '\u001b[35;1m/nix/store/x.drv\u001b[0m' failed";
    expect(read(nix({ action: "msg", level: 0, msg, raw_msg: "…" }))).toEqual([
      { kind: "message", level: 0, text: "error: builder for '/nix/store/x.drv' failed" },
    ]);
    expect(read(nix({ action: "msg", level: 0, raw_msg: "only that" }))[0]).toMatchObject({
      text: "only that",
    });
  });

  test.each([
    ["an action of a later Nix", { action: "dance", id: 1 }],
    ["an entry without an id", { action: "stop" }],
  ])("%s is passed over", (_what, entry) => {
    expect(read(nix(entry))).toEqual([undefined]);
  });

  test("other lines are kept as they are, without colours", () => {
    expect(read("fatal: \u001b[1mnot\u001b[0m a git repository", "")).toEqual([
      { kind: "line", text: "fatal: not a git repository" },
      { kind: "line", text: "" },
    ]);
  });

  test("a line that came in pieces is put together, and what follows a torn one is read", () => {
    const long = nix({ action: "msg", level: 0, msg: "x".repeat(100) });
    expect(read(long.slice(0, 40), long.slice(40, 80), long.slice(80), "after")).toEqual([
      undefined,
      undefined,
      { kind: "message", level: 0, text: "x".repeat(100) },
      { kind: "line", text: "after" },
    ]);
    expect(read(long.slice(0, 40), nix({ action: "stop", id: 3 }), "after")).toEqual([
      undefined,
      { kind: "stop", id: "3" },
      { kind: "line", text: "after" },
    ]);
  });

  test("nothing makes it throw", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string(),
            fc.json().map(nix),
            fc.json().map((text) => `@nix ${text.slice(1)}`),
          ),
        ),
        (lines) => {
          read(...lines);
        },
      ),
    );
  });
});

test.each([
  ["\u001b[1;31mred\u001b[0m", "red"],
  ["\u001b]8;;https://x.org\u001b\\link\u001b]8;;\u001b\\", "link"],
  ["\u001b]0;title\u0007text", "text"],
  ["plain [0m", "plain [0m"],
])("%j is %j without what terminals read", (text, plain) => {
  expect(stripAnsi(text)).toBe(plain);
});

test.each([
  ["10%\r50%\r100%", "100%"],
  ["done\r", "done"],
  ["a\tb\u0008\u0007", "a  b"],
  ["  indented  ", "  indented"],
  ["\r", ""],
])("a builder's %j stands as %j on a page", (text, plain) => {
  expect(plainLine(text)).toBe(plain);
});
