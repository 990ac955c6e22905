import { describe, expect, test } from "bun:test";
import { probeNix } from "../../../lib/host/probe/nix.ts";
import { type FakeHostOptions, fakeHost } from "../../support/fake-host.ts";

const FLAG = "--extra-experimental-features nix-command";
const OFF = {
  status: 1,
  stderr:
    "error: experimental Nix feature 'nix-command' is disabled; use '--extra-experimental-features …'\n",
};
const CONFIG =
  "build-users-group = nixbld\nbuilders = @/etc/nix/machines\nsandbox = true\nsystem = x86_64-linux\n";
const SOCKET = { kind: "socket" as const };

/** A machine with the daemon of a recent release. */
const RECENT: FakeHostOptions = {
  programs: ["nix"],
  files: {
    "/nix/var/nix/daemon-socket/socket": SOCKET,
    "/nix/store/abc-x": "",
    "/etc/group": "root:x:0:\nnixbld:x:30000:\n",
  },
  unwritable: { "/nix": "EACCES" },
  exec: {
    "nix --version": "nix (Nix) 2.31.2\n",
    [`nix ${FLAG} eval`]: "2.31.2",
    "nix config show": `${CONFIG}experimental-features = flakes nix-command\nsystem-features = kvm big-parallel\n`,
    [`nix ${FLAG} store ping --store daemon --json`]: '{"trusted":false,"url":"daemon","version":"2.31.2"}',
  },
};

describe("a recent Nix", () => {
  test("is described with its daemon, features and trust", async () => {
    expect(await probeNix(fakeHost(RECENT))).toMatchObject({
      path: "/usr/bin/nix",
      version: "2.31.2",
      broken: null,
      flavour: "nix",
      languageVersion: "2.31.2",
      release: { major: 2, minor: 31 },
      onPath: true,
      storePresent: true,
      features: ["flakes", "nix-command"],
      store: { state: "daemon" },
      trusted: false,
      system: "x86_64-linux",
      systemFeatures: ["kvm", "big-parallel"],
      buildUsersGroup: { name: "nixbld", exists: true },
    });
  });

  test("that only a profile holds is found there", async () => {
    const path = "/nix/var/nix/profiles/default/bin/nix";
    const exec = { [path]: "nix (Nix) 2.31.2\n" };
    const host = fakeHost({ ...RECENT, programs: [], exec, files: { ...RECENT.files, [path]: "" } });
    expect(await probeNix(host)).toMatchObject({ path, onPath: false, version: "2.31.2" });
  });

  test("of the user's own profile comes before the system's", async () => {
    const own = "/home/ana/.nix-profile/bin/nix";
    const files = { [own]: "", "/nix/var/nix/profiles/default/bin/nix": "" };
    expect((await probeNix(fakeHost({ files, exec: { [own]: "nix (Nix) 2.31.2" } }))).path).toBe(own);
  });
});

describe("Lix", () => {
  test("counts as the release its language says, not as its own number", async () => {
    const exec = {
      ...RECENT.exec,
      "nix --version": "nix (Lix, like Nix) 2.91.1\n",
      [`nix ${FLAG} eval`]: "2.18.3-lix",
    };
    expect(await probeNix(fakeHost({ ...RECENT, exec }))).toMatchObject({
      flavour: "lix",
      version: "2.91.1",
      languageVersion: "2.18.3-lix",
      release: { major: 2, minor: 18 },
    });
  });
});

describe("an old Nix with its features off", () => {
  const exec = {
    "nix --version": "nix (Nix) 2.8.0\n",
    [`nix ${FLAG} eval`]: "2.8.0",
    "nix config show": OFF,
    "nix show-config": OFF,
    [`nix ${FLAG} config show`]: { status: 1, stderr: "error: 'config' is not a recognised command\n" },
    [`nix ${FLAG} show-config`]: `${CONFIG}experimental-features = nix-command\n`,
    [`nix ${FLAG} store ping --store daemon`]: "Store URL: daemon\n",
  };

  test("is asked in its own words, and the flag that asked is not taken for the user's setting", async () => {
    const host = fakeHost({ ...RECENT, exec });
    expect(await probeNix(host)).toMatchObject({
      release: { major: 2, minor: 8 },
      features: [],
      system: "x86_64-linux",
      store: { state: "daemon" },
      trusted: null,
    });
    expect(host.log.filter((line) => line.includes("--json"))).toEqual([]);
  });
});

describe("the store", () => {
  test("of a root user without one is not asked for, because asking would make it", async () => {
    const host = fakeHost({ ...RECENT, uid: 0, files: { "/etc/group": "root:x:0:\n" }, unwritable: {} });
    const facts = await probeNix(host);
    expect(facts).toMatchObject({
      store: { state: "absent" },
      storePresent: false,
      buildUsersGroup: { name: "nixbld", exists: false },
    });
    expect(host.log.some((line) => line.includes("store ping"))).toBe(false);
    const evaluation = host.log.find((line) => line.includes(" eval "));
    expect(evaluation).toContain("--store dummy://");
  });

  test("that this user may write to is used directly", async () => {
    const facts = await probeNix(fakeHost({ ...RECENT, unwritable: {} }));
    expect(facts).toMatchObject({ store: { state: "direct" }, trusted: true });
  });

  test("is the daemon's where NIX_REMOTE says so", async () => {
    const facts = await probeNix(fakeHost({ ...RECENT, unwritable: {}, env: { NIX_REMOTE: "daemon" } }));
    expect(facts.store).toEqual({ state: "daemon" });
  });

  test.each([
    ["error: cannot connect to socket at '/nix/…/socket': Permission denied", "denied"],
    ["error: cannot connect to socket at '/nix/…/socket': Connection refused", "unreachable"],
  ] as const)("%j is %s", async (stderr, state) => {
    const ping = `nix ${FLAG} store ping --store daemon`;
    const exec = { ...RECENT.exec, [`${ping} --json`]: { status: 1, stderr } };
    const { store } = await probeNix(fakeHost({ ...RECENT, exec }));
    expect(store).toEqual({ state, detail: stderr.replace("error: ", "") });
  });

  test("without a socket, and not this user's, is unreachable", async () => {
    const host = fakeHost({ ...RECENT, files: { "/nix/var/nix/db/": "", "/nix/store/x": "" } });
    expect((await probeNix(host)).store).toMatchObject({ state: "unreachable" });
  });
});

test("builders are read from the machines file", async () => {
  const files = { ...RECENT.files, "/etc/nix/machines": "ssh-ng://b aarch64-linux /key 4\n" };
  const { builders } = await probeNix(fakeHost({ ...RECENT, files }));
  expect(builders).toEqual([{ uri: "ssh-ng://b", systems: ["aarch64-linux"] }]);
});

test("a machine without Nix has none; a store left behind is noticed", async () => {
  expect(await probeNix(fakeHost())).toMatchObject({ path: null, storePresent: false, release: null });
  const left = await probeNix(fakeHost({ files: { "/nix/store/abc": "" } }));
  expect(left).toMatchObject({ path: null, storePresent: true });
});

test("a Nix that does not start is broken, and asked nothing more", async () => {
  const host = fakeHost({
    exec: { nix: { status: 127, stderr: "libnixutil.so: cannot open shared object file\n" } },
  });
  expect(await probeNix(host)).toMatchObject({
    path: "/usr/bin/nix",
    broken: "libnixutil.so: cannot open shared object file",
  });
  expect(host.log).toHaveLength(1);
});
