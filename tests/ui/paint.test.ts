import { expect, test } from "bun:test";
import { painterFor } from "../../lib/ui/paint.ts";

const TERMINAL = { isTTY: true };
const PIPE = {};

test.each<[string, { isTTY?: boolean }, Record<string, string>, boolean, boolean]>([
  ["a terminal", TERMINAL, {}, false, true],
  ["a pipe", PIPE, {}, false, false],
  ["a terminal with --no-color", TERMINAL, {}, true, false],
  ["a terminal with NO_COLOR", TERMINAL, { NO_COLOR: "1" }, false, false],
  ["a terminal with an empty NO_COLOR", TERMINAL, { NO_COLOR: "" }, false, true],
  ["a dumb terminal", TERMINAL, { TERM: "dumb" }, false, false],
  ["a pipe with FORCE_COLOR", PIPE, { FORCE_COLOR: "1" }, false, true],
  ["a pipe with FORCE_COLOR=0", PIPE, { FORCE_COLOR: "0" }, false, false],
  ["a pipe with CLICOLOR_FORCE", PIPE, { CLICOLOR_FORCE: "1" }, false, true],
  ["NO_COLOR against FORCE_COLOR", TERMINAL, { NO_COLOR: "1", FORCE_COLOR: "1" }, false, false],
])("%s: %#", (_, stream, env, noColor, isColoured) => {
  const painted = painterFor(stream, env, noColor).red("x");
  expect(painted).toBe(isColoured ? "\u001b[31mx\u001b[39m" : "x");
});
