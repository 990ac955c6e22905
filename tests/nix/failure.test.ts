import { describe, expect, test } from "bun:test";
import { buildFailure } from "../../lib/nix/failure.ts";
import type { NixTrouble } from "../../lib/nix/trouble.ts";

const DRV = "/nix/store/gsjfhcibax7lbypwpbgkanrzvrymcqhg-x.drv";
const trouble: NixTrouble = {
  id: "build-failed",
  message: "The build of x failed.",
  advice: [],
  drvPath: DRV,
};
const hintFor = (...log: string[]) => buildFailure(trouble, { log, said: [], argv: [] }).hint;

describe("the failure of a build", () => {
  test.each([[[]], [[""]], [["", "  "]]])("whose log is %j tells of no log", (log: string[]) => {
    expect(hintFor(...log)).toBe(`Its builder wrote nothing. The derivation: ${DRV}`);
  });

  test("names a command for the whole log that works where Nix has no features switched on", () => {
    expect(hintFor("", "one", "", "two", "")?.split("\n")).toEqual([
      "The end of its log:",
      "  │ ",
      "  │ one",
      "  │ ",
      "  │ two",
      `All of it: nix --extra-experimental-features 'nix-command flakes' log ${DRV}`,
    ]);
  });
});
