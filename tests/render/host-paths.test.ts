import { describe, expect, test } from "bun:test";
import { HOST_PATHS, parseHostPaths } from "../../lib/render/host-paths.ts";
import type { Table } from "../../lib/schema/table.ts";
import { failureOf } from "../support/failure.ts";

const refuse = (table: Table) => failureOf(() => parseHostPaths(table, "paths.toml"));

describe("the paths of a host", () => {
  test("are those of distributions but for what a table sets", () => {
    expect(parseHostPaths({}, "")).toEqual(HOST_PATHS);
    const path = "/nix/store/a-coreutils/bin:/run/wrappers/bin";
    expect(parseHostPaths({ nginx: "/opt/nginx", path }, "")).toEqual({
      ...HOST_PATHS,
      nginx: "/opt/nginx",
      path,
    });
  });

  test("have no other names, and the nearest is told", () => {
    const { id, message, hint } = refuse({ ngnix: "/opt/nginx", "": "/x", toString: "/y" });
    expect(id).toBe("config-invalid");
    expect(message).toContain(
      'paths.toml cannot say where things are: there is no "ngnix" (did you mean nginx?)',
    );
    expect(message).toContain('there is no ""');
    expect(message).toContain('there is no "toString"');
    expect(hint).toContain("unitDir");
  });

  const WRONG: [string, Table][] = [
    ["relative", { ffmpeg: "bin/ffmpeg" }],
    ["empty", { ffmpeg: "" }],
    ["of another type", { ffmpeg: 1 }],
    ["a table", { ffmpeg: { path: "/usr/bin/ffmpeg" } }],
    ["with a line break", { ffmpeg: "/usr/bin/ffmpeg\nUser=root" }],
    ["a list with a relative folder", { path: "/usr/bin:bin" }],
    ["a list with an empty folder", { path: "/usr/bin:" }],
  ];
  for (const [what, table] of WRONG) {
    test(`are refused when one is ${what}, by name and value`, () => {
      const [key = "", value] = Object.entries(table)[0] ?? [];
      expect(refuse(table).message).toMatch(new RegExp(`${key} is no (absolute path|list)`));
      expect(refuse(table).message).toContain(JSON.stringify(value));
    });
  }
});
