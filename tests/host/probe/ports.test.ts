import { afterAll, describe, expect, test } from "bun:test";
import { bunHost } from "../../../lib/host/bun.ts";
import {
  describeHolder,
  findPortHolder,
  parseListeners,
  parseLsof,
} from "../../../lib/host/probe/port-holder.ts";
import { probePorts } from "../../../lib/host/probe/ports.ts";
import { fakeHost } from "../../support/fake-host.ts";

const HEAD =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
const row = (local: string, state: string, uid: number, inode: number) =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000 ${uid} 0 ${inode} 1 0000 100 0 0 10 0\n`;

test("only rows that listen are listeners, IPv4 and IPv6", () => {
  const table = HEAD + row("0100007F:42B8", "0A", 33, 777) + row("0100007F:42B8", "01", 33, 778);
  expect(parseListeners(table)).toEqual([{ port: 17080, uid: 33, inode: "777" }]);
  const six = HEAD + row("00000000000000000000000001000000:42B8", "0A", 0, 9);
  expect(parseListeners(six)).toEqual([{ port: 17080, uid: 0, inode: "9" }]);
  expect(parseListeners("")).toEqual([]);
});

describe("who holds a port on Linux", () => {
  const files = {
    "/proc/net/tcp": HEAD + row("00000000:42B8", "0A", 33, 777),
    "/proc/812/comm": "nginx\n",
    "/proc/813/comm": "nginx\n",
  };

  test("is found from the socket's inode; of a family that shares it, the parent", async () => {
    const links = {
      "/proc/813/fd/6": "socket:[777]",
      "/proc/812/fd/6": "socket:[777]",
      "/proc/812/fd/7": "/dev/null",
    };
    expect(await findPortHolder(fakeHost({ files, links }), 17080)).toEqual({
      pid: 812,
      command: "nginx",
      uid: 33,
    });
  });

  test("another user's process is known by its owner only", async () => {
    const host = fakeHost({ files, links: { "/proc/812/fd/6": "EACCES" } });
    expect(await findPortHolder(host, 17080)).toEqual({ pid: null, command: null, uid: 33 });
  });

  test("nobody is found where nobody listens, and processes are not searched", async () => {
    expect(await findPortHolder(fakeHost({ files }), 17081)).toBeUndefined();
    expect(await findPortHolder(fakeHost(), 17080)).toBeUndefined();
  });
});

test("lsof's fields name process, command and user of each port", () => {
  const text =
    "p501\ncnginx\nu501\nLana\nf6\nn*:17080\nf7\nn[::1]:17091\np77\ncnode\nu0\nf3\nn127.0.0.1:17100\n";
  expect([...parseLsof(text)]).toEqual([
    [17080, { pid: 501, command: "nginx", uid: 501 }],
    [17091, { pid: 501, command: "nginx", uid: 501 }],
    [17100, { pid: 77, command: "node", uid: 0 }],
  ]);
  expect(parseLsof("").size).toBe(0);
});

test("on macOS lsof is asked once for all ports", async () => {
  const host = fakeHost({
    platform: "darwin",
    busyPorts: [17080, 17022],
    exec: { lsof: "p9\ncnginx\nu501\nn*:17080\n" },
  });
  const { ports } = await probePorts(host);
  expect(ports.filter(({ free }) => !free)).toEqual([
    { port: 17080, use: "origin", free: false, holder: { pid: 9, command: "nginx", uid: 501 } },
    { port: 17022, use: "serial console", free: false, holder: null },
  ]);
  expect(host.log).toEqual(["exec lsof -nP -iTCP:17080 -iTCP:17022 -sTCP:LISTEN -FpcuLn"]);
});

test.each([
  [{ pid: 812, command: "nginx", uid: 33 }, "nginx (process 812)"],
  [{ pid: 812, command: null, uid: 33 }, "process 812"],
  [{ pid: null, command: null, uid: 0 }, "a process of root"],
  [{ pid: null, command: null, uid: 33 }, "a process of user 33"],
  [undefined, "another process"],
])("%j reads as %s", (holder, text) => {
  expect(describeHolder(holder)).toBe(text);
});

describe("on this machine", () => {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  afterAll(() => listener.stop(true));

  test("a port this process holds is found to be this process's", async () => {
    expect(await bunHost.canBind("127.0.0.1", listener.port)).toBe(false);
    const holder = await findPortHolder(bunHost, listener.port);
    expect(holder).toMatchObject({ pid: process.pid, uid: bunHost.uid });
    expect(holder?.command).toBeString();
  });

  test("a listener on IPv6 is found as well", async () => {
    const six = Bun.listen({ hostname: "::1", port: 0, socket: { data() {} } });
    expect((await findPortHolder(bunHost, six.port))?.pid).toBe(process.pid);
    six.stop(true);
  });
});
