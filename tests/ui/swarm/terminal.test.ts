import { afterEach, describe, expect } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { testWithTool } from "../../support/tools.ts";
import { openTerminal, type Terminal } from "./tmux.ts";

const DRIVER = new URL("./driver.ts", import.meta.url).pathname;
/** What a shell needs of its terminal; all three are off in raw mode. */
const STTY = "stty -a | tr ' ;' '\\n\\n' | grep -cxE 'isig|icanon|echo' | sed 's/^/sane: /'";

let terminal: Terminal;
afterEach(() => terminal.close());

/** Runs the driver in a shell that says afterwards how the terminal was left. */
function start(mode: string, size: [number, number] = [80, 24], env: Record<string, string> = {}): void {
  terminal = openTerminal(...size, env);
  const out = join(terminal.folder, "out");
  // With a trap the shell goes on with the line when Ctrl-C ended a program of it.
  const script = `PS1=; trap : INT; clear; echo before; ${process.execPath} ${DRIVER} ${mode} > ${out}; echo status $?; ${STTY}`;
  terminal.type(script, "Enter");
}

const footer = (text: string) => (lines: readonly string[]) => lines.at(-1)?.startsWith(text) ?? false;
const isDrawn = footer("q stops and reports · Ctrl-Z suspends");
const isOver = (lines: readonly string[]) => lines.some((line) => line.startsWith("sane:"));

/** The terminal is as it was, with what was on it before. */
async function expectRestored(status: number): Promise<string[]> {
  const lines = await terminal.until(isOver);
  expect(lines).toContain("before");
  expect(lines).toContain(`status ${status}`);
  expect(lines).toContain("sane: 3");
  expect(terminal.flag("alternate_on")).toBe("0");
  expect(terminal.flag("cursor_flag")).toBe("1");
  expect(terminal.flag("wrap_flag")).toBe("1");
  return lines;
}

const said = () => readFileSync(join(terminal.folder, "out"), "utf8");

describe("a dashboard in a real terminal", () => {
  testWithTool("tmux", "fills it, follows its size, and q gives it back as it was", async () => {
    start("run");
    const small = await terminal.until(isDrawn);
    expect(small[0]).toStartWith("hlsctl swarm http://origin.example:17080/master.m3u8");
    expect(small).toHaveLength(24);
    expect([terminal.flag("alternate_on"), terminal.flag("cursor_flag")]).toEqual(["1", "0"]);
    terminal.resize(130, 36);
    const large = await terminal.until((lines) => lines.length === 36 && isDrawn(lines));
    expect(large.find((line) => line.startsWith("Clients"))).toContain("Validity");
    expect(large.filter((line) => line.startsWith("Clients"))).toHaveLength(1);
    terminal.resize(44, 10);
    await terminal.until((lines) => lines.length === 10 && lines[9]?.startsWith("q stops") === true);
    terminal.resize(80, 24);
    await terminal.until((lines) => lines.length === 24 && isDrawn(lines));
    terminal.type("q");
    await expectRestored(0);
    expect(said()).toBe("quit\n");
  });

  testWithTool(
    "tmux",
    "is drawn anew when the terminal is resized, even if nothing else happens",
    async () => {
      start("still");
      await terminal.until(isDrawn);
      terminal.resize(130, 36);
      await terminal.until((lines) => lines.length === 36 && isDrawn(lines));
      terminal.type("C-l", "q");
      await expectRestored(0);
    },
  );

  testWithTool("tmux", "lets Ctrl-Z suspend the job and fg bring it back, in a new size too", async () => {
    start("still");
    await terminal.until(isDrawn);
    terminal.type("C-z");
    await terminal.until((lines) => lines.some((line) => line.includes("Stopped")) && isOver(lines));
    await expectRestored(148);
    terminal.resize(130, 36);
    terminal.type("clear; fg", "Enter");
    await terminal.until((lines) => lines.length === 36 && isDrawn(lines));
    terminal.type("q");
    await terminal.until((lines) => !lines.some((line) => line.startsWith("Clients")));
    expect(terminal.flag("alternate_on")).toBe("0");
    expect(said()).toBe("quit\n");
  });

  testWithTool("tmux", "makes Ctrl-C the signal that it always is", async () => {
    start("orderly");
    await terminal.until(isDrawn);
    terminal.type("C-c");
    await expectRestored(0);
    expect(said()).toBe("interrupted\n");
  });

  testWithTool("tmux", "is gone before a signal that nobody handles ends the process", async () => {
    start("run");
    await terminal.until(isDrawn);
    terminal.type("C-c");
    await expectRestored(130);
  });

  testWithTool("tmux", "is gone before an error that nobody caught is written", async () => {
    start("crash");
    const lines = await expectRestored(1);
    expect(lines.join("\n")).toContain("error: something nobody thought of");
  });

  testWithTool("tmux", "has nothing but ASCII where the locale knows no more", async () => {
    start("run", [80, 24], { LANG: "C" });
    const lines = await terminal.until(footer("q stops and reports - Ctrl-Z suspends"));
    expect(lines.join("")).toMatch(/^[\u0020-\u007e]*$/);
    expect(lines.find((line) => line.startsWith("Clients"))).toContain("#####");
    terminal.type("q");
    await expectRestored(0);
  });
});
