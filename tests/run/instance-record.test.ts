import { describe, expect, test } from "bun:test";
import { type InstanceRecord, parseRecord } from "../../lib/run/instance-record.ts";

const process = (pid: number) => ({ pid, startTime: "1610630395", bootId: "b" });

const RECORD: InstanceRecord = {
  schema: "hlsctl/instance/v1",
  spec: {
    name: "origin",
    profile: "default",
    type: "runner",
    source: { value: "live", because: "asked for" },
    server: { value: "nginx", because: "asked for" },
    bind: "0.0.0.0",
    port: 17080,
    workers: 1,
    hlsDir: "/tmp/hls",
    runtimeDir: "/tmp/run",
    logDir: null,
    urls: { page: "", playlist: "", multivariant: "", health: "", files: "" },
  },
  fingerprint: "f",
  status: "running",
  startedAt: "2026-01-01T00:00:00.000Z",
  keeper: process(100),
  children: [{ name: "nginx", process: process(101) }],
  made: [],
  media: null,
  failure: null,
};

const read = (change: Partial<InstanceRecord>) => parseRecord(JSON.stringify({ ...RECORD, ...change }));

describe("the record of an instance", () => {
  test("is read as it was written", () => {
    expect(read({})).toEqual(RECORD);
  });

  test("may have the first process as its keeper, as in a container", () => {
    expect(read({ keeper: process(1) })?.keeper.pid).toBe(1);
  });

  test.each([0, 1, -5, 1.5])("is none with a child of number %p, whose group would be others'", (pid) => {
    expect(read({ children: [{ name: "nginx", process: process(pid) }] })).toBeUndefined();
  });

  test.each([0, -1, 1.5])("is none with a keeper of number %p", (pid) => {
    expect(read({ keeper: process(pid) })).toBeUndefined();
  });

  test("is none when it is no JSON or lacks a part", () => {
    expect(parseRecord("{")).toBeUndefined();
    expect(parseRecord("[]")).toBeUndefined();
    for (const part of ["spec", "keeper", "children", "status", "made"] as const) {
      expect(read({ [part]: undefined }), part).toBeUndefined();
    }
  });
});
